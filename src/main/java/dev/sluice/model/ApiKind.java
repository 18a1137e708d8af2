package dev.sluice.model;

/**
 * A Kubernetes kind in one API version, such as {@code apps/v1 Deployment}.
 *
 * @param group the API group; empty for the core group
 * @param version the version inside the group, such as {@code v1}
 * @param kind the kind, such as {@code Deployment}
 */
public record ApiKind(String group, String version, String kind) implements Comparable<ApiKind> {

  /** Reads {@code apps/v1} or {@code v1} together with a kind. */
  public static ApiKind of(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    return slash < 0
        ? new ApiKind("", apiVersion, kind)
        : new ApiKind(apiVersion.substring(0, slash), apiVersion.substring(slash + 1), kind);
  }

  /** The {@code apiVersion} field of a manifest of this kind. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  @Override
  public int compareTo(ApiKind other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return apiVersion() + " " + kind;
  }
}
