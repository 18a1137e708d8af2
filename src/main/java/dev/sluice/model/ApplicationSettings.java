package dev.sluice.model;

import java.util.List;

/**
 * What an application says about itself in its {@code application.yaml}. It is read at the revision
 * that runs, beside the manifests, and changes with them.
 *
 * @param dependsOn applications of the same environment that come first, in the order of the file
 * @param adoption what happens to an object that another tool still owns, in every environment
 * @param ignoreDifferences fields that are left to others, in the order of the file
 * @param health rules by which its objects are judged before all others
 * @param fingerprint tells one content of the file from another; empty where there is no file
 */
public record ApplicationSettings(
    List<String> dependsOn,
    SyncPolicy.Adoption adoption,
    List<IgnoreRule> ignoreDifferences,
    List<KindRules> health,
    String fingerprint) {

  /** An application without a file of settings. */
  public static final ApplicationSettings NONE =
      new ApplicationSettings(List.of(), SyncPolicy.Adoption.REFUSE, List.of(), List.of(), "");
}
