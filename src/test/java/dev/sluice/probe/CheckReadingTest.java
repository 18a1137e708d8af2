package dev.sluice.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.github.CheckRun;
import dev.sluice.github.CommitStatus;
import dev.sluice.model.Origin;
import dev.sluice.model.Trees;
import dev.sluice.model.promotion.Gate;
import dev.sluice.promote.gate.Evidence;
import dev.sluice.testing.RuleCase;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * One folder per commit: what was reported about it in {@code reports.yaml}, and in {@code
 * expected.yaml} gates with what that comes to.
 */
class CheckReadingTest {

  @TestFactory
  Stream<DynamicTest> cases() {
    return RuleCase.in("checks", CheckReadingTest::check);
  }

  private static void check(RuleCase one) {
    Map<String, Object> reports = one.read("reports.yaml");
    List<Map<String, Object>> gates = Trees.maps(one.read("expected.yaml"), "gates");
    assertThat(gates).isNotEmpty();
    for (Map<String, Object> gate : gates) {
      String context = Trees.string(gate, "context");
      Evidence.Status status =
          CheckReading.of(
              gate(gate),
              Trees.maps(reports, "checks").stream()
                  .map(CheckReadingTest::run)
                  .filter(run -> run.name().equals(context))
                  .toList(),
              Trees.maps(reports, "statuses").stream()
                  .map(CheckReadingTest::status)
                  .filter(reported -> reported.context().equals(context))
                  .toList());
      assertThat("%s %s %s".formatted(status.state(), status.text(), status.url()).strip())
          .as("%s", gate)
          .isEqualTo(Trees.string(gate, "says"));
    }
  }

  private static Gate.StatusCheck gate(Map<String, Object> gate) {
    return new Gate.StatusCheck(
        "ci",
        Gate.Phase.PRE,
        Trees.string(gate, "context"),
        gate.containsKey("app")
            ? new Gate.App(Trees.string(gate, "app"))
            : new Gate.User(Trees.string(gate, "user")),
        Gate.Skipped.REFUSED,
        Origin.UNKNOWN);
  }

  private static CheckRun run(Map<String, Object> run) {
    return new CheckRun(
        (Integer) run.get("id"),
        Trees.string(run, "name"),
        "c".repeat(40),
        Trees.string(run, "status"),
        Trees.string(run, "conclusion"),
        (Integer) run.get("app"),
        Trees.string(run, "slug"),
        Trees.string(run, "page"));
  }

  private static CommitStatus status(Map<String, Object> status) {
    return new CommitStatus(
        Trees.string(status, "context"),
        Trees.string(status, "state"),
        Trees.string(status, "description"),
        Trees.string(status, "creator"),
        Trees.string(status, "kind"),
        Trees.string(status, "page"));
  }
}
