package dev.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ApiKind;
import dev.sluice.model.CommitInfo;
import dev.sluice.model.Failure;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.render.Closure;
import dev.sluice.render.Desired;
import dev.sluice.render.DesiredObject;
import dev.sluice.render.Renderer;
import dev.sluice.testing.MemoryTree;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each object is its last writer's. */
class AuthorsTest {

  private static final ApiKind KIND = ApiKind.of("v1", "ConfigMap");
  private static final Target WEB =
      new Target(
          new TargetId("config", "web", "dev"),
          "overlays/web/dev",
          "web-dev",
          "",
          "main",
          SyncPolicy.DEFAULT);

  private final Map<String, List<String>> parents = new HashMap<>();
  private final Map<String, Map<String, String>> objects = new HashMap<>();

  @Test
  void eachObjectGoesBackToTheCommitThatMadeItSo() throws Exception {
    commit("first", List.of(), Map.of("a", "1", "b", "1", "c", "1"));
    commit("second", List.of("first"), Map.of("a", "2", "b", "1", "c", "1"));
    commit("third", List.of("second"), Map.of("a", "2", "b", "2"));

    assertThat(authors("third", "a", "b", "c", "never"))
        .isEqualTo(Map.of("a", "second", "b", "third", "c", "third"));
  }

  @Test
  void aMergeIsSeenThroughToBothOfItsSides() throws Exception {
    commit("base", List.of(), Map.of("a", "1", "b", "1"));
    commit("left", List.of("base"), Map.of("a", "2", "b", "1"));
    commit("right", List.of("base"), Map.of("a", "1", "b", "2"));
    commit("merge", List.of("left", "right"), Map.of("a", "2", "b", "2"));

    assertThat(authors("merge", "a", "b")).isEqualTo(Map.of("a", "left", "b", "right"));
  }

  @Test
  void afterACommitThatDoesNotRenderTheOneThatMendsItIsNamed() throws Exception {
    commit("first", List.of(), Map.of("a", "1"));
    parents.put("broken", List.of("first"));
    commit("mended", List.of("broken"), Map.of("a", "1"));

    assertThat(authors("mended", "a")).isEqualTo(Map.of("a", "mended"));
  }

  private Map<String, String> authors(String newest, String... names) throws Stopped {
    Set<ObjectKey> keys =
        Arrays.stream(names)
            .map(name -> new ObjectKey("", "ConfigMap", "web-dev", name))
            .collect(Collectors.toSet());
    Authors authors =
        new Authors(
            new Composer(new RendersByCommit()),
            new Commits(),
            revision -> new Source(revision, new MemoryTree()));
    return authors.of(WEB, new Revision("config", newest), keys).entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().name(), entry -> entry.getValue().revision().commit()));
  }

  private void commit(String commit, List<String> itsParents, Map<String, String> itsObjects) {
    parents.put(commit, itsParents);
    objects.put(commit, itsObjects);
  }

  private final class RendersByCommit implements Renderer {

    @Override
    public Desired render(Source source, String overlay) throws Stopped {
      Map<String, String> wanted = objects.get(source.revision().commit());
      if (wanted == null) {
        throw new Stopped(Failure.of(Reason.RENDER_FAILED, "it is broken", "Mend it"));
      }
      List<DesiredObject> list =
          wanted.entrySet().stream()
              .map(entry ->
                  new DesiredObject(
                      new Manifest(KIND, "", entry.getKey(), Map.of(), Origin.UNKNOWN),
                      entry.getValue()))
              .toList();
      return new Desired(list, new Closure("test", new TreeMap<>()), "digest", List.of());
    }

    @Override
    public String yaml(Source source, String overlay) {
      throw new UnsupportedOperationException("not asked for here");
    }
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
      return new CommitInfo(revision, "Jane Doe", Instant.EPOCH, "why");
    }
  }
}
