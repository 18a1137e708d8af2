package dev.sluice.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.kube.Events.Notice;
import dev.sluice.kube.Events.Type;
import dev.sluice.model.CommitInfo;
import dev.sluice.model.Health;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.testing.Eventually;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events stand where {@code kubectl describe target} looks for them. */
class EventWriterApiTest {

  private static final Target WEB =
      new Target(
          new TargetId("config", "web", "dev"),
          "overlays/web/dev",
          "web",
          "",
          "main",
          SyncPolicy.DEFAULT);
  private static final Notice HEALED =
      new Notice(Type.NORMAL, "Healed", "Sync", "Deployment web: spec.replicas by kubectl", "web");

  private final String namespace = TestCluster.newNamespace("events");
  private final Clusters clusters = TestAccess.clusters("admin", new Requests());
  private Instant now = Instant.parse("2026-03-04T05:06:07.5Z");
  private CustomResourceTargetStore store;
  private EventWriter events;

  @BeforeAll
  static void install() {
    TestAccess.installOwnKinds();
  }

  @BeforeEach
  void open() throws Stopped {
    InstantSource clock = () -> now;
    store = new CustomResourceTargetStore(clusters.get(""), namespace, clock);
    events = new EventWriter(clusters.get(""), namespace, "sluice-0", store::uid, clock);
  }

  @AfterEach
  void close() {
    events.close();
    store.close();
    clusters.close();
  }

  @Test
  void anEventRegardsTheTargetResource() throws Stopped {
    store.publish(
        WEB,
        new TargetStatus(
            CommitInfo.NONE,
            "",
            "",
            TargetStatus.Sync.SYNCED,
            Health.HEALTHY,
            1,
            "",
            List.of(),
            List.of()));

    events.tell(WEB.id(), HEALED);

    Event event = eventually(1).getFirst();
    assertThat(event.getInvolvedObject().getKind()).isEqualTo("Target");
    assertThat(event.getInvolvedObject().getUid()).isEqualTo(store.uid(WEB.id())).isNotEmpty();
    assertThat(event.getReason()).isEqualTo("Healed");
    assertThat(event.getType()).isEqualTo("Normal");
    assertThat(event.getMessage()).isEqualTo("Deployment web: spec.replicas by kubectl");
    assertThat(event.getReportingInstance()).isEqualTo("sluice-0");
  }

  @Test
  void theSameIsToldAgainOnlyAfterTenMinutes() {
    events.tell(WEB.id(), HEALED);
    now = now.plus(Duration.ofMinutes(9));
    events.tell(
        WEB.id(), new Notice(Type.NORMAL, "Healed", "Sync", "in other words", HEALED.about()));
    events.tell(WEB.id(), new Notice(Type.WARNING, "RenderFailed", "Sync", "x".repeat(3_000), ""));
    eventually(2);

    now = now.plus(Duration.ofMinutes(2));
    events.tell(WEB.id(), HEALED);

    assertThat(eventually(3)).extracting(Event::getReason).containsOnlyOnce("RenderFailed");
  }

  private List<Event> eventually(int count) {
    Eventually.holds(count + " events", () -> events().size() == count);
    return events();
  }

  private List<Event> events() {
    return TestCluster.admin().v1().events().inNamespace(namespace).list().getItems();
  }
}
