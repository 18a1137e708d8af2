package dev.sluice.fields;

import java.util.Set;
import java.util.regex.Pattern;

/** Which fields decide what a workload or an account may do. */
final class SecurityRelevance {

  private static final Set<String> KINDS =
      Set.of(
          "Role",
          "RoleBinding",
          "ClusterRole",
          "ClusterRoleBinding",
          "ValidatingWebhookConfiguration",
          "MutatingWebhookConfiguration");

  private static final Set<String> RBAC =
      Set.of("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding");

  /** A name of the list as a whole step of the path, wherever a Pod template keeps it. */
  private static final Pattern POD_FIELDS =
      Pattern.compile(
          "(^|\\.)(containers|initContainers|ephemeralContainers|volumes|hostNetwork|hostPID|hostIPC"
              + "|hostUsers|securityContext|serviceAccountName|serviceAccount"
              + "|automountServiceAccountToken|imagePullSecrets|runtimeClassName|nodeName)"
              + "($|[.\\[])");

  /** Lets traffic for foreign addresses in (CVE-2020-8554), or trusts a foreign server. */
  private static final Pattern OTHER_FIELDS =
      Pattern.compile("(^|\\.)(externalIPs|externalName|ownerReferences|caBundle)($|[.\\[])");

  private SecurityRelevance() {}

  /**
   * Whether a field of a Pod template or of RBAC is meant, of which a hand edit is taken back
   * unless the environment says otherwise. An annotation grants nothing.
   */
  static boolean ofPodOrRights(String kind, String path) {
    boolean rights = RBAC.contains(kind) && !path.startsWith("metadata.annotations");
    return rights || (POD_FIELDS.matcher(path).find() && !KINDS.contains(kind));
  }

  static boolean of(String kind, String path) {
    return KINDS.contains(kind)
        || POD_FIELDS.matcher(path).find()
        || OTHER_FIELDS.matcher(path).find();
  }
}
