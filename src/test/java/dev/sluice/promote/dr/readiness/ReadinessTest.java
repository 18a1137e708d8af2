package dev.sluice.promote.dr.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Reason;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whether a standby could take over, and what stands in the way. */
class ReadinessTest {

  private static final String WEB =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: 3
        template:
          spec:
            containers: [{name: web, envFrom: [{secretRef: {name: database}}]}]
      """;

  @Test
  void isReadyWhenItRunsWhatItShouldAndEverythingIsThere() {
    Readiness readiness = judge(Standby.WELL, new Standby().now(WEB).active(WEB));
    assertThat(readiness.ready()).isTrue();
    assertThat(readiness.isOpen()).isFalse();
    assertThat(readiness.lacks()).isEmpty();
  }

  @Test
  void nothingIsSaidBeforeItsClusterWasLookedAt() {
    Readiness readiness = Readiness.of(Standby.WELL, Optional.empty());
    assertThat(readiness.ready()).isFalse();
    assertThat(readiness.isOpen()).isTrue();
  }

  @Test
  void isNotReadyWhileItDoesNotRunWhatIsVerifiedUpstream() {
    Instant then = Instant.parse("2026-03-01T10:00:00Z");
    Readiness late =
        judge(
            new StandingBy(Optional.of(then), true, "", Health.HEALTHY), new Standby().active(WEB));
    assertThat(late.ready()).isFalse();
    assertThat(late.behind())
        .contains("what was verified upstream at " + then + " does not run here");
    assertThat(late.lacks()).as("nothing that somebody has to mend").isEmpty();

    assertThat(judge(new StandingBy(Optional.empty(), false, "", Health.HEALTHY), new Standby()))
        .matches(one -> !one.ready())
        .matches(one -> one.behind().equals(Optional.of("its release is not applied yet")));
    assertThat(
            judge(
                    new StandingBy(
                        Optional.empty(), true, "its cluster cannot be reached", Health.HEALTHY),
                    new Standby())
                .behind())
        .contains("its cluster cannot be reached");
  }

  @Test
  void isNotReadyWhileWhatRunsThereIsBrokenButMayBeOnItsWay() {
    Health crashed = new Health(Health.State.DEGRADED, "web crashes");
    assertThat(judge(new StandingBy(Optional.empty(), true, "", crashed), new Standby()).behind())
        .contains("it is Degraded: web crashes");
    Health rolling = new Health(Health.State.PROGRESSING, "1 of 2");
    assertThat(judge(new StandingBy(Optional.empty(), true, "", rolling), new Standby()).ready())
        .isTrue();
  }

  @Test
  void namesWhatIsMissingAndWhoNeedsIt() {
    Standby standby =
        new Standby().now(WEB).active(WEB).has("Secret database", new Presence.Missing());
    assertThat(standby.lacks())
        .containsExactly(
            "Secret shop-dr/database is missing, which Deployment.apps shop-dr/web names");
  }

  @Test
  void whatGoesWithTheRoleStandbyIsNoHelp() {
    String secret =
        """
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: database}
        """;
    assertThat(new Standby().now(WEB + secret).active(WEB).lacks())
        .containsExactly(
            "Secret shop-dr/database is part of the role standby only and goes with it, but"
                + " Deployment.apps shop-dr/web names it");
  }

  @Test
  void whatCannotBeFoundOutDoesNotCountForIt() {
    Failure forbidden = Failure.of(Reason.FORBIDDEN, "may not get secrets", "Add a rule");
    Readiness readiness =
        judge(
            Standby.WELL,
            new Standby()
                .active(WEB)
                .has("Secret database", new Presence.Unknown(forbidden))
                .cannotAsk(Failure.of(Reason.FORBIDDEN, "may not list quotas", "Add another")));
    assertThat(readiness.ready()).isFalse();
    assertThat(readiness.lacks())
        .containsExactly(
            new Lack("it could not be looked at: may not list quotas", "Add another"),
            new Lack(
                "whether Secret shop-dr/database is there, which Deployment.apps shop-dr/web names,"
                    + " is not known: may not get secrets",
                "Add a rule"));
  }

  @Test
  void whatTheDryRunRefusesIsToldWithItsRemedy() {
    Failure why = Failure.of(Reason.UNKNOWN_KIND, "the cluster does not know it", "Install it");
    assertThat(
            judge(
                    Standby.WELL,
                    new Standby()
                        .refuses(new ObjectKey("kafka.io", "Topic", "shop-dr", "orders"), why))
                .lacks())
        .containsExactly(
            new Lack(
                "Topic.kafka.io shop-dr/orders would not be applied in the role active: the cluster"
                    + " does not know it",
                "Install it"));
  }

  private static Readiness judge(StandingBy standing, Standby standby) {
    return Readiness.of(standing, Optional.of(standby.evidence()));
  }
}
