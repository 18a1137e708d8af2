package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.deploy.PeopleCluster;
import dev.sluice.door.cli.CommandFactory;
import dev.sluice.door.cli.SluiceCommandLine;
import dev.sluice.door.cli.Terminal;
import dev.sluice.kube.ApprovalStore;
import dev.sluice.kube.Clusters;
import dev.sluice.kube.CustomResourceApprovalStore;
import dev.sluice.kube.CustomResourcePromotionStore;
import dev.sluice.kube.CustomResourceRequestStore;
import dev.sluice.kube.CustomResourceTargetStore;
import dev.sluice.kube.RequestListener;
import dev.sluice.kube.RequestStore;
import dev.sluice.kube.TargetStatus;
import dev.sluice.kube.TestAccess;
import dev.sluice.model.CommitInfo;
import dev.sluice.model.Health;
import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.promote.machine.Decision;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.testing.PromotionExample;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of people against a real API server with the policies and Roles of {@code deploy}:
 * each person has a kubeconfig and nothing else. The daemon is played by its stores.
 */
class PromotionCommandsApiTest {

  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final TargetId SHOP = new TargetId("config", "shop", "prod");
  private static final PeopleCluster PLACE = new PeopleCluster();

  @TempDir private static Path folder;

  private static Clusters clusters;
  private static Path jane; // may approve for prod
  private static Path max; // is a release manager
  private static CustomResourcePromotionStore promotions;
  private static CustomResourceApprovalStore approvals;
  private static CustomResourceRequestStore requests;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void install() throws IOException, Stopped {
    PLACE.install();
    jane = PLACE.kubeconfig(folder, PLACE.approvers(), "jane");
    max = PLACE.kubeconfig(folder, PLACE.managers(), "max");
    Path own = PLACE.kubeconfig(folder, PLACE.daemon(), "sluice");
    clusters = TestAccess.clusters(own, RequestListener.NONE);
    Clusters.Connected daemon = clusters.get("");
    try (Clusters ofJane = TestAccess.clusters(jane, RequestListener.NONE);
        Clusters ofMax = TestAccess.clusters(max, RequestListener.NONE)) {
      PLACE.awaitPolicies(daemon, ofJane.get(""), ofMax.get(""));
    }
    promotions = new CustomResourcePromotionStore(daemon, PLACE.daemon());
    approvals = new CustomResourceApprovalStore(daemon, PLACE.daemon());
    requests = new CustomResourceRequestStore(daemon, PLACE.daemon(), InstantSource.system());
    try (var targets =
        new CustomResourceTargetStore(daemon, PLACE.daemon(), InstantSource.system())) {
      targets.publish(
          new Target(SHOP, "overlays/shop/prod", "", "", "main", SyncPolicy.DEFAULT), status());
    }
    approvals.watch(scope -> takeUp());
    requests.watch(PromotionCommandsApiTest::answer);
  }

  @AfterAll
  static void close() {
    approvals.close();
    requests.close();
    clusters.close();
  }

  @Test
  void anApproverApprovesWhatWaitsInTheirOwnName() throws Stopped {
    promotions.save(promotion(List.of()));

    assertThat(run(jane, "approve", "shop", "prod", "0123")).as(err.toString()).isZero();

    String name = "system:serviceaccount:" + PLACE.approvers() + ":jane";
    assertThat(out.toString())
        .contains("commit    " + COMMIT, "subject   raise the limit", "approved as " + name);
    assertThat(approvals.list())
        .anySatisfy(said -> {
          assertThat(said.record().by()).isEqualTo(name);
          assertThat(said.record().digest()).isEqualTo("sha256:aa");
          assertThat(said.commit()).isEqualTo(COMMIT);
        });
    assertThat(run(max, "approve", "shop", "prod")).isEqualTo(4);
    assertThat(err.toString()).startsWith("Forbidden: ");
    assertThat(run(max, "promotions", "-o", "json")).isZero();
    assertThat(out.toString()).contains("\"by\" : \"" + name + "\"");
  }

  @Test
  void aReleaseManagerAsksAndIsAnswered() {
    assertThat(run(max, "rollback", "shop", "prod", "3", "--reason", "crash"))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains("Done", "rollback of system:serviceaccount:");

    assertThat(run(max, "unpin", "shop", "prod")).isEqualTo(1);
    assertThat(err.toString()).startsWith("RequestRefused: nothing is pinned");
    assertThat(run(jane, "rollback", "shop", "prod")).isEqualTo(4);
    assertThat(run(max, "freeze", "--level", "2", "--until", "1h", "--reason", "why")).isEqualTo(4);
    assertThat(err.toString()).contains("the verb freeze on environments.sluice.dev, without");
    assertThat(run(max, "freeze", "-e", "prod", "--level", "2", "--until", "1h", "--reason", "why"))
        .isZero();
  }

  // What the engine does when somebody spoke.
  private static void takeUp() {
    try {
      List<Promotion> waiting = promotions.of(SHOP);
      List<ApprovalRecord> said = new java.util.ArrayList<>();
      for (ApprovalStore.Stored approval : approvals.list()) {
        approval.about(SHOP, waiting).ifPresent(said::add);
      }
      promotions.save(promotion(said));
    } catch (Stopped stopped) {
      throw new AssertionError(stopped);
    }
  }

  private static void answer(RequestStore.Stored request) {
    Decision.Answered answered =
        switch (request.request().action()) {
          case UNPIN -> new Decision.Answered(Decision.Result.REFUSED, "nothing is pinned");
          default ->
              new Decision.Answered(
                  Decision.Result.DONE,
                  request.request().action().name().toLowerCase(java.util.Locale.ROOT)
                      + " of "
                      + request.request().by());
        };
    try {
      requests.answer(request.request().id(), answered);
    } catch (Stopped stopped) {
      throw new AssertionError(stopped);
    }
  }

  private int run(Path kubeconfig, String... line) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    Terminal terminal =
        new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, 0);
    try (CommandPorts ports = new CommandPorts(Clock.systemUTC())) {
      return new SluiceCommandLine(new CommandFactory(ports.services(), terminal), terminal)
          .execute(
              Stream.concat(
                      Stream.of(line),
                      Stream.of("--kubeconfig", kubeconfig.toString(), "-n", PLACE.daemon()))
                  .toArray(String[]::new));
    }
  }

  private static TargetStatus status() {
    return new TargetStatus(
        new CommitInfo(
            new Revision("config", COMMIT),
            "Jane Doe",
            Instant.parse("2026-02-03T04:05:06Z"),
            "raise the limit"),
        COMMIT,
        "sha256:00",
        TargetStatus.Sync.SYNCED,
        Health.HEALTHY,
        3,
        "",
        List.of(),
        List.of());
  }

  private static Promotion promotion(List<ApprovalRecord> said) {
    return PromotionExample.gating("waits", SHOP, COMMIT)
        .message("waits for people")
        .approvals(said)
        .promotion();
  }
}
