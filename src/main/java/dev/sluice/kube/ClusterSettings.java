package dev.sluice.kube;

import java.nio.file.Path;

/**
 * How a cluster is reached.
 *
 * @param name its registered name; empty for the one the daemon runs in
 * @param access where address and credentials come from
 */
public record ClusterSettings(String name, Access access) {

  /** Where address and credentials come from. */
  public sealed interface Access {

    /** The service account of the Pod that the daemon runs in. */
    record InCluster() implements Access {}

    /**
     * A kubeconfig file.
     *
     * @param file the file
     * @param context a context of it; empty for its current one
     */
    record Kubeconfig(Path file, String context) implements Access {}

    /**
     * A kubeconfig in a Secret of the daemon's own cluster.
     *
     * @param namespace of the Secret
     * @param name of the Secret
     * @param key in its data
     * @param context a context of the kubeconfig; empty for its current one
     */
    record Secret(String namespace, String name, String key, String context) implements Access {}
  }
}
