package dev.sluice.plan;

import dev.sluice.model.ObjectKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * In which order kinds are applied, so that what an object stands on is there before it; pruned in
 * reverse.
 *
 * <p>Kinds of one phase do not need each other. What is not listed is a custom resource: it comes
 * after the workloads, which may be its controllers, and before the webhooks, which may refuse it.
 */
enum KindOrder {
  NAMESPACES("namespaces", "Namespace"),
  DEFINITIONS("definitions", "CustomResourceDefinition.apiextensions.k8s.io"),
  /** Classes, limits, accounts and rights: what the admission of everything else looks up. */
  FOUNDATIONS(
      "foundations",
      "PriorityClass.scheduling.k8s.io",
      "RuntimeClass.node.k8s.io",
      "StorageClass.storage.k8s.io",
      "VolumeAttributesClass.storage.k8s.io",
      "CSIDriver.storage.k8s.io",
      "IngressClass.networking.k8s.io",
      "ResourceQuota",
      "LimitRange",
      "NetworkPolicy.networking.k8s.io",
      "ServiceAccount",
      "Role.rbac.authorization.k8s.io",
      "ClusterRole.rbac.authorization.k8s.io"),
  /** After the roles: the API server looks the rules up before it lets anyone grant them. */
  BINDINGS(
      "bindings",
      "RoleBinding.rbac.authorization.k8s.io",
      "ClusterRoleBinding.rbac.authorization.k8s.io"),
  /** What Pods mount and read at their start, Services for their environment variables included. */
  CONFIGURATION(
      "configuration",
      "PersistentVolume",
      "PersistentVolumeClaim",
      "ConfigMap",
      "Secret",
      "Service",
      "Endpoints",
      "EndpointSlice.discovery.k8s.io"),
  WORKLOADS(
      "workloads",
      "Pod",
      "PodTemplate",
      "ReplicationController",
      "ReplicaSet.apps",
      "Deployment.apps",
      "StatefulSet.apps",
      "DaemonSet.apps",
      "ControllerRevision.apps",
      "Job.batch",
      "CronJob.batch"),
  TRAFFIC(
      "traffic",
      "HorizontalPodAutoscaler.autoscaling",
      "PodDisruptionBudget.policy",
      "Ingress.networking.k8s.io",
      "APIService.apiregistration.k8s.io"),
  CUSTOM("custom resources"),
  /** Last: a webhook whose server is not up yet would refuse everything above. */
  ADMISSION(
      "admission",
      "ValidatingWebhookConfiguration.admissionregistration.k8s.io",
      "MutatingWebhookConfiguration.admissionregistration.k8s.io",
      "ValidatingAdmissionPolicy.admissionregistration.k8s.io",
      "ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io",
      "MutatingAdmissionPolicy.admissionregistration.k8s.io",
      "MutatingAdmissionPolicyBinding.admissionregistration.k8s.io");

  private static final Map<String, KindOrder> BY_KIND = byKind();

  private final String title;
  private final Set<String> kinds;

  KindOrder(String title, String... kinds) {
    this.title = title;
    this.kinds = Set.of(kinds);
  }

  static KindOrder of(ObjectKey key) {
    String kind = key.group().isEmpty() ? key.kind() : key.kind() + "." + key.group();
    return BY_KIND.getOrDefault(kind, CUSTOM);
  }

  /** For people. */
  String title() {
    return title;
  }

  /** What the phases after this one wait for. */
  Plan.Readiness readiness() {
    return this == NAMESPACES || this == DEFINITIONS
        ? Plan.Readiness.USABLE
        : Plan.Readiness.APPLIED;
  }

  private static Map<String, KindOrder> byKind() {
    Map<String, KindOrder> byKind = new HashMap<>();
    for (KindOrder order : values()) {
      order.kinds.forEach(kind -> byKind.put(kind, order));
    }
    return Map.copyOf(byKind);
  }
}
