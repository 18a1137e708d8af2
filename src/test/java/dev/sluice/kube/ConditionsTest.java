package dev.sluice.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.kube.TargetStatus.Standby;
import dev.sluice.kube.resource.TargetStatusBody.ConditionBody;
import dev.sluice.model.CommitInfo;
import dev.sluice.model.Health;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The conditions of a Target, and what is read from them again. */
class ConditionsTest {

  @Test
  void onlyAStandbyHasAFourthOne() {
    assertThat(of(Standby.NONE, List.of()))
        .extracting(ConditionBody::type)
        .containsExactly("Ready", "Synced", "Healthy");
    assertThat(of(ready(), List.of()))
        .extracting(ConditionBody::type)
        .containsExactly("Ready", "Synced", "Healthy", "StandbyReady");
  }

  @Test
  void whatWasWrittenIsReadAgain() {
    Standby lacks = new Standby(Standby.State.NOT_READY, "a Secret is missing");
    for (Standby standby : List.of(Standby.NONE, ready(), lacks)) {
      assertThat(Conditions.standby(of(standby, List.of()))).isEqualTo(standby);
    }
  }

  @Test
  void itsTimeMovesOnlyWithItsStatus() {
    Standby one = new Standby(Standby.State.NOT_READY, "one");
    List<ConditionBody> before = Conditions.of(status(one), List.of(), "before");
    assertThat(Conditions.of(status(new Standby(Standby.State.NOT_READY, "two")), before, "now"))
        .last()
        .isEqualTo(new ConditionBody("StandbyReady", "False", "NotReady", "two", "before"));
    assertThat(Conditions.of(status(ready()), before, "now"))
        .last()
        .isEqualTo(new ConditionBody("StandbyReady", "True", "Ready", "", "now"));
  }

  private static List<ConditionBody> of(Standby standby, List<ConditionBody> before) {
    return Conditions.of(status(standby), before, "now");
  }

  private static Standby ready() {
    return new Standby(Standby.State.READY, "");
  }

  private static TargetStatus status(Standby standby) {
    return new TargetStatus(
        CommitInfo.NONE,
        "",
        "",
        TargetStatus.Sync.SYNCED,
        Health.HEALTHY,
        1,
        "",
        List.of(),
        List.of(),
        standby);
  }
}
