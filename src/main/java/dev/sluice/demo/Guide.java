package dev.sluice.demo;

import dev.sluice.controlplane.Binary;
import dev.sluice.controlplane.ControlPlaneBinaries;
import dev.sluice.controlplane.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;

/** What a person can try, with lines to copy into another terminal. */
final class Guide {

  private final PrintStream out;

  Guide(PrintStream out) {
    this.out = out;
  }

  void print(Playground playground) throws IOException {
    Path kubectl =
        Objects.requireNonNull(
            ControlPlaneBinaries.standard(Progress.silent())
                .find(Set.of(Binary.KUBECTL))
                .get(Binary.KUBECTL));
    out.printf(
        """

        Everything Git declares is running. In another terminal:

          export KUBECONFIG=%s
          alias kubectl=%s
          git clone %s && cd config

        1. Commit and watch it roll out:
          git checkout develop
          sed -i 's/LOG_LEVEL=.*/LOG_LEVEL=TRACE/' overlays/tracseq/dev/*.env
          git commit -am "Log more in dev" && git push

        2. Change something by hand and watch it healed:
          kubectl -n tracseq-dev scale deployment api-gateway --replicas=7
          kubectl -n tracseq-dev get deployment api-gateway --watch

        3. Remove something from Git and watch it pruned:
          sed -i '/ingress.yaml/d' overlays/netra/base/kustomization.yaml
          git commit -am "No ingress" && git push
          kubectl -n netra-dev get ingress

        4. Break it and read the message:
          echo 'resorces: []' >> overlays/netra/dev/kustomization.yaml
          git commit -am "Oops" && git push
          kubectl -n sluice get targets

        Ctrl-C ends everything. Two small folders (sluice-*) may stay in the temporary folder.

        """,
        playground.plane().kubeconfig(), kubectl, playground.git().url(Playground.REPOSITORY));
  }
}
