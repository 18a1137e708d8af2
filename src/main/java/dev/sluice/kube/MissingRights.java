package dev.sluice.kube;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which RBAC rule is missing, where it belongs, and who has to be bound to it. Pure. */
final class MissingRights {

  private static final Pattern SUBJECT = Pattern.compile("User \"([^\"]+)\" cannot ");

  private static final Pattern IMPERSONATION =
      Pattern.compile(
          "serviceaccounts \"([^\"]+)\" is forbidden: User \"([^\"]+)\" cannot impersonate resource"
              + ".* in the namespace \"([^\"]+)\"",
          Pattern.DOTALL);

  private MissingRights() {}

  static String remedy(Asked asked, String message) {
    Matcher impersonation = IMPERSONATION.matcher(message);
    if (impersonation.find()) {
      return rule(
          impersonation.group(3),
          impersonation.group(2),
          "{apiGroups: [\"\"], resources: [\"serviceaccounts\"], resourceNames: [\"%s\"], verbs:"
                  .formatted(impersonation.group(1))
              + " [\"impersonate\"]}");
    }
    Matcher subject = SUBJECT.matcher(message);
    String user = subject.find() ? subject.group(1) : "that account";
    return rule(asked.key().namespace(), user, asked.rule());
  }

  private static String rule(String namespace, String user, String rule) {
    return namespace.isEmpty()
        ? "Add this rule to a ClusterRole that is bound to %s: %s".formatted(user, rule)
        : "Add this rule to a Role in the namespace %s that is bound to %s: %s"
            .formatted(namespace, user, rule);
  }
}
