package dev.sluice.kube.resource;

/** The API group of our own custom resources. */
public final class OwnApi {

  public static final String GROUP = "sluice.dev";

  public static final String VERSION = "v1alpha1";

  /** A commit id in full. */
  static final String COMMIT = "^([0-9a-f]{40}|[0-9a-f]{64})$";

  /** A time in UTC, to the second or finer. */
  static final String TIME =
      "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$";

  private OwnApi() {}
}
