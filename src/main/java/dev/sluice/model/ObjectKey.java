package dev.sluice.model;

import java.util.Comparator;

/**
 * What makes a Kubernetes object the same object whichever API version it is written in.
 *
 * @param group the API group; empty for the core group
 * @param kind the kind
 * @param namespace the namespace; empty for cluster-scoped objects
 * @param name the name
 */
public record ObjectKey(String group, String kind, String namespace, String name)
    implements Comparable<ObjectKey> {

  private static final Comparator<ObjectKey> ORDER =
      Comparator.comparing(ObjectKey::namespace)
          .thenComparing(ObjectKey::group)
          .thenComparing(ObjectKey::kind)
          .thenComparing(ObjectKey::name);

  @Override
  public int compareTo(ObjectKey other) {
    return ORDER.compare(this, other);
  }

  /** For people: {@code Deployment.apps shop-dev/web}. */
  @Override
  public String toString() {
    String qualified = group.isEmpty() ? kind : kind + "." + group;
    return qualified + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
  }
}
