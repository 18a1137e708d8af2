package dev.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.kube.ApprovalStore;
import dev.sluice.kube.Clusters;
import dev.sluice.kube.CustomResourceApprovalStore;
import dev.sluice.kube.CustomResourcePromotionStore;
import dev.sluice.kube.CustomResourceRequestStore;
import dev.sluice.kube.Identity;
import dev.sluice.kube.PromotionStore;
import dev.sluice.kube.RequestListener;
import dev.sluice.kube.RequestStore;
import dev.sluice.kube.Scope;
import dev.sluice.kube.TestAccess;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.model.promotion.ApprovalRecord.Decision;
import dev.sluice.promote.machine.Decision.Answered;
import dev.sluice.promote.machine.Decision.Result;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.Request;
import dev.sluice.promote.machine.Request.Action;
import dev.sluice.testing.PromotionExample;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who may approve and ask, on a real API server with the policies and Roles of {@code deploy}.
 * People are service accounts here; the groups of the example Roles are those of their namespaces.
 */
class PeopleApiTest {

  private static final String COMMIT = "1111111111111111111111111111111111111111";
  private static final PeopleCluster PLACE = new PeopleCluster();
  private static final String DAEMON = PLACE.daemon();
  private static final String APPROVERS = PLACE.approvers();
  private static final String MANAGERS = PLACE.managers();
  private static final List<Clusters> OPEN = new ArrayList<>();

  @TempDir private static Path folder;

  private static Clusters.Connected daemon;
  private static Clusters.Connected jane; // may approve for prod
  private static Clusters.Connected max; // is a release manager
  private static Clusters.Connected root; // may do everything

  @BeforeAll
  static void install() throws IOException, Stopped {
    PLACE.install();
    daemon = connect(DAEMON, "sluice");
    jane = connect(APPROVERS, "jane");
    max = connect(MANAGERS, "max");
    OPEN.add(TestAccess.clusters("admin", RequestListener.NONE));
    root = OPEN.getLast().get("");
    PLACE.awaitPolicies(daemon, jane, max);
  }

  @AfterAll
  static void close() {
    OPEN.forEach(Clusters::close);
  }

  @Test
  void whoMayApproveDoesSoInTheirOwnName() throws Stopped {
    ApprovalStore.Stored made = approvals(jane).create(approval("prod", name(jane), COMMIT));

    assertThat(name(jane)).isEqualTo("system:serviceaccount:" + APPROVERS + ":jane");
    assertThat(approvals(daemon).list()).contains(made);
    assertThat(made.record().by()).isEqualTo(name(jane));
  }

  @Test
  void nobodyApprovesInAnothersName() {
    Failure failure =
        refusal(() -> approvals(jane).create(approval("prod", "joe@example.com", COMMIT)));

    assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN);
    assertThat(failure.message())
        .isEqualTo("spec.approver must be your own user name, which is " + name(jane));
  }

  @Test
  void notEvenAnAdministratorApprovesInAnothersName() {
    Failure failure = refusal(() -> approvals(root).create(approval("prod", name(jane), COMMIT)));

    assertThat(failure.message()).contains("must be your own user name, which is admin");
  }

  @Test
  void theRightIsThatOfTheEnvironment() {
    Failure failure =
        refusal(() -> approvals(jane).create(approval("staging", name(jane), COMMIT)));

    assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN);
    assertThat(failure.message())
        .isEqualTo(
            "%s may not approve for the environment staging: it takes the verb approve on environments.sluice.dev/staging in the namespace %s"
                .formatted(name(jane), DAEMON));
  }

  @Test
  void aReleaseManagerAsksAndDoesNotApprove() throws Stopped {
    RequestStore.Stored made =
        requests(max).create(scope("prod"), request(Action.ROLLBACK, name(max)));
    assertThat(requests(daemon).list()).contains(made);

    assertThat(refusal(() -> approvals(max).create(approval("prod", name(max), COMMIT))).reason())
        .isEqualTo(Reason.FORBIDDEN);
    assertThat(
            refusal(() ->
                    requests(jane).create(scope("prod"), request(Action.ROLLBACK, name(jane))))
                .reason())
        .isEqualTo(Reason.FORBIDDEN);
  }

  @Test
  void aRequestIsAskedInTheOwnNameForAnActionThatOneMayAskFor() {
    assertThat(
            refusal(() -> requests(max).create(scope("prod"), request(Action.ROLLBACK, "joe")))
                .message())
        .isEqualTo("spec.requestedBy must be your own user name, which is " + name(max));
    assertThat(
            refusal(() ->
                    requests(max).create(scope("prod"), request(Action.ACKNOWLEDGE, name(max))))
                .message())
        .contains("may not ask for this: it takes the verb acknowledge on")
        .contains("environments.sluice.dev/prod");
    Failure elsewhere =
        refusal(() -> requests(max).create(scope("dev"), request(Action.ABORT, name(max))));
    assertThat(elsewhere.message()).contains("environments.sluice.dev/dev");
  }

  @Test
  void aFreezeOfEverythingTakesARightForEverything() throws Stopped {
    Request freeze = request(Action.FREEZE, name(max));

    assertThat(refusal(() -> requests(max).create(new Scope("", "", ""), freeze)).message())
        .contains("the verb freeze on environments.sluice.dev, without resourceNames,");
    assertThat(requests(max).create(new Scope("", "prod", ""), freeze).answer()).isEmpty();
  }

  @Test
  void whatWasSaidIsNotChanged() throws Stopped {
    String approval = approvals(jane).create(approval("prod", name(jane), COMMIT)).name();
    String request = requests(max).create(scope("prod"), request(Action.PIN, name(max))).name();

    assertThat(edit("Approval", approval, "{\"spec\": {\"comment\": \"on second thought\"}}"))
        .contains("an Approval cannot be changed");
    assertThat(edit("PromotionRequest", request, "{\"spec\": {\"application\": \"db\"}}"))
        .contains("a PromotionRequest cannot be changed");
  }

  @Test
  void onlyTheDaemonSaysWhatIsOnItsWayAndWhatWasDone() throws Stopped {
    Failure failure = refusal(() -> admin().save(promotion("mine")));
    assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN);
    assertThat(failure.message()).isEqualTo("only the daemon writes this");

    RequestStore.Stored made =
        requests(max).create(scope("prod"), request(Action.RETRY, name(max)));
    String id = made.request().id();
    assertThat(
            refusal(() -> requests(root).answer(id, new Answered(Result.DONE, "believe me")))
                .message())
        .isEqualTo("only the daemon writes this");
    assertThat(requests(max).read(made.name()).orElseThrow().answer()).isEmpty();
  }

  @Test
  void theDaemonDoesItsWorkWithExactlyItsRights() throws Stopped {
    List<String> deleted = new CopyOnWriteArrayList<>();
    try (var promotions = new CustomResourcePromotionStore(daemon, DAEMON);
        var requests = new CustomResourceRequestStore(daemon, DAEMON, Instant::now);
        var approvals = new CustomResourceApprovalStore(daemon, DAEMON)) {
      promotions.watch((target, id) -> deleted.add(id));
      List<RequestStore.Stored> asked = new CopyOnWriteArrayList<>();
      requests.watch(asked::add);
      List<Scope> said = new CopyOnWriteArrayList<>();
      approvals.watch(said::add);

      promotions.save(promotion("work"));
      promotions.save(promotion("work"));
      RequestStore.Stored request =
          requests(max).create(scope("prod"), request(Action.UNPIN, name(max)));
      TestAccess.until("the request is heard", () -> asked.contains(request));
      requests.answer(request.request().id(), new Answered(Result.REFUSED, "nothing is pinned"));
      String approval = approvals(jane).create(approval("prod", name(jane), COMMIT)).name();
      TestAccess.until("the approval is heard", () -> said.contains(scope("prod")));
      approvals.tell(approval, "counts for work");
      approvals.delete(approval);
      requests.delete(request.name());
      TestCluster.admin()
          .genericKubernetesResources("sluice.dev/v1alpha1", "Promotion")
          .inNamespace(DAEMON)
          .withName("work")
          .delete();
      TestAccess.until("the deletion is heard", () -> deleted.contains("work"));

      Failure failure = refusal(() -> approvals.create(approval("prod", name(daemon), COMMIT)));
      assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN);
      assertThat(failure.message()).contains("cannot create resource \"approvals\"");
    }
  }

  private static Failure refusal(ThrowingCallable attempt) {
    return catchThrowableOfType(Stopped.class, attempt).failure();
  }

  private static String edit(String kind, String name, String patch) {
    return catchThrowableOfType(
            KubernetesClientException.class,
            () ->
                TestCluster.admin()
                    .genericKubernetesResources("sluice.dev/v1alpha1", kind)
                    .inNamespace(DAEMON)
                    .withName(name)
                    .patch(PatchContext.of(PatchType.JSON_MERGE), patch))
        .getMessage();
  }

  private static PromotionStore admin() throws Stopped {
    return new CustomResourcePromotionStore(root, DAEMON);
  }

  private static ApprovalStore approvals(Clusters.Connected who) {
    return new CustomResourceApprovalStore(who, DAEMON);
  }

  private static RequestStore requests(Clusters.Connected who) {
    return new CustomResourceRequestStore(who, DAEMON, Instant::now);
  }

  private static String name(Clusters.Connected who) {
    try {
      return Identity.of(who);
    } catch (Stopped stopped) {
      throw new AssertionError(stopped);
    }
  }

  private static Scope scope(String environment) {
    return new Scope("", environment, "web");
  }

  private static ApprovalStore.Stored approval(String environment, String by, String commit) {
    return new ApprovalStore.Stored(
        "",
        scope(environment),
        commit,
        new ApprovalRecord(by, "", Instant.EPOCH, Decision.APPROVE, "", ""));
  }

  private static Request request(Action action, String by) {
    return new Request(
        TestCluster.uniqueName(action.name()),
        action,
        by,
        Instant.EPOCH,
        "why",
        "",
        OptionalLong.empty(),
        1,
        Optional.of(Instant.parse("2027-01-01T00:00:00Z")));
  }

  private static Promotion promotion(String id) {
    return PromotionExample.gating(id, new TargetId("config", "web", "prod"), COMMIT).promotion();
  }

  private static Clusters.Connected connect(String namespace, String account)
      throws IOException, Stopped {
    Clusters clusters =
        TestAccess.clusters(PLACE.kubeconfig(folder, namespace, account), RequestListener.NONE);
    OPEN.add(clusters);
    return clusters.get("");
  }
}
