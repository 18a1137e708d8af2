package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.Eventually;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The control plane that all other API tests stand on. */
class ControlPlaneApiTest {

  @Test
  void theServerNamesTheVersionThatItWasBuiltFrom() {
    assertThat(TestCluster.admin().getKubernetesVersion().getGitVersion())
        .isEqualTo(GoModule.KUBERNETES.version());
  }

  @Test
  void aUserMayDoNothingUntilARoleAllowsIt() {
    String namespace = TestCluster.newNamespace("rbac");
    try (KubernetesClient client = TestCluster.client(TestCluster.AUDITED)) {
      assertThatThrownBy(() -> client.secrets().inNamespace(namespace).list())
          .isInstanceOfSatisfying(
              KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(403));
    }
  }

  @Test
  void theCertificateIsVerified() {
    var request =
        HttpRequest.newBuilder(URI.create(TestCluster.shared().url() + "/readyz")).build();
    try (HttpClient trustingOnlyPublicAuthorities = HttpClient.newHttpClient()) {
      assertThatThrownBy(
              () -> trustingOnlyPublicAuthorities.send(request, BodyHandlers.discarding()))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void theAuditLogCountsEveryRequestOfAnAuditedUserAndOfNobodyElse() throws Exception {
    String namespace = TestCluster.newNamespace("audit");
    try (KubernetesClient client = TestCluster.client(TestCluster.AUDITED_ADMIN)) {
      for (int i = 0; i < 5; i++) {
        client.resource(configMap(namespace, "counted-" + i)).create();
      }
      client.configMaps().inNamespace(namespace).list();
      TestCluster.admin().resource(configMap(namespace, "not-counted")).create();
    }

    List<AuditLog.Request> here =
        TestCluster.shared().auditLog().requests().stream()
            .filter(request -> request.uri().contains("/" + namespace + "/"))
            .toList();
    assertThat(here).extracting(AuditLog.Request::user).containsOnly("audited-admin");
    assertThat(here)
        .extracting(AuditLog.Request::verb)
        .containsExactly("create", "create", "create", "create", "create", "list");
    assertThat(here)
        .extracting(AuditLog.Request::status)
        .containsExactly(201, 201, 201, 201, 201, 200);
  }

  @Test
  void aWatchIsOneRequest() throws Exception {
    String namespace = TestCluster.newNamespace("audit-watch");
    try (KubernetesClient client = TestCluster.client(TestCluster.AUDITED_ADMIN);
        var informer = client.configMaps().inNamespace(namespace).inform()) {
      Eventually.holds("the informer is in step", informer::hasSynced);
    }
    Eventually.holds(
        "list and watch are counted, once each",
        () ->
            TestCluster.shared().auditLog().requests().stream()
                .filter(request -> request.uri().contains("/" + namespace + "/"))
                .map(AuditLog.Request::verb)
                .toList()
                .equals(List.of("list", "watch")));
  }

  @Test
  void controllersDeleteWhatBelongsToADeletedObject() {
    String namespace = TestCluster.newNamespaceForPods("garbage");
    Deployment deployment = Workloads.deployment(namespace, "web", "ready");
    KubernetesClient admin = TestCluster.admin();
    admin.resource(deployment).create();
    Eventually.holds(
        "the Deployment has a ReplicaSet with Pods",
        () -> admin.pods().inNamespace(namespace).list().getItems().size() == 2);

    admin.resource(deployment).withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();

    Eventually.holds(
        "the ReplicaSet and the Pods are gone too",
        () ->
            admin.apps().replicaSets().inNamespace(namespace).list().getItems().isEmpty()
                && admin.pods().inNamespace(namespace).list().getItems().isEmpty());
  }

  @Test
  void aServiceAccountProvesItselfByAToken() {
    String namespace = TestCluster.newNamespaceForPods("account");
    String token =
        TestCluster.admin()
            .serviceAccounts()
            .inNamespace(namespace)
            .withName("default")
            .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
            .getStatus()
            .getToken();
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(TestCluster.shared().url())
            .withCaCertFile(TestCluster.shared().certificateAuthority().toString())
            .withOauthToken(token)
            .withNamespace(namespace)
            .build();
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      assertThatThrownBy(() -> client.pods().list())
          .hasMessageContaining("system:serviceaccount:" + namespace + ":default");
    }
  }

  @Test
  void partsCanFailAndComeBack() throws Exception {
    try (var plane =
            ControlPlane.start(ControlPlaneOptions.of(Extent.API_ONLY), Progress.silent());
        KubernetesClient client = TestCluster.clientOf(plane, User.ADMIN.name())) {
      client.resource(configMap("default", "kept")).create();

      plane.stop(Part.API_SERVER);
      assertThat(plane.isRunning(Part.API_SERVER)).isFalse();
      assertThat(plane.isRunning(Part.ETCD)).isTrue();
      plane.start(Part.API_SERVER);
      assertThat(read(client, "kept")).isNotNull();

      plane.pause(Part.ETCD);
      Eventually.holds("the server misses etcd", () -> isUnready(plane));
      plane.resume(Part.ETCD);
      Eventually.holds("the server is ready again", () -> status(plane, "/readyz") == 200);
      assertThat(read(client, "kept")).isNotNull();

      assertThatThrownBy(() -> plane.stop(Part.SCHEDULER))
          .hasMessageContaining("started without SCHEDULER");
    }
  }

  @Test
  void twoStandSideBySideAndNothingIsLeftOfOneThatWasClosed() throws Exception {
    var options = ControlPlaneOptions.of(Extent.API_ONLY);
    Path folder;
    List<ProcessHandle> processes = new ArrayList<>();
    try (var one = ControlPlane.start(options, Progress.silent())) {
      assertThat(one.url()).isNotEqualTo(TestCluster.shared().url());
      folder = one.kubeconfig().getParent().getParent();
      for (Part part : Extent.API_ONLY.parts()) {
        processes.add(ProcessHandle.of(one.pid(part)).orElseThrow());
      }
    }
    assertThat(processes).noneMatch(ProcessHandle::isAlive);
    assertThat(Files.exists(folder)).isFalse();
    assertThat(TestCluster.admin().namespaces().withName("default").get()).isNotNull();
  }

  @Test
  void aPortThatSomebodyTookMeanwhileIsReplaced() throws Exception {
    Map<Binary, Path> binaries =
        ControlPlaneBinaries.standard(Progress.silent()).find(Extent.API_ONLY.binaries());
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Ports free = Ports.choose();
      var choices =
          new ArrayDeque<>(
              List.of(
                  new Ports(taken.getLocalPort(), free.etcdPeer(), free.apiServer()),
                  new Ports(free.etcd(), free.etcdPeer(), taken.getLocalPort()),
                  free));
      var starter =
          new Starter(
              ControlPlaneOptions.of(Extent.API_ONLY),
              binaries,
              choices::removeFirst,
              Progress.silent());
      try (ControlPlane plane = starter.start()) {
        assertThat(plane.url()).endsWith(":" + free.apiServer());
        assertThat(status(plane, "/readyz")).isEqualTo(200);
      }
      assertThat(choices).isEmpty();
    }
  }

  @Test
  void aPartThatCannotStartIsNamedWithItsLastWords(@TempDir Path folder) throws Exception {
    Path broken =
        Files.writeString(folder.resolve("etcd"), "#!/bin/sh\necho no space left; exit 1\n");
    assertThat(broken.toFile().setExecutable(true)).isTrue();
    var binaries =
        new HashMap<>(
            ControlPlaneBinaries.standard(Progress.silent()).find(Extent.API_ONLY.binaries()));
    binaries.put(Binary.ETCD, broken);
    var options = ControlPlaneOptions.of(Extent.API_ONLY);

    assertThatThrownBy(() -> ControlPlane.start(options, binaries, Progress.silent()))
        .isInstanceOf(ControlPlaneFailed.class)
        .hasMessageContaining("etcd ended while kube-apiserver was starting")
        .hasMessageEndingWith("no space left");
  }

  /** It says so, or is too busy waiting for etcd to say anything. */
  private static boolean isUnready(ControlPlane plane) throws Exception {
    try {
      return status(plane, "/readyz") == 500;
    } catch (IOException e) {
      return true;
    }
  }

  private static int status(ControlPlane plane, String path) throws Exception {
    try (var api =
        new ApiServer(plane.url(), plane.token(User.ADMIN.name()), plane.certificateAuthority())) {
      return api.status(path);
    }
  }

  private static ConfigMap read(KubernetesClient client, String name) {
    return client.configMaps().inNamespace("default").withName(name).get();
  }

  private static ConfigMap configMap(String namespace, String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .build();
  }
}
