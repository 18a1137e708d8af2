package dev.sluice.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.model.promotion.ApprovalRecord.Decision;
import dev.sluice.promote.machine.Decision.Answered;
import dev.sluice.promote.machine.Decision.Result;
import dev.sluice.promote.machine.Request;
import dev.sluice.testing.TestCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What people write, and the daemon answers. Who may write it is another test's business. */
class PeopleStoresApiTest {

  private static final TargetId WEB = new TargetId("config", "web", "prod");
  private static final String COMMIT = "1111111111111111111111111111111111111111";
  private static final Instant EVENING = Instant.parse("2026-03-04T18:00:00Z");

  private final String namespace = TestCluster.newNamespace("people");
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
  void anApprovalCarriesTheTimeOfTheApiServer() throws Stopped {
    ApprovalStore.Stored made = approvals().create(approval(COMMIT, "sha256:aa"));

    assertThat(approvals().list()).containsExactly(made);
    assertThat(made.scope()).isEqualTo(Scope.of(WEB));
    assertThat(made.record().by()).isEqualTo("jane");
    assertThat(made.record().decision()).isEqualTo(Decision.APPROVE);
    assertThat(made.record().at())
        .isBetween(
            Instant.now().minus(Duration.ofMinutes(5)), Instant.now().plus(Duration.ofMinutes(5)));
  }

  @Test
  void anApprovalCannotBeChangedAndHasToSayWhatItIsAbout() throws Stopped {
    String name = approvals().create(approval("", "sha256:aa")).name();

    assertThatThrownBy(() -> edit("Approval", name, "{\"spec\": {\"digest\": \"sha256:bb\"}}"))
        .hasMessageContaining("an Approval cannot be changed");
    assertThatThrownBy(() -> edit("Approval", name, "{\"spec\": null}"))
        .hasMessageContaining("spec is required");
    Stopped stopped =
        catchThrowableOfType(Stopped.class, () -> approvals().create(approval("", "")));
    assertThat(stopped.failure().reason()).isEqualTo(Reason.OBJECT_INVALID);
    assertThat(stopped.failure().message()).contains("commit or digest");
  }

  @Test
  void approvalsAreHeardAndAskedForWithoutARequest() throws Stopped {
    List<Scope> heard = new CopyOnWriteArrayList<>();
    try (CustomResourceApprovalStore watched = approvals()) {
      watched.watch(heard::add);
      String name = approvals().create(approval(COMMIT, "")).name();
      TestAccess.until("it is heard", () -> heard.contains(Scope.of(WEB)));
      requests.drain();
      assertThat(watched.list()).extracting(ApprovalStore.Stored::name).containsExactly(name);
      assertThat(requests.drain()).isEmpty();

      watched.tell(name, "counts for release 7");
      requests.drain();
      watched.tell(name, "counts for release 7");
      assertThat(requests.drain()).isEmpty();

      heard.clear();
      kind("Approval", name).delete();
      TestAccess.until("the withdrawal is heard", () -> heard.contains(Scope.of(WEB)));
      assertThat(watched.list()).isEmpty();
    }
  }

  @Test
  void aRequestIsHeardAndAnsweredOnce() throws Stopped {
    List<RequestStore.Stored> heard = new CopyOnWriteArrayList<>();
    RequestStore person = requests();
    try (CustomResourceRequestStore daemon = requests()) {
      daemon.watch(heard::add);
      RequestStore.Stored made = person.create(Scope.of(WEB), request("r1", Request.Action.PIN));
      TestAccess.until("it is heard", () -> heard.contains(made));
      Request request = made.request();
      assertThat(request.id()).startsWith("r1-").isNotEqualTo("r1-");
      assertThat(request.release()).hasValue(7);
      assertThat(request.until()).contains(EVENING);

      daemon.answer(request.id(), new Answered(Result.DONE, "release 7 is pinned"));
      requests.drain();
      assertThat(daemon.list()).extracting(one -> one.answer().isPresent()).containsExactly(true);
      daemon.answer(request.id(), new Answered(Result.DONE, "release 7 is pinned"));
      assertThat(requests.drain()).isEmpty();
    }
    assertThat(person.read("r1").orElseThrow().answer())
        .contains(
            new RequestStore.Answer(
                new Answered(Result.DONE, "release 7 is pinned"), "2026-03-04T18:00:00Z"));
    assertThat(heard).hasSize(1);
  }

  @Test
  void aRequestUnderAnOldNameIsAnotherOne() throws Stopped {
    String first =
        requests().create(Scope.of(WEB), request("again", Request.Action.ROLLBACK)).request().id();
    requests().delete("again");
    requests().delete("again");

    String second =
        requests().create(Scope.of(WEB), request("again", Request.Action.ROLLBACK)).request().id();
    assertThat(second).isNotEqualTo(first);
    assertThat(requests().read("other")).isEmpty();
  }

  @Test
  void aRequestWithoutWhatItNeedsIsNotTaken() {
    assertThat(refusal(new Scope("", "", ""), request("a", Request.Action.PIN)))
        .contains("environment is required");
    assertThat(refusal(new Scope("", "prod", ""), request("b", Request.Action.RETRY)))
        .contains("application is required");
    Request bare =
        new Request(
            "c",
            Request.Action.FREEZE,
            "jane",
            EVENING,
            "",
            "",
            OptionalLong.empty(),
            0,
            Optional.empty());
    assertThat(refusal(new Scope("", "prod", ""), bare)).contains("a freeze needs level");
    assertThat(refusal(Scope.of(WEB), withCommit("main"))).contains("spec.commit");
    assertThat(refusal(Scope.of(WEB), withCommit(""))).contains("commit is required");
  }

  @Test
  void aRequestWithATimeThatIsNoneIsRefusedInItsStatus() throws Stopped {
    try (CustomResourceRequestStore daemon = requests()) {
      daemon.watch(request -> {});
      TestCluster.admin()
          .resource(
              """
              {"apiVersion": "sluice.dev/v1alpha1", "kind": "PromotionRequest",
               "metadata": {"name": "odd", "namespace": "%s"},
               "spec": {"action": "freeze", "level": 1, "reason": "holiday", "requestedBy": "jane",
                        "until": "2026-13-04T18:00:00Z"}}
              """
                  .formatted(namespace))
          .create();
      TestAccess.until(
          "it is answered",
          () ->
              kind("PromotionRequest", "odd").get().getAdditionalProperties().get("status")
                      instanceof java.util.Map<?, ?> status
                  && "Refused".equals(status.get("result"))
                  && String.valueOf(status.get("message")).contains("spec.until"));
      assertThat(daemon.list()).isEmpty();
    }
  }

  private String refusal(Scope scope, Request request) {
    Stopped stopped = catchThrowableOfType(Stopped.class, () -> requests().create(scope, request));
    assertThat(stopped.failure().reason()).isEqualTo(Reason.OBJECT_INVALID);
    return stopped.failure().toString();
  }

  private CustomResourceApprovalStore approvals() throws Stopped {
    return new CustomResourceApprovalStore(clusters.get(""), namespace);
  }

  private CustomResourceRequestStore requests() throws Stopped {
    return new CustomResourceRequestStore(clusters.get(""), namespace, () -> EVENING);
  }

  private io.fabric8.kubernetes.client.dsl.Resource<
          io.fabric8.kubernetes.api.model.GenericKubernetesResource>
      kind(String kind, String name) {
    return TestCluster.admin()
        .genericKubernetesResources("sluice.dev/v1alpha1", kind)
        .inNamespace(namespace)
        .withName(name);
  }

  private void edit(String kind, String name, String patch) {
    var unused =
        kind(kind, name)
            .patch(
                io.fabric8.kubernetes.client.dsl.base.PatchContext.of(
                    io.fabric8.kubernetes.client.dsl.base.PatchType.JSON_MERGE),
                patch);
  }

  private static ApprovalStore.Stored approval(String commit, String digest) {
    return new ApprovalStore.Stored(
        "",
        Scope.of(WEB),
        commit,
        new ApprovalRecord("jane", "", Instant.EPOCH, Decision.APPROVE, digest, "looks good"));
  }

  private static Request request(String name, Request.Action action) {
    return new Request(
        name,
        action,
        "jane",
        EVENING,
        "why",
        COMMIT,
        OptionalLong.of(7),
        1,
        Optional.of(EVENING),
        Set.of(Request.Despite.IRREVERSIBLE, Request.Despite.HOTFIX));
  }

  private static Request withCommit(String commit) {
    return new Request(
        "d",
        Request.Action.PROMOTE,
        "jane",
        EVENING,
        "",
        commit,
        OptionalLong.empty(),
        0,
        Optional.empty());
  }
}
