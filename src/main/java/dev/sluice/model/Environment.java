package dev.sluice.model;

/**
 * One {@code environments/<name>.yaml}, checked.
 *
 * @param name the environment's name
 * @param overlays pattern of its overlay directories; {@code *} is the application's name
 * @param cluster a registered cluster; empty for the one the daemon runs in
 * @param namespace template of the default namespace; knows {@code {application}} and {@code
 *     {environment}}; empty leaves objects without a namespace to the API server's {@code default}
 * @param branch what is followed: the short name of a branch, the full name of a tag ({@code
 *     refs/tags/v1}) or a full commit id
 * @param sync how it is kept in step
 * @param serviceAccount template of the account in whose name the cluster is written to: a name in
 *     the target's namespace, or {@code namespace/name}; empty for none. Knows the same
 *     placeholders
 * @param origin the file it stands in
 */
public record Environment(
    String name,
    String overlays,
    String cluster,
    String namespace,
    String branch,
    SyncPolicy sync,
    String serviceAccount,
    Origin origin) {

  /** The target of one application here. */
  public Target target(String repository, String application) {
    String itsNamespace = filled(namespace, application);
    return new Target(
        new TargetId(repository, application, name),
        overlays.replace("*", application),
        itsNamespace,
        cluster,
        branch,
        sync,
        Account.of(
            filled(serviceAccount, application),
            itsNamespace.isEmpty() ? "default" : itsNamespace));
  }

  private String filled(String template, String application) {
    return template.replace("{application}", application).replace("{environment}", name);
  }
}
