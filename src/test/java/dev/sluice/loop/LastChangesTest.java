package dev.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ApplicationSettings;
import dev.sluice.model.CommitInfo;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.promote.BranchTips;
import dev.sluice.render.Closure;
import dev.sluice.render.Desired;
import dev.sluice.testing.MemoryTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The commit named for a target is the one that last changed that target. */
class LastChangesTest {

  private static final Target WEB =
      new Target(
          new TargetId("config", "web", "dev"),
          "overlays/web/dev",
          "web",
          "",
          "main",
          SyncPolicy.DEFAULT);
  private static final String MANIFEST = "overlays/web/dev/web.yaml";
  private static final String SETTINGS = "overlays/web/application.yaml";

  private final Map<String, List<String>> parents = new HashMap<>();
  private final Map<String, MemoryTree> trees = new HashMap<>();
  private int described;

  private final LastChanges changes =
      new LastChanges(new Commits(), revision -> new Source(revision, tree(revision)));

  @Test
  void commitsThatChangeOtherThingsAreSkipped() throws Exception {
    commit("first", List.of(), "one");
    commit("second", List.of("first"), "two");
    commit("third", List.of("second"), "two");
    commit("fourth", List.of("third"), "two");

    assertThat(changes.of(WEB, aim("fourth")).revision().commit()).isEqualTo("second");
  }

  @Test
  void throughAMergeTheCommitOfTheBranchIsNamedRatherThanTheMerge() throws Exception {
    commit("first", List.of(), "one");
    commit("other", List.of("first"), "one");
    commit("feature", List.of("first"), "two");
    commit("merge", List.of("other", "feature"), "two");

    assertThat(changes.of(WEB, aim("merge")).revision().commit()).isEqualTo("feature");
  }

  @Test
  void aMergeThatMakesSomethingNewIsNamedItself() throws Exception {
    commit("first", List.of(), "one");
    commit("other", List.of("first"), "two");
    commit("feature", List.of("first"), "three");
    commit("merge", List.of("other", "feature"), "both");

    assertThat(changes.of(WEB, aim("merge")).revision().commit()).isEqualTo("merge");
  }

  @Test
  void aCommitThatChangesTheApplicationsSettingsCounts() throws Exception {
    commit("first", List.of(), "one");
    commit("second", List.of("first"), "one");
    trees.get("second").file(SETTINGS, "spec: {}");
    commit("third", List.of("second"), "one");
    trees.get("third").file(SETTINGS, "spec: {}");

    assertThat(changes.of(WEB, aim("third")).revision().commit()).isEqualTo("second");
  }

  @Test
  void whatIsKnownIsNotLookedForAgain() throws Exception {
    commit("first", List.of(), "one");
    commit("second", List.of("first"), "one");
    CommitInfo found = changes.of(WEB, aim("first"));

    assertThat(changes.of(WEB, aim("second"))).isEqualTo(found);
    assertThat(described).isEqualTo(1);
  }

  @Test
  void aCommitThatIsNotInTheCacheAnyMoreIsNamedWithoutItsAuthor() throws Exception {
    commit("first", List.of("lost"), "one");

    assertThat(changes.of(WEB, aim("first")))
        .isEqualTo(CommitInfo.ofUnknown(new Revision("config", "first")));
  }

  private void commit(String commit, List<String> itsParents, String manifest) {
    parents.put(commit, itsParents);
    trees.put(commit, new MemoryTree().file(MANIFEST, manifest));
  }

  private Aim aim(String commit) throws Stopped {
    SourceTree tree = tree(new Revision("config", commit));
    TreeMap<String, String> ids = new TreeMap<>();
    ids.put(MANIFEST, tree.find(MANIFEST).orElseThrow().id());
    Optional<SourceTree.Entry> settings = tree.find(SETTINGS);
    return new Aim(
        new BranchTips((repository, branch) -> new Revision(repository, commit)).next(WEB),
        new Composition(
            new Desired(List.of(), new Closure("test", ids), ids + "", List.of()),
            settings.isPresent()
                ? new ApplicationSettings(
                    List.of(),
                    dev.sluice.model.SyncPolicy.Adoption.REFUSE,
                    List.of(),
                    List.of(),
                    settings.get().id())
                : ApplicationSettings.NONE,
            settings),
        Optional.empty());
  }

  private SourceTree tree(Revision revision) throws Stopped {
    MemoryTree tree = trees.get(revision.commit());
    if (tree == null) {
      throw new Stopped(Failure.of(Reason.NOT_FOUND, revision.commit() + " is not there", ""));
    }
    return tree;
  }

  private final class Commits implements History {

    @Override
    public List<Revision> parents(Revision revision) {
      return parents.get(revision.commit()).stream()
          .map(commit -> new Revision(revision.repository(), commit))
          .toList();
    }

    @Override
    public CommitInfo describe(Revision revision) {
      described++;
      return new CommitInfo(revision, "Jane Doe", java.time.Instant.EPOCH, "why");
    }
  }
}
