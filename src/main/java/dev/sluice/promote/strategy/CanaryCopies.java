package dev.sluice.promote.strategy;

import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import dev.sluice.model.promotion.Strategy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The copies of what gets a share. Their Pods carry other values of the labels that anything of the
 * stable release selects by, so that only the routes lead traffic to them.
 */
final class CanaryCopies {

  static final String SUFFIX = "-canary";

  private static final int LONGEST = 63;

  private final CanaryMembers members;
  private final List<Manifest> stable;
  private final List<Manifest> coming;
  private final Set<String> keys;
  private final CanaryNeeds needs;

  CanaryCopies(CanaryMembers members, List<Manifest> stable, List<Manifest> coming) {
    this.members = members;
    this.stable = stable;
    this.coming = coming;
    this.keys = keys();
    this.needs = new CanaryNeeds(stable, coming);
  }

  /** Names of the divided Services and of their copies. */
  Map<String, String> services() {
    Map<String, String> names = new LinkedHashMap<>();
    members.services().forEach(one -> names.put(one.name(), one.name() + SUFFIX));
    return names;
  }

  /** The copies, routes left out. */
  List<Manifest> all() throws Stopped {
    List<Manifest> copies = new ArrayList<>();
    for (Manifest deployment : members.deployments()) {
      copies.add(deployment(deployment));
    }
    for (Manifest service : members.services()) {
      copies.add(service(service));
    }
    for (Manifest one : coming) {
      Optional<String> scaled = scaled(one);
      if (scaled.isPresent()) {
        copies.add(autoscaler(one, scaled.get()));
      } else if (protects(one)) {
        copies.add(policy(one));
      }
    }
    copies.addAll(needs.objects());
    return copies;
  }

  /** A copy under its own name, with these annotations and this spec. */
  static Manifest named(Manifest of, Map<String, Object> annotations, Map<String, Object> spec)
      throws Stopped {
    Map<String, Object> metadata = new LinkedHashMap<>(Trees.map(of.content(), "metadata"));
    String name = of.name() + SUFFIX;
    if (name.length() > LONGEST) {
      throw CanaryObjects.impossible(
          "the name of a copy, %s, has more than %d characters".formatted(name, LONGEST));
    }
    metadata.put("name", name);
    metadata.remove("annotations");
    if (!annotations.isEmpty()) {
      metadata.put("annotations", annotations);
    }
    Map<String, Object> labels = new LinkedHashMap<>(Trees.map(metadata, "labels"));
    labels.put(Slot.LABEL, Strategy.Canary.WORD);
    metadata.put("labels", labels);
    Map<String, Object> content = new LinkedHashMap<>(of.content());
    content.put("metadata", metadata);
    content.put("spec", spec);
    return new Manifest(of.kind(), of.namespace(), name, content, of.origin());
  }

  /** What the Deployments and all Services that lead to them select by. */
  private Set<String> keys() {
    Set<String> all = new TreeSet<>();
    for (Manifest deployment : members.deployments()) {
      all.addAll(matchLabels(Objects.spec(deployment), "selector").keySet());
      Map<String, Object> labels = Objects.podLabels(deployment);
      for (List<Manifest> release : List.of(stable, coming)) {
        release.stream()
            .filter(Services::is)
            .map(Services::selector)
            .filter(selector -> labels.entrySet().containsAll(selector.entrySet()))
            .forEach(selector -> all.addAll(selector.keySet()));
      }
    }
    return all;
  }

  private Manifest deployment(Manifest deployment) throws Stopped {
    Map<String, Object> spec = new LinkedHashMap<>(Objects.spec(deployment));
    Map<String, Object> selector = Trees.map(spec, "selector");
    if (!Trees.list(selector, "matchExpressions").isEmpty()) {
      throw CanaryObjects.impossible(
          "the Deployment %s selects its Pods by matchExpressions: say it in matchLabels"
              .formatted(deployment.name()));
    }
    spec.put("selector", Map.of("matchLabels", others(Trees.map(selector, "matchLabels"))));
    Map<String, Object> template = new LinkedHashMap<>(Trees.map(spec, "template"));
    Map<String, Object> metadata = new LinkedHashMap<>(Trees.map(template, "metadata"));
    Map<String, Object> labels = others(Trees.map(metadata, "labels"));
    labels.put(Slot.LABEL, Strategy.Canary.WORD);
    metadata.put("labels", labels);
    template.put("metadata", metadata);
    template.put("spec", needs.of(deployment.namespace(), Trees.map(template, "spec")));
    spec.put("template", template);
    return named(deployment, Objects.annotations(deployment), spec);
  }

  /** Reached by the routes alone. */
  private Manifest service(Manifest service) throws Stopped {
    return named(service, Map.of(), Services.inside(service, others(Services.selector(service))));
  }

  private Optional<String> scaled(Manifest one) {
    return Autoscalers.scaled(one)
        .filter(key -> members.deployments().stream().anyMatch(each -> each.key().equals(key)))
        .map(ObjectKey::name);
  }

  private static Manifest autoscaler(Manifest one, String scaled) throws Stopped {
    Map<String, Object> content = Autoscalers.pointedAt(one, one.content(), scaled + SUFFIX);
    return named(one, Objects.annotations(one), Trees.map(content, "spec"));
  }

  /** A policy that holds for the Pods of a member, and would not for their copies. */
  private boolean protects(Manifest one) {
    Map<String, Object> labels = matchLabels(Objects.spec(one), "podSelector");
    return one.kind().kind().equals("NetworkPolicy")
        && labels.keySet().stream().anyMatch(keys::contains)
        && members.deployments().stream()
            .filter(deployment -> deployment.namespace().equals(one.namespace()))
            .anyMatch(deployment ->
                Objects.podLabels(deployment).entrySet().containsAll(labels.entrySet()));
  }

  private Manifest policy(Manifest one) throws Stopped {
    Map<String, Object> spec = new LinkedHashMap<>(Objects.spec(one));
    Map<String, Object> selector = new LinkedHashMap<>(Trees.map(spec, "podSelector"));
    selector.put("matchLabels", others(Trees.map(selector, "matchLabels")));
    spec.put("podSelector", selector);
    return named(one, Objects.annotations(one), spec);
  }

  private Map<String, Object> others(Map<String, Object> labels) throws Stopped {
    Map<String, Object> changed = new LinkedHashMap<>();
    for (Map.Entry<String, Object> label : labels.entrySet()) {
      String value = String.valueOf(label.getValue());
      String other = keys.contains(label.getKey()) ? value + SUFFIX : value;
      if (other.length() > LONGEST) {
        throw CanaryObjects.impossible(
            "the label %s of a copy, %s, has more than %d characters"
                .formatted(label.getKey(), other, LONGEST));
      }
      changed.put(label.getKey(), other);
    }
    return changed;
  }

  private static Map<String, Object> matchLabels(Map<String, Object> spec, String field) {
    return Trees.map(Trees.map(spec, field), "matchLabels");
  }
}
