package dev.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ApiKind;
import dev.sluice.model.Failure;
import dev.sluice.model.Manifest;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.promote.BranchTips;
import dev.sluice.render.Closure;
import dev.sluice.render.Desired;
import dev.sluice.render.DesiredObject;
import dev.sluice.render.Renderer;
import dev.sluice.testing.MemoryTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong with the newest revision, the last good one stays in force. */
class AimsTest {

  private static final Target WEB =
      new Target(
          new TargetId("config", "web", "dev"),
          "overlays/web/dev",
          "web-dev",
          "",
          "main",
          SyncPolicy.DEFAULT);

  private final Map<String, Desired> renders = new HashMap<>();
  private final LastGood lastGood = new LastGood();
  private final MemoryTree files = new MemoryTree();
  private Optional<String> tip = Optional.empty();

  private final Aims aims =
      new Aims(
          new BranchTips(this::tip),
          revision -> new Source(revision, files),
          new Composer(new RendersByCommit()),
          lastGood);

  @Test
  void theTipOfTheBranchIsInForce() throws Exception {
    tip = Optional.of("new");
    renders.put("new", desired(1));

    Aim aim = aims.of(WEB);

    assertThat(aim.allowed().revision().commit()).isEqualTo("new");
    assertThat(aim.newest()).isEmpty();
    assertThat(aim.allowed().permit().allows(WEB.id(), aim.allowed().revision())).isTrue();
  }

  @Test
  void aRevisionThatDoesNotRenderLeavesTheLastGoodOneInForce() throws Exception {
    tip = Optional.of("broken");
    renders.put("good", desired(2));
    lastGood.ran(WEB.id(), "good");

    Aim aim = aims.of(WEB);

    assertThat(aim.allowed().revision().commit()).isEqualTo("good");
    assertThat(aim.newest()).map(Failure::reason).contains(Reason.RENDER_FAILED);
  }

  @Test
  void aRevisionThatRendersToNothingLeavesTheLastGoodOneInForce() throws Exception {
    tip = Optional.of("empty");
    renders.put("empty", desired(0));
    renders.put("good", desired(2));
    lastGood.ran(WEB.id(), "good");

    Aim aim = aims.of(WEB);

    assertThat(aim.desired().objects()).hasSize(2);
    assertThat(aim.newest()).map(Failure::reason).contains(Reason.EMPTY_RENDER);
  }

  @Test
  void theApplicationsSettingsComeFromTheSameRevisionAndEnterTheDigest() throws Exception {
    tip = Optional.of("new");
    renders.put("new", desired(1));
    String without = aims.of(WEB).composition().digest();
    files.file(
        "overlays/web/application.yaml",
        """
        apiVersion: sluice.dev/v1alpha1
        kind: Application
        spec:
          dependsOn: [database]
        """);

    Composition with = aims.of(WEB).composition();

    assertThat(with.settings().dependsOn()).containsExactly("database");
    assertThat(with.digest()).isNotEqualTo(without);
    files.file("overlays/web/application.yaml", "apiVersion: sluice.dev/v1alpha1\nkind: 12\n");
    assertThatThrownBy(() -> aims.of(WEB))
        .isInstanceOfSatisfying(
            Stopped.class,
            stopped ->
                assertThat(stopped.failure().reason()).isEqualTo(Reason.INVALID_APPLICATION));
  }

  @Test
  void aBranchThatIsGoneLeavesTheLastGoodRevisionInForce() throws Exception {
    renders.put("good", desired(2));
    lastGood.ran(WEB.id(), "good");

    assertThat(aims.of(WEB).newest()).map(Failure::reason).contains(Reason.BRANCH_GONE);
  }

  @Test
  void withNothingToFallBackToTheNewestFailureIsTold() {
    tip = Optional.of("broken");

    assertThatThrownBy(() -> aims.of(WEB))
        .isInstanceOfSatisfying(
            Stopped.class,
            stopped -> assertThat(stopped.failure().reason()).isEqualTo(Reason.RENDER_FAILED));
  }

  @Test
  void whenTheLastGoodRevisionIsLostTooTheNewestFailureIsTold() {
    lastGood.ran(WEB.id(), "lost");

    assertThatThrownBy(() -> aims.of(WEB))
        .isInstanceOfSatisfying(
            Stopped.class,
            stopped -> {
              assertThat(stopped.failure().reason()).isEqualTo(Reason.BRANCH_GONE);
              assertThat(stopped.getSuppressed()).hasSize(1);
            });
  }

  private Revision tip(String repository, String branch) throws Stopped {
    return new Revision(
        repository,
        tip.orElseThrow(
            () -> new Stopped(Failure.of(Reason.BRANCH_GONE, branch + " is gone", "Restore it"))));
  }

  private static Desired desired(int objects) {
    ApiKind kind = ApiKind.of("v1", "ConfigMap");
    List<DesiredObject> list =
        java.util.stream.IntStream.range(0, objects)
            .mapToObj(i -> new Manifest(kind, "", "settings-" + i, Map.of(), Origin.UNKNOWN))
            .map(manifest -> new DesiredObject(manifest, "digest"))
            .toList();
    return new Desired(list, new Closure("test", new TreeMap<>()), "digest", List.of());
  }

  private final class RendersByCommit implements Renderer {

    @Override
    public Desired render(Source source, String overlay) throws Stopped {
      Desired desired = renders.get(source.revision().commit());
      if (desired == null) {
        throw new Stopped(Failure.of(Reason.RENDER_FAILED, overlay + " is broken", "Mend it"));
      }
      return desired;
    }

    @Override
    public String yaml(Source source, String overlay) {
      throw new UnsupportedOperationException("not asked for here");
    }
  }
}
