package dev.sluice.loop.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.loop.GitDeclarations;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.LedgerTips;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.testing.MemoryTree;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A release has to have passed the gates of its own application, as the default branch had them.
 */
class GitPoliciesTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final String COMMIT = "a".repeat(40);
  private static final String POLICY = "b".repeat(40);

  private final Map<String, List<Entry>> ledger = new HashMap<>();
  private final MemoryTree tree =
      new MemoryTree()
          .file(
              "environments/prod.yaml",
              """
              apiVersion: sluice.dev/v1alpha1
              kind: Environment
              metadata: {name: prod}
              spec:
                overlays: overlays/*/prod
                follows: {branch: main}
                gates:
                  - images: {}
                applications:
                  billing:
                    gates:
                      - approval: 2
                    deadline: 1h
              """);
  private final GitPolicies policies =
      new GitPolicies(
          revision -> new Source(revision, tree),
          repository -> new GitDeclarations.Settings("main", "environments"),
          (branch, revision) -> revision.commit().equals(POLICY));
  private final LedgerTips tips =
      new LedgerTips((repository, environment) -> new Reader(), policies, InstantSource.fixed(NOW));

  @Test
  void thePolicyOfAnApplicationIsThatOfTheEnvironmentAndItsOwn() throws Stopped {
    assertThat(policies.at(POLICY, target("billing").id()).gates())
        .extracting(Gate::word)
        .containsExactly("images", "approval");
    assertThat(policies.at(POLICY, target("web").id()).gates())
        .extracting(Gate::word)
        .containsExactly("images");
    assertThat(policies.at(POLICY, target("billing").id()).deadline()).hasHours(1);
  }

  @Test
  void aReleaseWithoutTheResultOfAGateOfItsApplicationIsRefused() {
    write("billing", POLICY, "images");

    assertThat(refused("billing").reason()).isEqualTo(Reason.GATES_INCOMPLETE);
    assertThat(refused("billing").message()).endsWith("of its gate(s) approval");
  }

  @Test
  void withTheResultOfAllOfThemItMayRun() throws Stopped {
    write("billing", POLICY, "images", "approval");
    write("web", POLICY, "images");

    assertThat(tips.next(target("billing")).revision().commit()).isEqualTo(COMMIT);
    assertThat(tips.next(target("web")).revision().commit()).isEqualTo(COMMIT);
  }

  @Test
  void aCommitThatIsNotOfTheDefaultBranchBringsNoGates() {
    write("web", COMMIT, "images");

    assertThat(refused("web").message()).contains("is not a commit of main");
  }

  @Test
  void anEnvironmentThatIsNotDeclaredThereHasNoPolicy() {
    Stopped stopped =
        catchThrowableOfType(
            Stopped.class, () -> policies.at(POLICY, new TargetId("config", "web", "dr")));

    assertThat(stopped.failure().message()).contains("declares no valid environment dr");
  }

  private Failure refused(String application) {
    return catchThrowableOfType(Stopped.class, () -> tips.next(target(application))).failure();
  }

  private void write(String application, String policy, String... passed) {
    ledger.put(
        application,
        List.of(
            new Entry(
                1,
                Entry.Kind.PROMOTE,
                application,
                "prod",
                NOW,
                COMMIT,
                "digest",
                OptionalLong.empty(),
                Stream.of(passed)
                    .map(gate ->
                        new GateResult(
                            gate, gate, Gate.Phase.PRE, Verdict.PASS, "", "", NOW, "digest"))
                    .toList(),
                List.of(),
                Map.of(),
                policy,
                application + "-prod-1",
                "ada",
                "because",
                Optional.empty(),
                Map.of())));
  }

  private static Target target(String application) {
    return new Target(
        new TargetId("config", application, "prod"),
        "overlays/" + application + "/prod",
        application,
        "",
        "main",
        SyncPolicy.DEFAULT,
        Optional.empty(),
        Target.Driver.LEDGER);
  }

  /** A ledger that is only read. */
  private final class Reader implements Ledger {

    @Override
    public LedgerState read() {
      return new LedgerState("tip-" + ledger, Map.copyOf(ledger));
    }

    @Override
    public Appended append(LedgerState base, List<Entry> entries) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Appended acknowledge(Acknowledgement given) {
      throw new UnsupportedOperationException();
    }
  }
}
