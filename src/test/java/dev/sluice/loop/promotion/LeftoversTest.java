package dev.sluice.loop.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.environments.EnvironmentSet;
import dev.sluice.kube.ApprovalStore;
import dev.sluice.kube.RequestStore;
import dev.sluice.kube.Scope;
import dev.sluice.loop.Targets;
import dev.sluice.model.Environment;
import dev.sluice.model.Origin;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.promote.machine.Decision.Answered;
import dev.sluice.promote.machine.Decision.Result;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.Request;
import dev.sluice.promote.machine.Request.Action;
import dev.sluice.promote.machine.State;
import dev.sluice.testing.PromotionExample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeftoversTest {

  private static final Instant MADE = Instant.parse("2026-03-04T12:00:00Z");
  private static final TargetId SHOP = new TargetId("config", "shop", "prod");

  private final MemoryPeople people = new MemoryPeople();
  private final Targets targets = new Targets();
  private final Pipelines pipelines = new Pipelines();
  private final List<Promotion> promotions = new ArrayList<>();
  private final Voices voices =
      new Voices(
          people.approvalStore(), people.requestStore(), pipelines, targets, target -> promotions);
  private Instant now = MADE.plusSeconds(11);
  private final Leftovers leftovers =
      new Leftovers(
          people.approvalStore(),
          people.requestStore(),
          voices,
          targets,
          target -> promotions,
          () -> now);

  @BeforeEach
  void declare() {
    pipelines.declare(
        "config",
        "c1",
        new EnvironmentSet(
            List.of(
                environment("dev"),
                environment("staging").promotedFrom("main"),
                environment("prod").promotedFrom("main")),
            List.of()));
    var unused =
        targets.replace(
            "config",
            List.of(
                target("shop", "dev", Target.Driver.BRANCH),
                target("billing", "staging", Target.Driver.LEDGER),
                target("shop", "prod", Target.Driver.LEDGER)));
  }

  @Test
  void whatNobodyWillAnswerIsRefused() throws Stopped {
    ask("dev", new Scope("", "dev", "shop"));
    ask("typo", new Scope("", "prd", "shop"));
    ask("wrong", new Scope("", "prod", "billing"));
    ask("whole", new Scope("", "dev", ""));
    ask("right", new Scope("", "prod", "shop"));
    ask("all", new Scope("", "", ""));

    leftovers.look();

    assertThat(people.answer("dev").orElseThrow())
        .isEqualTo(
            new Answered(
                Result.REFUSED,
                "nothing is promoted for shop in dev: it runs whatever its branch holds"));
    assertThat(people.answer("typo").orElseThrow().message())
        .isEqualTo("no environment declares shop in prd");
    assertThat(people.answer("wrong").orElseThrow().message())
        .isEqualTo("no environment declares billing in prod");
    assertThat(people.answer("whole").orElseThrow().message()).contains("every application in dev");
    assertThat(people.answer("right")).isEmpty();
    assertThat(people.answer("all")).isEmpty();
  }

  @Test
  void nothingIsRefusedBeforeTheEnvironmentsHadTimeToBeRead() throws Stopped {
    ask("early", new Scope("", "new", "shop"));
    now = MADE.plusSeconds(9);

    leftovers.look();

    assertThat(people.answer("early")).isEmpty();
  }

  @Test
  void aRequestForOneApplicationEverywhereIsAskedOnlyWhereItIs() throws Stopped {
    ask("everywhere", new Scope("", "", "shop"));

    assertThat(voices.requests(SHOP)).extracting(Request::id).containsExactly("everywhere");
    voices.answer("everywhere", new Answered(Result.DONE, "frozen"));
    assertThat(people.answer("everywhere")).contains(new Answered(Result.DONE, "frozen"));
  }

  @Test
  void whatIsAnsweredGoesAfterAWeekAndWhatIsOpenStays() throws Stopped {
    ask("answered", new Scope("", "prod", "shop"));
    ask("open", new Scope("", "prod", "shop"));
    people.requestStore().answer("answered", new Answered(Result.DONE, "done"));
    now = MADE.plus(Duration.ofDays(7));
    leftovers.look();
    assertThat(people.requests).hasSize(2);

    now = now.plusSeconds(1);
    leftovers.look();

    assertThat(people.requests).extracting(RequestStore.Stored::name).containsExactly("open");
  }

  @Test
  void anApprovalStaysAsLongAsItsCandidateWaits() throws Stopped {
    people.approvals.add(approval("waited-for", "sha256:aa"));
    people.approvals.add(approval("stale", "sha256:bb"));
    promotions.add(promotion("sha256:aa", State.GATING));
    promotions.add(promotion("sha256:bb", State.SUPERSEDED));
    now = MADE.plus(Duration.ofDays(30));

    leftovers.look();
    assertThat(people.approvals)
        .extracting(ApprovalStore.Stored::name)
        .containsExactly("waited-for");

    promotions.clear();
    leftovers.look();
    assertThat(people.approvals).isEmpty();
  }

  @Test
  void anApprovalIsToldWhatItIsAbout() throws Stopped {
    people.approvals.add(approval("waits", "sha256:aa"));
    people.approvals.add(approval("ended", "sha256:bb"));
    people.approvals.add(approval("typo", "sha256:cc"));
    promotions.add(promotion("sha256:aa", State.GATING));
    promotions.add(promotion("sha256:bb", State.SUPERSEDED));

    leftovers.look();

    assertThat(people.told)
        .containsEntry("waits", "is about what is on its way")
        .containsEntry("ended", "is about what is Superseded now")
        .containsEntry("typo", "is about nothing that waits there");
  }

  private void ask(String name, Scope scope) {
    people.requests.add(
        new RequestStore.Stored(
            name,
            scope,
            new Request(
                name,
                Action.FREEZE,
                "jane",
                MADE,
                "why",
                "",
                OptionalLong.empty(),
                1,
                Optional.of(MADE.plusSeconds(60))),
            Optional.empty()));
  }

  private static ApprovalStore.Stored approval(String name, String digest) {
    return new ApprovalStore.Stored(
        name,
        Scope.of(SHOP),
        "",
        new ApprovalRecord(
            "jane", "kubernetes", MADE, ApprovalRecord.Decision.APPROVE, digest, ""));
  }

  private static Environment environment(String name) {
    return new Environment(
        name, "overlays/*/" + name, "", "", "main", SyncPolicy.DEFAULT, "", Origin.UNKNOWN);
  }

  private static Target target(String application, String environment, Target.Driver driver) {
    return new Target(
        new TargetId("config", application, environment),
        "overlays/" + application + "/" + environment,
        "",
        "",
        "main",
        SyncPolicy.DEFAULT,
        Optional.empty(),
        driver);
  }

  private static Promotion promotion(String digest, State state) {
    return PromotionExample.gating(digest, SHOP, "1111111111111111111111111111111111111111")
        .digest(digest)
        .state(state)
        .promotion();
  }
}
