package dev.sluice.model;

import java.util.List;
import java.util.Map;

/**
 * What an application says about itself in its {@code application.yaml}. It is read at the revision
 * that runs, beside the manifests, and changes with them.
 *
 * @param dependsOn applications of the same environment that come first, in the order of the file
 * @param adoption what happens to an object that another tool still owns, in every environment
 * @param ignoreDifferences fields that are left to others, in the order of the file
 * @param health rules by which its objects are judged before all others
 * @param required variables that must be set before a gate of the kind {@code config} lets a
 *     revision pass, each with the rule for its value
 * @param fingerprint tells one content of the file from another; empty where there is no file
 */
public record ApplicationSettings(
    List<String> dependsOn,
    SyncPolicy.Adoption adoption,
    List<IgnoreRule> ignoreDifferences,
    List<KindRules> health,
    Map<String, String> required,
    String fingerprint) {

  /** An application without a file of settings. */
  public static final ApplicationSettings NONE =
      new ApplicationSettings(
          List.of(), SyncPolicy.Adoption.REFUSE, List.of(), List.of(), Map.of(), "");

  /** An application that requires no variables. */
  public ApplicationSettings(
      List<String> dependsOn,
      SyncPolicy.Adoption adoption,
      List<IgnoreRule> ignoreDifferences,
      List<KindRules> health,
      String fingerprint) {
    this(dependsOn, adoption, ignoreDifferences, health, Map.of(), fingerprint);
  }
}
