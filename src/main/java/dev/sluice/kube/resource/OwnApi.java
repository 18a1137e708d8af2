package dev.sluice.kube.resource;

/** The API group of our own custom resources. */
public final class OwnApi {

  public static final String GROUP = "sluice.dev";

  public static final String VERSION = "v1alpha1";

  private OwnApi() {}
}
