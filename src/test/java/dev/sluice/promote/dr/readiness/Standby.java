package dev.sluice.promote.dr.readiness;

import dev.sluice.model.ApiKind;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Origin;
import dev.sluice.testing.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A standby of which only what a test is about is given: all else is well. */
final class Standby {

  static final String NAMESPACE = "shop-dr";
  static final StandingBy WELL = new StandingBy(Optional.empty(), true, "", Health.HEALTHY);

  private List<Manifest> now = List.of();
  private List<Manifest> active = List.of();
  private final Map<ObjectKey, Failure> refused = new LinkedHashMap<>();
  private final Map<String, Presence> presence = new LinkedHashMap<>();
  private final List<Map<String, Object>> quotas = new ArrayList<>();
  private final List<Map<String, Object>> ranges = new ArrayList<>();
  private final List<Failure> unknown = new ArrayList<>();

  Standby now(String yaml) {
    now = manifests(yaml);
    return this;
  }

  Standby active(String yaml) {
    active = manifests(yaml);
    return this;
  }

  Standby refuses(ObjectKey key, Failure why) {
    refused.put(key, why);
    return this;
  }

  /** By kind and name, such as {@code Secret database}; what is not named is there. */
  Standby has(String what, Presence is) {
    presence.put(what, is);
    return this;
  }

  Standby quota(String yaml) {
    documents(yaml).forEach(quotas::add);
    return this;
  }

  Standby range(String yaml) {
    documents(yaml).forEach(ranges::add);
    return this;
  }

  Standby cannotAsk(Failure why) {
    unknown.add(why);
    return this;
  }

  StandbyEvidence evidence() {
    Map<Need, Presence> needed = new LinkedHashMap<>();
    Needs.of(active, NAMESPACE)
        .forEach(need ->
            needed.put(
                need,
                presence.getOrDefault(
                    need.key().kind() + " " + need.key().name(), new Presence.There())));
    return new StandbyEvidence(
        NAMESPACE,
        now,
        active,
        refused,
        needed,
        Map.of(NAMESPACE, new NamespaceLimits(quotas, ranges)),
        unknown);
  }

  /** What is lacking, for people. */
  List<String> lacks() {
    return Readiness.of(WELL, Optional.of(evidence())).lacks().stream().map(Lack::what).toList();
  }

  /** What the role active names and does not bring: kind and name. */
  List<String> needs() {
    return Needs.of(active, NAMESPACE).stream()
        .map(need -> need.key().kind() + " " + need.key().name())
        .sorted()
        .toList();
  }

  static List<Manifest> manifests(String yaml) {
    return documents(yaml).stream().map(Standby::manifest).toList();
  }

  private static Manifest manifest(Map<String, Object> content) {
    Map<String, Object> metadata = Yaml.map(content.get("metadata"));
    return new Manifest(
        ApiKind.of(String.valueOf(content.get("apiVersion")), String.valueOf(content.get("kind"))),
        String.valueOf(metadata.getOrDefault("namespace", "")),
        String.valueOf(metadata.get("name")),
        content,
        Origin.UNKNOWN);
  }

  private static List<Map<String, Object>> documents(String yaml) {
    List<Map<String, Object>> documents = new ArrayList<>();
    new org.yaml.snakeyaml.Yaml(new SafeConstructor(new LoaderOptions()))
        .loadAll(yaml)
        .forEach(one -> documents.add(Yaml.map(one)));
    return documents;
  }
}
