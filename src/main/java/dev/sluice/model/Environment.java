package dev.sluice.model;

import dev.sluice.model.promotion.DrillSchedule;
import dev.sluice.model.promotion.Follows;
import dev.sluice.model.promotion.OwnPolicy;
import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.model.promotion.Roles;
import java.util.Map;
import java.util.Optional;

/**
 * One {@code environments/<name>.yaml}, checked.
 *
 * @param name the environment's name
 * @param overlays pattern of its overlay directories; {@code *} is the application's name
 * @param cluster a registered cluster; empty for the one the daemon runs in
 * @param namespace template of the default namespace; knows {@code {application}} and {@code
 *     {environment}}; empty leaves objects without a namespace to the API server's {@code default}
 * @param branch where its revisions begin their way: the short name of a branch, the full name of a
 *     tag ({@code refs/tags/v1}) or a full commit id; of an environment that follows another one,
 *     what the first of them follows; empty when that leads nowhere
 * @param sync how it is kept in step
 * @param serviceAccount template of the account in whose name the cluster is written to: a name in
 *     the target's namespace, or {@code namespace/name}; empty for none. Knows the same
 *     placeholders
 * @param follows which revisions come into it
 * @param promotion how they come into it
 * @param own how those of single applications do, by name, where that differs
 * @param roles what it runs in which role
 * @param drill when it is tried whether it could take over; empty for when somebody asks
 * @param driver what says which revision runs
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
    Follows follows,
    PromotionPolicy promotion,
    Map<String, OwnPolicy> own,
    Roles roles,
    Optional<DrillSchedule> drill,
    Target.Driver driver,
    Origin origin) {

  /** An environment without roles. */
  public Environment(
      String name,
      String overlays,
      String cluster,
      String namespace,
      String branch,
      SyncPolicy sync,
      String serviceAccount,
      Follows follows,
      PromotionPolicy promotion,
      Map<String, OwnPolicy> own,
      Target.Driver driver,
      Origin origin) {
    this(
        name,
        overlays,
        cluster,
        namespace,
        branch,
        sync,
        serviceAccount,
        follows,
        promotion,
        own,
        Roles.NONE,
        Optional.empty(),
        driver,
        origin);
  }

  /** An environment that follows a branch, without gates. */
  public Environment(
      String name,
      String overlays,
      String cluster,
      String namespace,
      String branch,
      SyncPolicy sync,
      String serviceAccount,
      Origin origin) {
    this(
        name,
        overlays,
        cluster,
        namespace,
        branch,
        sync,
        serviceAccount,
        new Follows.Ref(branch),
        PromotionPolicy.NONE,
        Map.of(),
        Target.Driver.BRANCH,
        origin);
  }

  /** How revisions of an application come here. */
  public PromotionPolicy policy(String application) {
    OwnPolicy its = own.get(application);
    return its == null ? promotion : its.policy();
  }

  /** The same as a member of a pipeline that begins at this branch. */
  public Environment promotedFrom(String newBranch) {
    return new Environment(
        name,
        overlays,
        cluster,
        namespace,
        newBranch,
        sync,
        serviceAccount,
        follows,
        promotion,
        own,
        roles,
        drill,
        Target.Driver.LEDGER,
        origin);
  }

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
            filled(serviceAccount, application), itsNamespace.isEmpty() ? "default" : itsNamespace),
        driver,
        roles.differ()
            ? Map.of(
                roles.initial(),
                overlays.replace("*", application),
                roles.initial().other(),
                roles.overlays().replace("*", application))
            : Map.of());
  }

  private String filled(String template, String application) {
    return template.replace("{application}", application).replace("{environment}", name);
  }
}
