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
  private final Path home;

  /**
   * A guide.
   *
   * @param home the checkout: the program starts from there
   */
  Guide(PrintStream out, Path home) {
    this.out = out;
    this.home = home;
  }

  void print(Playground playground) throws IOException {
    Path kubectl =
        Objects.requireNonNull(
            ControlPlaneBinaries.standard(Progress.silent())
                .find(Set.of(Binary.KUBECTL))
                .get(Binary.KUBECTL));
    out.printf(
        """

        Development and staging run; production waits for two people. In another terminal:

          export KUBECONFIG=%s
          alias kubectl=%s
          alias sluice=%s
          git clone %s && cd config

        1. Bring it to production: two people say yes, then DR follows by itself
          sluice pipeline
          sluice promotions
          sluice approve tracseq prod --kubeconfig %s
          sluice approve tracseq prod --kubeconfig %s
          git fetch && sluice history prod tracseq

        2. Commit and watch it roll out; what concerns dev alone goes no further:
          git checkout develop
          sed -i 's/LOG_LEVEL=.*/LOG_LEVEL=TRACE/' overlays/tracseq/dev/*.env
          git commit -am "Log more in dev" && git push

        3. Change something by hand and watch it healed:
          kubectl -n tracseq-dev scale deployment api-gateway --replicas=7
          kubectl -n tracseq-dev get deployment api-gateway --watch

        4. Freeze production, look, and end it:
          sluice freeze --environment prod --level 1 --reason "the demo" --until 1h
          sluice promotions --environment prod
          sluice unfreeze --environment prod --reason "seen enough"

        5. Remove something from Git and watch it pruned, environment by environment:
          sed -i '/ingress.yaml/d' overlays/netra/base/kustomization.yaml
          git commit -am "No ingress" && git push
          kubectl -n netra-dev get ingress

        6. Break it and read the message; staging never sees it:
          echo 'resorces: []' >> overlays/netra/dev/kustomization.yaml
          git commit -am "Oops" && git push
          kubectl -n sluice get targets

        Ctrl-C ends everything. Two small folders (sluice-*) may stay in the temporary folder.

        """,
        playground.plane().kubeconfig(),
        kubectl,
        home.resolve("sluice"),
        playground.git().url(Playground.REPOSITORY),
        playground.plane().kubeconfig(Playground.APPROVERS.getFirst().name()),
        playground.plane().kubeconfig(Playground.APPROVERS.getLast().name()));
  }
}
