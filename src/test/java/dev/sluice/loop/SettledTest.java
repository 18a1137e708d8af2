package dev.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.apply.Outcome;
import dev.sluice.model.ApplicationSettings;
import dev.sluice.model.CommitInfo;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.plan.Plan;
import dev.sluice.promote.BranchTips;
import dev.sluice.promote.RevisionSource;
import dev.sluice.render.Closure;
import dev.sluice.render.Desired;
import dev.sluice.report.Report;
import dev.sluice.testing.MemoryTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A commit runs the targets it may make a difference to, and no others. */
class SettledTest {

  private static final Target WEB = target("web");
  private static final Target SHOP = target("shop");

  private final Map<String, MemoryTree> trees = new HashMap<>();
  private final LastGood lastGood = new LastGood();
  private String tip = "first";
  private final RevisionSource revisions =
      new BranchTips((repository, branch) -> new Revision(repository, tip));
  private final Settled settled = new Settled(revisions, this::source, lastGood);

  @BeforeEach
  void commitTheFirst() {
    trees.put("first", tree("one", "one"));
    trees.put("second", tree("two", "one"));
  }

  @Test
  void onlyTheTargetWhoseFilesChangedRuns() throws Exception {
    ran(WEB, List.of());
    ran(SHOP, List.of());

    tip = "second";

    assertThat(settled.touched(List.of(WEB, SHOP))).containsExactly(WEB);
    assertThat(lastGood.commit(SHOP.id())).as("what it falls back to").contains("second");
  }

  @Test
  void settingsOfAnApplicationCountAsItsFiles() throws Exception {
    ran(SHOP, List.of());
    trees.get("second").file("overlays/shop/application.yaml", "spec: {}");

    tip = "second";

    assertThat(settled.touched(List.of(SHOP))).containsExactly(SHOP);
  }

  @Test
  void whatFailedRunsWithEveryCommit() throws Exception {
    ran(SHOP, List.of(Failure.of(Reason.FORBIDDEN, "not allowed", "")));

    tip = "second";

    assertThat(settled.touched(List.of(SHOP))).containsExactly(SHOP);
  }

  @Test
  void whatIsRunningWhenTheCommitComesRunsAgain() throws Exception {
    ran(SHOP, List.of());
    settled.begins(SHOP.id());

    tip = "second";

    assertThat(settled.touched(List.of(SHOP))).containsExactly(SHOP);
  }

  @Test
  void otherSettingsOfTheEnvironmentAreReasonEnough() throws Exception {
    ran(SHOP, List.of());

    Target moved = SHOP.withOverlay("overlays/shop/other");

    assertThat(settled.touched(List.of(moved))).containsExactly(moved);
  }

  @Test
  void whatNeverRanRuns() {
    assertThat(settled.touched(List.of(WEB))).containsExactly(WEB);
  }

  @Test
  void aCommitThatCannotBeReadRunsTheTargetSoThatItSaysSo() throws Exception {
    ran(SHOP, List.of());

    tip = "lost";

    assertThat(settled.touched(List.of(SHOP))).containsExactly(SHOP);
  }

  private void ran(Target target, List<Failure> failures) throws Stopped {
    String file = file(target);
    TreeMap<String, String> ids = new TreeMap<>();
    ids.put(file, trees.get(tip).find(file).orElseThrow().id());
    Desired desired = new Desired(List.of(), new Closure("test", ids), "digest", List.of());
    Aim aim =
        new Aim(
            revisions.next(target),
            new Composition(desired, ApplicationSettings.NONE, Optional.empty()),
            Optional.empty());
    Revision revision = aim.allowed().revision();
    settled.begins(target.id());
    settled.ran(
        target,
        aim,
        new Report(
            target,
            revision,
            CommitInfo.ofUnknown(revision),
            "digest",
            0,
            new Plan(List.of(), List.of()),
            new Outcome(List.of(), Optional.empty(), failures, Optional.empty()),
            Health.HEALTHY,
            Optional.empty(),
            List.of()));
  }

  private Source source(Revision revision) throws Stopped {
    MemoryTree tree = trees.get(revision.commit());
    if (tree == null) {
      throw new Stopped(Failure.of(Reason.NOT_FOUND, revision.commit() + " is not there", ""));
    }
    return new Source(revision, tree);
  }

  private static MemoryTree tree(String web, String shop) {
    return new MemoryTree().file(file(WEB), web).file(file(SHOP), shop);
  }

  private static String file(Target target) {
    return target.overlay() + "/objects.yaml";
  }

  private static Target target(String application) {
    return new Target(
        new TargetId("config", application, "dev"),
        "overlays/" + application + "/dev",
        application,
        "",
        "main",
        SyncPolicy.DEFAULT);
  }
}
