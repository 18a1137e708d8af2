package dev.sluice.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.model.CommitInfo;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.Labels;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.Trees;
import dev.sluice.testing.TestCluster;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CustomResourceTargetStoreApiTest {

  private static final Target WEB =
      new Target(
          new TargetId("config", "web", "dev"),
          "overlays/web/dev",
          "web",
          "",
          "main",
          new SyncPolicy(
              SyncPolicy.Prune.KEEP,
              SyncPolicy.SelfHeal.REPORT,
              new SyncPolicy.DeletionLimit(20, true),
              SyncPolicy.Namespaces.CREATE,
              SyncPolicy.Adoption.TAKE_OVER,
              SyncPolicy.ForeignFields.REVERT));

  private final String namespace = TestCluster.newNamespace("targets");
  private final Requests requests = new Requests();
  private final Clusters clusters = TestAccess.clusters("admin", requests);
  private Instant now = Instant.parse("2026-03-04T05:06:07Z");

  @BeforeAll
  static void install() {
    TestAccess.installOwnKinds();
  }

  @AfterEach
  void close() {
    clusters.close();
  }

  @Test
  void whatWasPublishedIsThereAfterARestart() throws Stopped {
    store().publish(WEB, failed());

    assertThat(store().list())
        .containsExactly(new TargetStore.Stored(WEB, failed(), "2026-03-04T05:06:07Z"));
  }

  @Test
  void anUnchangedStatusMakesNoRequestAndAChangedOneMakesOne() throws Stopped {
    TargetStore store = store();
    store.publish(WEB, failed());
    requests.drain();

    store.publish(WEB, failed());
    assertThat(requests.drain()).isEmpty();
    store.publish(WEB, synced());
    assertThat(requests.drain()).hasSize(1);
  }

  @Test
  void whoWaitsForAWordSeesALaterTimeThoughNothingChanged() throws Stopped {
    TargetStore store = store();
    store.publish(WEB, failed());

    store.publishAnew(WEB, failed());

    assertThat(store().list())
        .as("within the same second")
        .containsExactly(new TargetStore.Stored(WEB, failed(), "2026-03-04T05:06:08Z"));
    now = now.plusSeconds(60);
    store.publishAnew(WEB, failed());
    assertThat(store().list())
        .extracting(TargetStore.Stored::lastChange)
        .containsExactly("2026-03-04T05:07:07Z");
    assertThat(condition("Synced")).containsEntry("lastTransitionTime", "2026-03-04T05:06:07Z");
  }

  @Test
  void theFirstPublishAfterARestartWritesNothingWhenNothingChanged() throws Stopped {
    store().publish(WEB, synced());
    requests.drain();

    store().publish(WEB, synced());

    assertThat(requests.drain()).singleElement().asString().startsWith("GET ");
  }

  @Test
  void aResourceDeletedByHandIsCreatedAgain() throws Stopped {
    TargetStore store = store();
    store.publish(WEB, failed());
    TestCluster.admin()
        .genericKubernetesResources("sluice.dev/v1alpha1", "Target")
        .inNamespace(namespace)
        .delete();

    store.publish(WEB, synced());

    assertThat(store().list()).extracting(TargetStore.Stored::status).containsExactly(synced());
  }

  @Test
  void theTimeOfAConditionMovesOnlyWithItsStatus() throws Stopped {
    TargetStore store = store();
    store.publish(WEB, failed());
    now = now.plusSeconds(60);
    store.publish(WEB, synced());

    assertThat(condition("Synced"))
        .containsEntry("status", "True")
        .containsEntry("lastTransitionTime", "2026-03-04T05:07:07Z");
    assertThat(condition("Healthy"))
        .containsEntry("status", "False")
        .containsEntry("reason", "Progressing")
        .containsEntry("lastTransitionTime", "2026-03-04T05:06:07Z");
    assertThat(condition("Ready")).containsEntry("reason", "Progressing");
  }

  @Test
  void aRequestToSyncIsHeardOnceAndOldOnesAreNot() throws Stopped {
    CustomResourceTargetStore store = store();
    store.publish(WEB, synced());
    store.requestSync(WEB.id(), "before");
    List<TargetId> heard = new CopyOnWriteArrayList<>();
    try (CustomResourceTargetStore listening = store()) {
      listening.watch(new Heard(heard, new ArrayList<>()));

      store.requestSync(WEB.id(), "one");
      TestAccess.until("the first is heard", () -> heard.size() == 1);
      store.publish(WEB, failed());
      store.requestSync(WEB.id(), "two");
      TestAccess.until("the second is heard", () -> heard.size() == 2);
    }
    assertThat(heard).containsExactly(WEB.id(), WEB.id());
  }

  @Test
  void aDeletionByHandIsHeardAndTheNextStatusBringsTheResourceBack() throws Stopped {
    CustomResourceTargetStore store = store();
    store.publish(WEB, synced());
    List<TargetId> requested = new CopyOnWriteArrayList<>();
    List<TargetId> deleted = new CopyOnWriteArrayList<>();
    try (CustomResourceTargetStore listening = store()) {
      listening.watch(new Heard(requested, deleted));
      store.requestSync(WEB.id(), "one");
      TestAccess.until("the watch stands", () -> requested.contains(WEB.id()));
      TestCluster.admin()
          .genericKubernetesResources("sluice.dev/v1alpha1", "Target")
          .inNamespace(namespace)
          .withName(Labels.targetName(WEB.id()))
          .delete();
      TestAccess.until("the deletion is heard", () -> deleted.contains(WEB.id()));
      listening.publish(WEB, synced());
    }
    assertThat(condition("Synced")).containsEntry("status", "True");
  }

  private record Heard(List<TargetId> requests, List<TargetId> deletions)
      implements TargetStore.Listener {

    @Override
    public void syncRequested(TargetId target) {
      requests.add(target);
    }

    @Override
    public void deleted(TargetId target) {
      deletions.add(target);
    }
  }

  @Test
  void aRequestForATargetThatIsNotThereSaysSo() {
    Stopped stopped =
        catchThrowableOfType(Stopped.class, () -> store().requestSync(WEB.id(), "one"));
    assertThat(stopped.failure().reason()).isEqualTo(Reason.NOT_FOUND);
    assertThat(stopped.failure().message()).contains("config/web/dev");
  }

  @Test
  void aTargetMadeByHandHarmsNoOther() throws Stopped {
    store().publish(WEB, synced());
    TestCluster.admin()
        .genericKubernetesResources("sluice.dev/v1alpha1", "Target")
        .inNamespace(namespace)
        .load(
            new java.io.ByteArrayInputStream(
                "{\"apiVersion\":\"sluice.dev/v1alpha1\",\"kind\":\"Target\",\"metadata\":{\"name\":\"mine\"}}"
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .create();

    assertThat(store().list()).hasSize(1);
  }

  private CustomResourceTargetStore store() throws Stopped {
    InstantSource clock = () -> now;
    return new CustomResourceTargetStore(clusters.get(""), namespace, clock);
  }

  private Map<String, Object> condition(String type) {
    var target =
        TestCluster.admin()
            .genericKubernetesResources("sluice.dev/v1alpha1", "Target")
            .inNamespace(namespace)
            .withName(Labels.targetName(WEB.id()))
            .get();
    Map<String, Object> status = Trees.map(target.getAdditionalProperties(), "status");
    return Trees.maps(status, "conditions").stream()
        .filter(condition -> type.equals(condition.get("type")))
        .findFirst()
        .orElseThrow();
  }

  private static TargetStatus synced() {
    return new TargetStatus(
        new CommitInfo(
            new Revision(WEB.id().repository(), "1111111111111111111111111111111111111111"),
            "Jane Doe",
            Instant.parse("2026-02-03T04:05:06Z"),
            "raise the limit"),
        "2222222222222222222222222222222222222222",
        "digest",
        TargetStatus.Sync.SYNCED,
        new Health(Health.State.PROGRESSING, "1 of 2 replicas"),
        3,
        "",
        List.of(),
        List.of("Deployment.apps web/web: a sidecar"));
  }

  private static TargetStatus failed() {
    return new TargetStatus(
        CommitInfo.NONE,
        "2222222222222222222222222222222222222222",
        "",
        TargetStatus.Sync.FAILED,
        new Health(Health.State.DEGRADED, "it crashes"),
        0,
        "a namespace",
        List.of(
            Failure.at(
                Reason.NAMESPACE_MISSING, new Origin("a.yaml", 3), "metadata", "gone", "create")),
        List.of());
  }
}
