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

        Development and staging run; production waits for two people. Ops Tower waits for one in
        staging already, and OpenPolicy for the next morning, as their manuals ask. Smoke tests go to
        stubs on this machine, every second instead of every ten. In another terminal:

          export KUBECONFIG=%1$s
          alias kubectl=%2$s
          alias sluice=%3$s
          git clone %4$s && cd config

        1. Bring it to production: two people say yes, then DR follows by itself
          sluice pipeline
          sluice promotions
          sluice approve tracseq prod --kubeconfig %5$s
          sluice approve tracseq prod --kubeconfig %6$s
          git fetch && sluice history prod tracseq
          sluice approve ops-tower staging --kubeconfig %5$s

        2. Commit and watch it roll out; what concerns dev alone goes no further:
          git checkout develop
          sed -i 's/LOG_LEVEL=.*/LOG_LEVEL=TRACE/' overlays/tracseq/dev/*.env
          git commit -am "Log more in dev" && git push

        3. Forget to fill something in; dev runs it, staging refuses it and says why:
          sed -i 's/^WORKER_PROCESSES=.*/WORKER_PROCESSES=${CPUS}/' overlays/liftos/base/settings.env
          git commit -am "As many workers as CPUs" && git push
          sluice promotions --environment staging

        4. Let a smoke test fail; staging goes back, production never hears of it. Once the promotion
           has failed, mend the stub (rm), or going back fails its smoke test too:
          touch %7$s/api.staging.tracseq.com
          sed -i 's/^DB_POOL_MAX_SIZE=.*/DB_POOL_MAX_SIZE=60/' overlays/tracseq/base/gateway.env
          git commit -am "More connections" && git push
          sluice promotions --environment staging
          rm %7$s/api.staging.tracseq.com
          git fetch && sluice history staging tracseq

        5. Hurry: a fix goes straight to production, with one yes more than usual:
          git checkout main && sed -i 's/^RATE_LIMIT_REQUESTS=.*/RATE_LIMIT_REQUESTS=50/' overlays/tracseq/prod/*.env
          git commit -am "Fewer requests" && git push
          sluice hotfix tracseq prod $(git rev-parse main) --reason "we are being flooded"
          sluice approve tracseq prod --kubeconfig %5$s
          sluice approve tracseq prod --kubeconfig %6$s
          sluice approve tracseq prod --kubeconfig %8$s
          git checkout develop && git merge main && git push

        6. Change something by hand and watch it healed:
          kubectl -n tracseq-dev scale deployment api-gateway --replicas=7
          kubectl -n tracseq-dev get deployment api-gateway --watch

        7. Freeze production, look, and end it. What drifts is healed all the same:
          sluice freeze --environment prod --level 1 --reason "the demo" --until 1h
          sluice promotions --environment prod
          sluice unfreeze --environment prod --reason "seen enough"

        8. Remove something from Git and watch it pruned, environment by environment:
          sed -i '/ingress.yaml/d' overlays/netra/base/kustomization.yaml
          git commit -am "No ingress" && git push
          kubectl -n netra-dev get ingress

        9. Break it and read the message; staging never sees it:
          echo 'resorces: []' >> overlays/netra/dev/kustomization.yaml
          git commit -am "Oops" && git push
          kubectl -n sluice get targets

        Ctrl-C ends everything. Two small folders (sluice-*) may stay in the temporary folder.

        """,
        playground.plane().kubeconfig(),
        kubectl,
        home.resolve("sluice"),
        playground.git().url(Playground.REPOSITORY),
        approver(playground, 0),
        approver(playground, 1),
        playground.websites().down(),
        approver(playground, 2));
  }

  private static Path approver(Playground playground, int number) {
    return playground.plane().kubeconfig(Playground.APPROVERS.get(number).name());
  }
}
