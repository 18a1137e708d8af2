package dev.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.fields.Digests;
import dev.sluice.kube.TestAccess;
import dev.sluice.model.Manifest;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.Trees;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Role;
import dev.sluice.model.promotion.Strategy;
import dev.sluice.promote.Beside;
import dev.sluice.promote.strategy.Course;
import dev.sluice.promote.strategy.Phases;
import dev.sluice.promote.strategy.Slot;
import dev.sluice.render.Closure;
import dev.sluice.render.Desired;
import dev.sluice.render.DesiredObject;
import dev.sluice.render.Renderer;
import dev.sluice.testing.MemoryTree;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A standby whose releases come into slots takes its role like any other, and tells so. */
class RolesInSlotsTest {

  private static final Strategy.BlueGreen SLOTS =
      new Strategy.BlueGreen(List.of(), Duration.ofHours(1));
  private static final Target SHOP =
      new Target(
          new TargetId("config", "shop", "dr"),
          "overlays/shop/dr",
          "shop",
          "",
          "main",
          SyncPolicy.DEFAULT,
          Optional.empty(),
          Target.Driver.LEDGER,
          Map.of(Role.STANDBY, "overlays/shop/dr", Role.ACTIVE, "overlays/shop/dr-active"));

  private final MemoryTree files =
      new MemoryTree().file("overlays/shop/dr/a", "1").file("overlays/shop/dr-active/a", "6");

  @ParameterizedTest
  @EnumSource(Role.class)
  void theRoleIsAppliedInTheSlotAndIsTold(Role role) throws Stopped {
    Revision revision = new Revision("config", "a".repeat(40));
    Composition rendered =
        new Composer(new Replicas()).compose(SHOP, new Source(revision, files), Optional.of(role));
    Course course = Course.of(List.of(release(rendered.digest()))).orElseThrow();

    Composition inSlot =
        SideBySide.of(new Beside(Optional.empty(), course, SLOTS), Optional.empty(), rendered);

    assertThat(inSlot.roles()).as("whoever takes over waits for the role").hasSize(2);
    assertThat(inSlot.own()).contains(Role.STANDBY);
    assertThat(inSlot.digest()).isEqualTo(course.digest());
    Manifest blue =
        inSlot.desired().objects().stream()
            .map(DesiredObject::manifest)
            .filter(one -> one.name().equals("web-blue"))
            .findFirst()
            .orElseThrow();
    assertThat(Trees.map(blue.content(), "spec").get("replicas"))
        .hasToString(role == Role.ACTIVE ? "6" : "1");
  }

  private static Entry release(String digest) {
    return new Entry(
        1,
        Entry.Kind.PROMOTE,
        "shop",
        "dr",
        Instant.EPOCH,
        "a".repeat(40),
        digest,
        OptionalLong.empty(),
        List.of(),
        List.of(),
        Map.of(),
        "policy",
        "",
        "sluice",
        "",
        Optional.empty(),
        Phases.inSlot(Slot.BLUE, SLOTS));
  }

  /** Renders a Service, and a Deployment with fewer or more replicas. */
  private static final class Replicas implements Renderer {

    @Override
    public Desired render(Source source, String overlay) {
      int replicas = overlay.endsWith("active") ? 6 : 1;
      return new Desired(
          List.of(
              object(
                  """
                  {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"},
                   "spec": {"selector": {"app": "web"}, "ports": [{"port": 80}]}}
                  """),
              object(
                  """
                  {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
                   "spec": {"replicas": %d, "selector": {"matchLabels": {"app": "web"}},
                    "template": {"metadata": {"labels": {"app": "web"}},
                     "spec": {"containers": [{"name": "main", "image": "example.com/web"}]}}}}
                  """
                      .formatted(replicas))),
          new Closure("engine", new TreeMap<>()),
          "sha-" + replicas,
          List.of());
    }

    private static DesiredObject object(String json) {
      Manifest manifest = TestAccess.manifest(json);
      return new DesiredObject(manifest, Digests.sha256(manifest.content()));
    }

    @Override
    public String yaml(Source source, String overlay) {
      throw new UnsupportedOperationException();
    }
  }
}
