package dev.sluice.health;

import static java.util.Map.entry;

import dev.sluice.model.ApiKind;
import dev.sluice.model.Health;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Trees;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How an object fares, read from the object itself.
 *
 * <p>For the kinds of Kubernetes the meaning of "done" follows kstatus (sigs.k8s.io/cli-utils);
 * where a rule differs, it says why. Any other kind is read by its conditions.
 */
public final class HealthRules {

  private static final HealthRule CUSTOM = new ConditionHealth();

  /** By {@code <group>/<kind>}, whatever the version. */
  private static final Map<String, HealthRule> RULES =
      Map.ofEntries(
          entry("apps/Deployment", new DeploymentHealth().onceObserved()),
          entry("apps/StatefulSet", new StatefulSetHealth().onceObserved()),
          entry("apps/DaemonSet", new DaemonSetHealth().onceObserved()),
          entry("apps/ReplicaSet", new ReplicaSetHealth().onceObserved()),
          entry("/ReplicationController", new ReplicaSetHealth().onceObserved()),
          entry("/Pod", new PodHealth()),
          entry("batch/Job", BatchHealth::job),
          entry("batch/CronJob", BatchHealth::cronJob),
          entry("/PersistentVolumeClaim", StorageHealth::claim),
          entry("/PersistentVolume", StorageHealth::volume),
          entry("/Service", NetworkHealth::service),
          entry("autoscaling/HorizontalPodAutoscaler", AutoscalingHealth::autoscaler),
          entry("policy/PodDisruptionBudget", observed(AutoscalingHealth::disruptionBudget)),
          entry("/Namespace", FoundationHealth::namespace),
          entry("apiextensions.k8s.io/CustomResourceDefinition", FoundationHealth::definition),
          entry("apiregistration.k8s.io/APIService", FoundationHealth::apiService));

  /**
   * Groups of Kubernetes itself. Their kinds without a rule are data (ConfigMap, Role) or, like
   * Ingress, have a status that many controllers never fill in: waiting for it would wait for ever.
   */
  private static final Set<String> BUILT_IN =
      Set.of(
          "",
          "apps",
          "batch",
          "autoscaling",
          "policy",
          "rbac.authorization.k8s.io",
          "networking.k8s.io",
          "storage.k8s.io",
          "scheduling.k8s.io",
          "node.k8s.io",
          "coordination.k8s.io",
          "discovery.k8s.io",
          "admissionregistration.k8s.io",
          "certificates.k8s.io",
          "flowcontrol.apiserver.k8s.io",
          "resource.k8s.io",
          "events.k8s.io",
          "apiextensions.k8s.io",
          "apiregistration.k8s.io");

  private final RuleBook daemon;
  private final Bundled bundled;

  /** The rules that come with the program, read when a group is first seen. */
  @FunctionalInterface
  public interface Bundled {

    /** The rules for the kinds of an API group; an empty book where there are none. */
    RuleBook of(String group);
  }

  /**
   * Rules in the order they are asked: those of the target, of the daemon, those that come with the
   * program as data, and those in code.
   *
   * @param daemon the rules of the daemon's own configuration
   */
  public HealthRules(RuleBook daemon, Bundled bundled) {
    this.daemon = daemon;
    this.bundled = bundled;
  }

  /**
   * The health of an object as it is stored.
   *
   * @param target the rules of the target that the object belongs to
   */
  public Health assess(LiveObject object, RuleBook target) {
    if (object.terminating()) {
      return terminating(object);
    }
    ApiKind kind = object.kind();
    boolean custom = !BUILT_IN.contains(kind.group());
    RuleBook data = custom ? bundled.of(kind.group()) : RuleBook.EMPTY;
    return written(object, List.of(target, daemon, data)).orElseGet(() -> inCode(object));
  }

  private static Optional<Health> written(LiveObject object, List<RuleBook> books) {
    ApiKind kind = object.kind();
    if (books.stream().noneMatch(book -> book.knows(kind.group(), kind.kind()))) {
      return Optional.empty();
    }
    Map<String, Object> content = RuleInput.of(object);
    Optional<Health> behind = Generation.behindIfReported(object);
    return books.stream()
        .flatMap(book -> book.assess(object, content, behind).stream())
        .findFirst()
        .or(() -> behind);
  }

  private static Health inCode(LiveObject object) {
    ApiKind kind = object.kind();
    HealthRule rule = RULES.get(kind.group() + "/" + kind.kind());
    if (rule == null) {
      rule = BUILT_IN.contains(kind.group()) ? HealthRule.AT_ONCE : CUSTOM;
    }
    return rule.assess(object);
  }

  private static HealthRule observed(HealthRule rule) {
    return rule.onceObserved();
  }

  private static Health terminating(LiveObject object) {
    Condition stuck = Condition.of(object, "NamespaceDeletionContentFailure");
    if (stuck.isTrue()) {
      return States.degraded("cannot be deleted: " + stuck.words());
    }
    List<Object> finalizers = Trees.list(object.metadata(), "finalizers");
    return States.progressing(
        finalizers.isEmpty()
            ? "is being deleted"
            : "is being deleted; waits for its finalizers " + finalizers);
  }
}
