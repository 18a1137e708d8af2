package dev.sluice.testing;

import dev.sluice.controlplane.ControlPlane;
import dev.sluice.controlplane.ControlPlaneOptions;
import dev.sluice.controlplane.Extent;
import dev.sluice.controlplane.Progress;
import dev.sluice.controlplane.User;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one API server that all {@code *ApiTest}s of a run share: etcd, kube-apiserver and
 * kube-controller-manager, started by the first test that asks. Every test works in namespaces of
 * its own. It ends with the test run, because the control plane ends with the program that started
 * it; a test that stops or pauses parts starts a {@link ControlPlane} of its own.
 */
public final class TestCluster {
  /**
   * A user of whom the API server records every request. It may do nothing until a test binds a
   * role to it.
   */
  public static final User AUDITED = User.named("audited");

  /**
   * The same, for what the administrator's rights are wanted but other tests must not be counted.
   */
  public static final User AUDITED_ADMIN = new User("audited-admin", User.ADMIN.groups());

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private TestCluster() {}

  // Loaded, and so started, when it is first asked for.
  private static final class Holder {
    static final ControlPlane PLANE =
        ControlPlane.start(
            ControlPlaneOptions.of(Extent.CONTROLLERS)
                .with(AUDITED)
                .with(AUDITED_ADMIN)
                .auditing(AUDITED.name(), AUDITED_ADMIN.name()),
            Progress.on(System.out));

    static final KubernetesClient ADMIN = clientOf(PLANE, User.ADMIN.name());
  }

  /** The shared control plane. Do not stop it or its parts. */
  public static ControlPlane shared() {
    return Holder.PLANE;
  }

  /** A client that may do everything, for setting up and looking; shared, not to be closed. */
  public static KubernetesClient admin() {
    return Holder.ADMIN;
  }

  /** A new client of a user of the shared control plane. The caller closes it. */
  public static KubernetesClient client(User user) {
    return clientOf(shared(), user.name());
  }

  /** A new client of a user of a control plane. The caller closes it. */
  public static KubernetesClient clientOf(ControlPlane plane, String user) {
    try {
      String kubeconfig = Files.readString(plane.kubeconfig(user));
      return new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig)).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A name that no other test of this run uses, from something readable. */
  public static String uniqueName(String readable) {
    String plain = readable.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return plain + "-" + NUMBER.incrementAndGet();
  }

  /** Creates a namespace for one test and returns its name. */
  public static String newNamespace(String readable) {
    String name = uniqueName(readable);
    admin()
        .namespaces()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    return name;
  }

  /** Creates a namespace and waits for its service account, without which no Pod is admitted. */
  public static String newNamespaceForPods(String readable) {
    String name = newNamespace(readable);
    admin()
        .serviceAccounts()
        .inNamespace(name)
        .withName("default")
        .waitUntilCondition(account -> account != null, 30, TimeUnit.SECONDS);
    return name;
  }
}
