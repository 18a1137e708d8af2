package dev.sluice.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.State;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PromotionStoreApiTest {

  private static final TargetId WEB = new TargetId("config", "web", "prod");
  private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123Z");

  private final String namespace = TestCluster.newNamespace("promotions");
  private final Requests requests = new Requests();
  private final Clusters clusters = TestAccess.clusters("admin", requests);

  @BeforeAll
  static void install() {
    TestAccess.installOwnKinds();
  }

  @AfterEach
  void close() {
    clusters.close();
  }

  @Test
  void everythingOfAPromotionIsThereAfterARestart() throws Stopped {
    Promotion committing = full("a", State.COMMITTING);

    assertThat(store().save(committing)).isEqualTo(committing);

    assertThat(store().list()).containsExactly(committing);
    assertThat(store().of(WEB)).containsExactly(committing);
    assertThat(store().of(new TargetId("config", "web", "dev"))).isEmpty();
  }

  @Test
  void aPromotionOfALedgerThatIsStillEmptyKeepsItsIntent() throws Stopped {
    Promotion first = with(full("a", State.COMMITTING), Optional.of(""));
    store().save(first);

    assertThat(store().list()).extracting(Promotion::intent).containsExactly(Optional.of(""));
  }

  @Test
  void whatDidNotChangeIsNotWritten() throws Stopped {
    PromotionStore store = store();
    store.save(full("a", State.GATING));
    requests.drain();

    store.save(full("a", State.GATING));
    assertThat(store.of(WEB)).hasSize(1);
    assertThat(requests.drain()).isEmpty();
    store.save(full("a", State.APPLYING));
    assertThat(requests.drain()).hasSize(1);
  }

  @Test
  void whatIsThereAlreadyIsNotMadeTwice() throws Stopped {
    PromotionStore second = store();
    assertThat(second.list()).isEmpty();
    store().save(full("a", State.APPLYING));

    assertThat(second.save(full("a", State.PENDING)).state()).isEqualTo(State.APPLYING);
    assertThat(second.of(WEB)).extracting(Promotion::state).containsExactly(State.APPLYING);
  }

  @Test
  void whoeverIsLateLosesAndLearnsHowItStands() throws Stopped {
    PromotionStore one = store();
    one.save(full("a", State.GATING));
    PromotionStore other = store();
    assertThat(other.list()).hasSize(1);
    one.save(full("a", State.COMMITTING));

    Stopped stopped =
        catchThrowableOfType(Stopped.class, () -> other.save(full("a", State.EXPIRED)));
    assertThat(stopped.failure().reason()).isEqualTo(Reason.STATE_CONFLICT);
    assertThat(other.of(WEB)).extracting(Promotion::state).containsExactly(State.COMMITTING);
    other.save(full("a", State.APPLYING));
    assertThat(store().list()).extracting(Promotion::state).containsExactly(State.APPLYING);
  }

  @Test
  void aPromotionWhoseFirstStatusWasLostBeginsAnew() throws Stopped {
    store().save(full("a", State.GATING));
    resource("a")
        .edit(one -> {
          one.getAdditionalProperties().remove("status");
          return one;
        });
    TestCluster.admin()
        .genericKubernetesResources("sluice.dev/v1alpha1", "Promotion")
        .inNamespace(namespace)
        .withName("a")
        .editStatus(one -> {
          one.getAdditionalProperties().remove("status");
          return one;
        });

    PromotionStore restarted = store();
    assertThat(restarted.list())
        .singleElement()
        .satisfies(one -> {
          assertThat(one.state()).isEqualTo(State.PENDING);
          assertThat(one.since()).isEqualTo(NOON);
        });
    restarted.save(restarted.of(WEB).getFirst());
    assertThat(resource("a").get().getAdditionalProperties()).containsKey("status");
  }

  @Test
  void onlyTheLastEndedOnesOfATargetAreKept() throws Stopped {
    PromotionStore store = store();
    store.save(full("open", State.GATING));
    for (int i = 0; i < 12; i++) {
      store.save(created(full("passed-" + i, State.SUPERSEDED), NOON.plusSeconds(i)));
      store.save(created(full("stopped-" + i, State.REJECTED), NOON.plusSeconds(i)));
    }

    assertThat(store().list())
        .extracting(Promotion::id)
        .hasSize(1 + 3 + 10)
        .contains("open", "passed-9", "passed-10", "passed-11", "stopped-2", "stopped-11")
        .doesNotContain("passed-8", "stopped-1");
  }

  @Test
  void aDeletionByHandIsHeardAndTheNextSaveBringsItBack() throws Stopped {
    List<String> deleted = new CopyOnWriteArrayList<>();
    try (CustomResourcePromotionStore store = store()) {
      store.save(full("a", State.GATING));
      store.watch((target, id) -> deleted.add(target + " " + id));
      resource("a").delete();
      TestAccess.until("the deletion is heard", () -> deleted.contains(WEB + " a"));

      assertThat(store.of(WEB)).isEmpty();
      store.save(full("a", State.APPLYING));
    }
    assertThat(store().list()).extracting(Promotion::state).containsExactly(State.APPLYING);
  }

  @Test
  void aDeletionThatIsNotHeardYetIsNoReasonToFail() throws Stopped {
    PromotionStore store = store();
    store.save(full("a", State.GATING));
    resource("a").delete();

    store.save(full("a", State.APPLYING));

    assertThat(store().list()).extracting(Promotion::state).containsExactly(State.APPLYING);
  }

  @Test
  void onesMadeByHandHarmNoOther() throws Stopped {
    store().save(full("a", State.GATING));
    for (String spec : List.of("{}", "{\"kind\": \"Promote\", \"created\": \"yesterday\"}")) {
      TestCluster.admin()
          .resource(
              "{\"apiVersion\": \"sluice.dev/v1alpha1\", \"kind\": \"Promotion\","
                  + " \"metadata\": {\"generateName\": \"mine-\", \"namespace\": \""
                  + namespace
                  + "\"}, \"spec\": "
                  + spec
                  + "}")
          .create();
    }

    assertThat(store().list()).extracting(Promotion::id).containsExactly("a");
  }

  private CustomResourcePromotionStore store() throws Stopped {
    return new CustomResourcePromotionStore(clusters.get(""), namespace);
  }

  private Resource<GenericKubernetesResource> resource(String name) {
    return TestCluster.admin()
        .genericKubernetesResources("sluice.dev/v1alpha1", "Promotion")
        .inNamespace(namespace)
        .withName(name);
  }

  private static Promotion full(String id, State state) {
    return new Promotion(
        id,
        WEB,
        Entry.Kind.ROLLBACK,
        "1111111111111111111111111111111111111111",
        "sha256:aa",
        "kustomize-5",
        7,
        OptionalLong.of(4),
        "2222222222222222222222222222222222222222",
        "jane",
        "it crashes",
        2,
        NOON,
        state,
        NOON.plusSeconds(1),
        "waits for jane",
        List.of(
            new GateResult(
                "two-eyes", "approval", Gate.Phase.PRE, Verdict.PENDING, "0 of 1", "", NOON, "x")),
        List.of(
            new ApprovalRecord(
                "joe", "kubernetes", NOON, ApprovalRecord.Decision.APPROVE, "sha256:aa", "")),
        Map.of("soak", "a rollback"),
        OptionalLong.of(8),
        Optional.of("3333333333333333333333333333333333333333"),
        Optional.of(NOON.plusSeconds(2)),
        Optional.of(NOON.plusSeconds(3)),
        Optional.of(NOON.plusSeconds(4)),
        Optional.empty());
  }

  private static Promotion with(Promotion one, Optional<String> intent) {
    return copy(one, one.created(), intent);
  }

  private static Promotion created(Promotion one, Instant created) {
    return copy(one, created, one.intent());
  }

  private static Promotion copy(Promotion one, Instant created, Optional<String> intent) {
    return new Promotion(
        one.id(),
        one.target(),
        one.kind(),
        one.commit(),
        one.digest(),
        one.engine(),
        one.base(),
        one.about(),
        one.policy(),
        one.requestedBy(),
        one.reason(),
        one.attempt(),
        created,
        one.state(),
        one.since(),
        one.message(),
        one.gates(),
        one.approvals(),
        one.skipped(),
        one.release(),
        intent,
        one.healthySince(),
        one.stalledSince(),
        one.deadline(),
        one.recheckAt());
  }
}
