package dev.sluice.loop.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.loop.Targets;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.dr.Takeover;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.report.TakeoverListener;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a takeover came to is told once, by whoever sees it end. */
class TakeoverNewsTest {

  private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

  private final List<String> told = new ArrayList<>();
  private final Targets targets = new Targets();
  private final TakeoverNews news =
      new TakeoverNews(
          new Concerned(new Pipelines(), targets, new Agenda(InstantSource.system())),
          List.of(new Told()));
  private final List<Entry> newestFirst = new ArrayList<>();

  TakeoverNewsTest() {
    targets.replace(
        "config", List.of(target("shop", "dr"), target("blog", "dr"), target("shop", "prod")));
  }

  @Test
  void isToldOnceToEveryApplicationOfTheStandby() {
    look();
    begins("one", "drill");
    look();
    assertThat(told).isEmpty();
    ends("one", "drill", "Verified");
    look();
    look();
    assertThat(told)
        .containsExactly(
            "last drill one in dr",
            "drill one is Verified for [blog, shop]",
            "last drill one in dr");
  }

  @Test
  void whatEndedBeforeTheDaemonCameIsShownAndNotTold() {
    begins("one", "drill");
    ends("one", "drill", "Failed");
    look();
    assertThat(told).containsExactly("last drill one in dr");
    begins("two", "failover");
    ends("two", "failover", "Verified");
    look();
    assertThat(told)
        .containsExactly(
            "last drill one in dr",
            "last drill one in dr",
            "failover two is Verified for [blog, shop]");
  }

  private void look() {
    news.look("config", "dr", new LedgerState("tip", Map.of("", List.copyOf(newestFirst))));
  }

  private void begins(String id, String kind) {
    add(Map.of(Takeover.ID, id, Takeover.KIND, kind, Takeover.STEP, "begin"));
  }

  private void ends(String id, String kind, String outcome) {
    add(
        Map.of(
            Takeover.ID, id, Takeover.KIND, kind, Takeover.STEP, "end", Takeover.OUTCOME, outcome));
  }

  private void add(Map<String, String> details) {
    newestFirst.addFirst(
        new Entry(
            newestFirst.size() + 1,
            Entry.Kind.DRILL,
            "",
            "dr",
            AT.plusSeconds(newestFirst.size()),
            "",
            "",
            OptionalLong.empty(),
            List.of(),
            List.of(),
            Map.of(),
            "",
            "",
            "ada",
            "",
            Optional.empty(),
            details));
  }

  private static Target target(String application, String environment) {
    return new Target(
        new TargetId("config", application, environment),
        "overlays/x",
        "",
        "",
        "main",
        SyncPolicy.DEFAULT,
        Optional.empty(),
        Target.Driver.LEDGER);
  }

  private final class Told implements TakeoverListener {

    @Override
    public void tried(String repository, String environment, Takeover drill) {
      told.add("last drill %s in %s".formatted(drill.id(), environment));
    }

    @Override
    public void ended(List<TargetId> of, Takeover takeover) {
      told.add(
          "%s %s is %s for %s"
              .formatted(
                  takeover.kind().word(),
                  takeover.id(),
                  takeover.outcome().orElseThrow().word(),
                  of.stream().map(TargetId::application).sorted().toList()));
    }
  }
}
