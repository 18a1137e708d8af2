package dev.sluice.fields;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What controllers note on objects as a matter of course. Nobody needs to hear of it; the foreign
 * hash still covers it.
 *
 * <p>Each line names kind, path and manager as narrowly as possible: a manager's name is chosen by
 * its writer, so a line that covered more than notes would be a hiding place.
 */
final class Housekeeping {

  private static final String CONTROLLER_MANAGER = "kube-controller-manager";
  private static final String ANY = ".*";

  /**
   * The list. Sources: the controllers of Kubernetes itself, cert-manager, and our own requests.
   */
  private static final List<Rule> RULES =
      List.of(
          // Rollouts.
          annotation("Deployment", "deployment\\.kubernetes\\.io/revision", CONTROLLER_MANAGER),
          annotation("DaemonSet", "deprecated\\.daemonset\\.template\\.generation", ANY),
          // Every namespace gets these from the API server itself, whoever made it.
          rule("Namespace", "metadata\\.labels\\[\"kubernetes\\.io/metadata\\.name\"]", ANY),
          rule("Namespace", "spec\\.finalizers(\\[.*)?", ANY),
          // An autoscaler at work; whether it may is decided where fields are left to others.
          rule(ANY, "spec\\.replicas", CONTROLLER_MANAGER),
          // Binding of volumes.
          annotation(
              "PersistentVolumeClaim",
              "(pv\\.kubernetes\\.io/bind-completed|pv\\.kubernetes\\.io/bound-by-controller"
                  + "|volume(\\.beta)?\\.kubernetes\\.io/storage-provisioner"
                  + "|volume\\.kubernetes\\.io/selected-node)",
              "(kube-controller-manager|kube-scheduler)"),
          rule("PersistentVolumeClaim", "spec\\.volumeName", CONTROLLER_MANAGER),
          annotation("PersistentVolume", "pv\\.kubernetes\\.io/.*", CONTROLLER_MANAGER),
          rule("PersistentVolume", "spec\\.claimRef", CONTROLLER_MANAGER),
          // Finalizers that only make deletion orderly.
          rule(
              ANY,
              "metadata\\.finalizers(\\[\"(kubernetes\\.io/(pvc|pv)-protection"
                  + "|service\\.kubernetes\\.io/load-balancer-cleanup"
                  + "|foregroundDeletion|orphan)\"])",
              "(kube-controller-manager|cloud-controller-manager|service-controller)"),
          // Rules that are the sum of other roles, kept by the controller that adds them up.
          rule("ClusterRole", "rules", "clusterrole-aggregation-controller"),
          // Elections note who leads.
          annotation(ANY, "control-plane\\.alpha\\.kubernetes\\.io/leader", ANY),
          // Certificates put where Git leaves room for them.
          rule(
              "(ValidatingWebhookConfiguration|MutatingWebhookConfiguration)",
              "webhooks\\[name=[^]]*]\\.clientConfig\\.caBundle",
              "(cert-manager-cainjector|cainjector)"),
          rule(
              "CustomResourceDefinition",
              "spec\\.conversion\\.webhook\\.clientConfig\\.caBundle",
              "(cert-manager-cainjector|cainjector)"),
          rule("APIService", "spec\\.caBundle", "(cert-manager-cainjector|cainjector)"),
          // Requests addressed to us.
          annotation(ANY, "sluice\\.dev/confirm-delete", ANY),
          annotation(ANY, "sluice\\.dev/sync-requested", ANY));

  private Housekeeping() {}

  static boolean covers(String kind, String path, String manager) {
    for (Rule rule : RULES) {
      if (rule.manager.matcher(manager).matches()
          && rule.kind.matcher(kind).matches()
          && rule.path.matcher(path).matches()) {
        return true;
      }
    }
    return false;
  }

  private static Rule annotation(String kind, String name, String manager) {
    return rule(kind, "metadata\\.annotations\\[\"" + name + "\"]", manager);
  }

  private static Rule rule(String kind, String path, String manager) {
    return new Rule(Pattern.compile(kind), Pattern.compile(path), Pattern.compile(manager));
  }

  private record Rule(Pattern kind, Pattern path, Pattern manager) {}
}
