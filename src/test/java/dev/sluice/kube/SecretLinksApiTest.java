package dev.sluice.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import dev.sluice.testing.Eventually;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretLinksApiTest {

  private static final String SECRET = "cluster-far";
  private static final String WHO = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
  private static final String SENTINEL = "sentinel-5d1f";

  private final String namespace = TestCluster.newNamespace("secret-cluster");
  private final Requests requests = new Requests();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final Clusters clusters = clusters(TestCluster.shared().kubeconfig());

  @AfterEach
  void close() {
    clusters.close();
  }

  @Test
  void aRotatedSecretIsTakenUpWhenTheOldCredentialsAreRefused() throws Exception {
    write(kubeconfig("token: " + token("first")));
    Connection far = clusters.get("far").connection();
    assertThat(who(far)).endsWith(":first");
    assertThat(who(far)).endsWith(":first");

    write(kubeconfig("token: " + token("second")));
    now.updateAndGet(was -> was.plus(Duration.ofMinutes(1)));
    assertThat(who(far)).as("nothing is asked while the credentials work").endsWith(":first");
    TestCluster.admin().serviceAccounts().inNamespace(namespace).withName("first").delete();

    Eventually.holds("the second account", () -> who(far).endsWith(":second"));
    assertThat(readsOfTheSecret()).isEqualTo(2);
  }

  @Test
  void credentialsThatStayWrongCostOneReadInTenSeconds() throws Exception {
    write(kubeconfig("token: wrong"));
    Connection far = clusters.get("far").connection();
    for (int i = 0; i < 5; i++) {
      assertThat(far.send(Request.get("/version/")).status()).isEqualTo(401);
    }
    assertThat(readsOfTheSecret()).isEqualTo(1);

    now.updateAndGet(was -> was.plusSeconds(10));
    for (int i = 0; i < 5; i++) {
      assertThat(far.send(Request.get("/version/")).status()).isEqualTo(401);
    }
    assertThat(readsOfTheSecret()).isEqualTo(2);
  }

  @Test
  void whatReplacedThemAndCannotBeUsedIsNamed() throws Exception {
    write(kubeconfig("token: wrong"));
    Connection far = clusters.get("far").connection();
    write(kubeconfig("exec: {command: " + SENTINEL + "}"));
    now.updateAndGet(was -> was.plusSeconds(10));

    Stopped stopped = catchThrowableOfType(Stopped.class, () -> far.send(Request.get("/version/")));

    assertThat(stopped.failure().reason()).isEqualTo(Reason.KUBECONFIG_REFUSED);
    assertThat(stopped.failure().message()).contains("users[0].user.exec");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exec: {command: S}              | users[0].user.exec ",
        "auth-provider: {name: S}        | users[0].user.auth-provider ",
        "tokenFile: /S                   | users[0].user.tokenFile ",
        "client-certificate: /S          | users[0].user.client-certificate ",
        "client-key: /S                  | users[0].user.client-key ",
        "username: S                     | users[0].user.username ",
        "as: S                           | users[0].user.as ",
        "S: 1                            | field that is not known, in line 10",
        "client-key-data: Uw==           | only one of client-certificate-data",
        "'{token: x, client-key-data: \"S-!\"}' | users[0].user.client-key-data is not base64",
        "{client-key-data: UyE=, client-certificate-data: UyE=} | is not PEM",
        "token: ''                       | no credentials",
      })
  void aUserThatCommandsTheDaemonIsRefused(String user, String named) throws Exception {
    write(kubeconfig(user.replace("S", SENTINEL)));
    assertRefused(named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{server: https://S, insecure-skip-tls-verify: true} | insecure-skip-tls-verify",
        "{server: https://S, certificate-authority: /S}      | clusters[0].cluster.certificate-authority ",
        "{server: https://S, proxy-url: http://S}            | clusters[0].cluster.proxy-url ",
        "{server: http://S}                                  | clusters[0].cluster.server is not https",
        "{server: https://me:S@there}                        | clusters[0].cluster.server is not https",
        "{server: 'https://S bad'}                           | clusters[0].cluster.server is no URL",
        "[S                                                  | look at line",
      })
  void aClusterThatIsNotToBeTrustedIsRefused(String cluster, String named) throws Exception {
    write(kubeconfig(cluster.replace("S", SENTINEL), "token: x"));
    assertRefused(named);
  }

  @Test
  void aServerThatIsAwayIsCalledByItsSecret() throws Exception {
    write(kubeconfig("{server: https://127.0.0.1:1/" + SENTINEL + "}", "token: x"));
    Connection far = clusters.get("far").connection();

    Stopped stopped = catchThrowableOfType(Stopped.class, () -> far.send(Request.get("/version/")));

    assertThat(stopped.failure().reason()).isEqualTo(Reason.CLUSTER_UNREACHABLE);
    assertThat(stopped.failure().message())
        .contains("cluster far", namespace + "/" + SECRET, "nothing takes the connection")
        .doesNotContain("127.0.0.1", SENTINEL);
  }

  @Test
  void aSecretThatComesLaterIsFound() throws Exception {
    assertRefused("there is no such Secret");
    write(kubeconfig("token: " + token("late")));
    assertThat(who(clusters.get("far").connection())).endsWith(":late");
  }

  @Test
  void theRuleOfTheReadmeIsEnoughAndTheMessageNamesIt() throws Exception {
    write(kubeconfig("token: " + token("far")));
    Path daemon = Files.createTempFile("daemon", ".yaml");
    Files.writeString(daemon, kubeconfig("token: " + token("daemon")));
    try (Clusters limited = clusters(daemon)) {
      Failure failure = catchThrowableOfType(Stopped.class, () -> limited.get("far")).failure();
      assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN);
      assertThat(failure.remedy()).contains("resourceNames: [" + SECRET + "], verbs: [get]");

      allowToGet();
      Eventually.holds("the rule counts", () -> mayGet(limited));
    } finally {
      Files.delete(daemon);
    }
  }

  private static boolean mayGet(Clusters limited) {
    try {
      return who(limited.get("far").connection()).endsWith(":far");
    } catch (Stopped | IOException e) {
      return false;
    }
  }

  private void assertRefused(String named) {
    Stopped stopped = catchThrowableOfType(Stopped.class, () -> clusters.get("far"));
    assertThat(stopped.failure().reason()).isEqualTo(Reason.KUBECONFIG_REFUSED);
    assertThat(stopped.failure().message()).contains(namespace + "/" + SECRET, named);
    for (Throwable link = stopped; link != null; link = link.getCause()) {
      assertThat(link.toString()).doesNotContain(SENTINEL);
    }
  }

  private Clusters clusters(Path own) {
    return new Clusters(
        List.of(
            new ClusterSettings("", new ClusterSettings.Access.Kubeconfig(own, "")),
            new ClusterSettings(
                "far", new ClusterSettings.Access.Secret(namespace, SECRET, "kubeconfig", ""))),
        _ -> {
          throw new AssertionError("nothing is watched here");
        },
        requests,
        now::get);
  }

  private long readsOfTheSecret() {
    return requests.all().stream().filter(line -> line.contains("/secrets/" + SECRET)).count();
  }

  private static String who(Connection connection) throws Stopped, IOException {
    Answer answer =
        connection.send(
            Request.create(
                WHO,
                "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"SelfSubjectReview\"}"));
    Map<String, Object> status = Trees.map(answer.tree(), "status");
    return Trees.string(Trees.map(status, "userInfo"), "username");
  }

  private String token(String account) {
    var accounts = TestCluster.admin().serviceAccounts().inNamespace(namespace);
    accounts
        .resource(
            new ServiceAccountBuilder().withNewMetadata().withName(account).endMetadata().build())
        .create();
    TokenRequest answer = accounts.withName(account).tokenRequest(new TokenRequest());
    return answer.getStatus().getToken();
  }

  private void allowToGet() {
    TestCluster.admin()
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withName("daemon")
                .withNamespace(namespace)
                .endMetadata()
                .addNewRule()
                .withApiGroups("")
                .withResources("secrets")
                .withResourceNames(SECRET)
                .withVerbs("get")
                .endRule()
                .build())
        .create();
    TestCluster.admin()
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName("daemon")
                .withNamespace(namespace)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "daemon")
                .addNewSubject("", "ServiceAccount", "daemon", namespace)
                .build())
        .create();
  }

  private void write(String kubeconfig) {
    byte[] bytes = kubeconfig.getBytes(StandardCharsets.UTF_8);
    TestCluster.admin()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(SECRET)
                .withNamespace(namespace)
                .endMetadata()
                .addToData("kubeconfig", Base64.getEncoder().encodeToString(bytes))
                .build())
        .fieldManager("test")
        .forceConflicts()
        .serverSideApply();
  }

  private static String kubeconfig(String user) throws IOException {
    Config admin = Config.fromKubeconfig(Files.readString(TestCluster.shared().kubeconfig()));
    String ca =
        admin.getCaCertData() != null
            ? admin.getCaCertData()
            : Base64.getEncoder()
                .encodeToString(Files.readAllBytes(Path.of(admin.getCaCertFile())));
    return kubeconfig(
        "{server: '%s', certificate-authority-data: %s}".formatted(admin.getMasterUrl(), ca), user);
  }

  private static String kubeconfig(String cluster, String user) {
    String inline = user.startsWith("{") ? user : "{" + user + "}";
    return """
    apiVersion: v1
    kind: Config
    current-context: it
    contexts:
    - {name: it, context: {cluster: there, user: me}}
    clusters:
    - {name: there, cluster: %s}
    users:
    - name: me
      user: %s
    """
        .formatted(cluster, inline);
  }
}
