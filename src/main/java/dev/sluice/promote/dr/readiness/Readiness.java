package dev.sluice.promote.dr.readiness;

import dev.sluice.model.Health;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether an application of a standby could take over now.
 *
 * @param known whether its cluster was looked at since its release came
 * @param behind what a moment later may be otherwise by itself: it is on its way to where it should
 *     be; empty when it is there
 * @param lacks what somebody has to mend
 */
public record Readiness(Knowledge known, Optional<String> behind, List<Lack> lacks) {

  /** Whether the cluster was looked at. */
  public enum Knowledge {
    LOOKED,
    NOT_YET
  }

  /** Judges what is known. */
  public static Readiness of(StandingBy standing, Optional<StandbyEvidence> evidence) {
    return new Readiness(
        evidence.isPresent() ? Knowledge.LOOKED : Knowledge.NOT_YET,
        behind(standing),
        evidence.map(Readiness::lacks).orElse(List.of()));
  }

  /** Whether it could take over: what is not known does not count for it. */
  public boolean ready() {
    return known == Knowledge.LOOKED && behind.isEmpty() && lacks.isEmpty();
  }

  /** Whether nothing can be said yet: neither that it could, nor that it could not. */
  public boolean isOpen() {
    return known == Knowledge.NOT_YET && behind.isEmpty();
  }

  private static Optional<String> behind(StandingBy standing) {
    if (standing.behind().isPresent()) {
      return Optional.of(
          "what was verified upstream at %s does not run here".formatted(standing.behind().get()));
    }
    if (!standing.problem().isEmpty()) {
      return Optional.of(standing.problem());
    }
    if (!standing.applied()) {
      return Optional.of("its release is not applied yet");
    }
    return unhealthy(standing.health());
  }

  private static Optional<String> unhealthy(Health health) {
    return switch (health.state()) {
      case DEGRADED, MISSING ->
          Optional.of("it is %s: %s".formatted(health.state().word(), health.why()));
      case HEALTHY, SUSPENDED, PROGRESSING, UNKNOWN -> Optional.empty();
    };
  }

  private static List<Lack> lacks(StandbyEvidence evidence) {
    List<Lack> lacks = new ArrayList<>();
    evidence
        .unknown()
        .forEach(failure ->
            lacks.add(
                new Lack("it could not be looked at: " + failure.message(), failure.remedy())));
    evidence
        .refused()
        .forEach((key, failure) ->
            lacks.add(
                new Lack(
                    "%s would not be applied in the role active: %s"
                        .formatted(key, failure.message()),
                    failure.remedy())));
    Set<ObjectKey> now = Needs.brought(evidence.now(), evidence.namespace());
    evidence
        .needed()
        .forEach((need, presence) -> {
          if (now.contains(need.key())) {
            lacks.add(leaves(need));
          } else {
            lack(need, presence).ifPresent(lacks::add);
          }
        });
    lacks.addAll(room(evidence));
    return List.copyOf(lacks);
  }

  private static Optional<Lack> lack(Need need, Presence presence) {
    ObjectKey by = need.by();
    return switch (presence) {
      case Presence.There ignored -> Optional.empty();
      case Presence.Missing ignored ->
          Optional.of(
              new Lack(
                  "%s is missing, which %s names".formatted(need.text(), by),
                  "Create it in the cluster of the standby, or bring it from Git"));
      case Presence.Unknown(var why) ->
          Optional.of(
              new Lack(
                  "whether %s is there, which %s names, is not known: %s"
                      .formatted(need.text(), by, why.message()),
                  why.remedy()));
    };
  }

  private static Lack leaves(Need need) {
    return new Lack(
        "%s is part of the role standby only and goes with it, but %s names it"
            .formatted(need.text(), need.by()),
        "Let the overlay of the role active bring it, too");
  }

  private static List<Lack> room(StandbyEvidence evidence) {
    List<PodTemplate> now = PodTemplate.of(evidence.now(), evidence.namespace());
    List<PodTemplate> active = PodTemplate.of(evidence.active(), evidence.namespace());
    List<Lack> lacks = new ArrayList<>();
    for (Room room : Room.of(evidence.limits())) {
      lacks.addAll(room.lacks(in(room, now), in(room, active)));
    }
    return lacks;
  }

  private static List<PodTemplate> in(Room room, List<PodTemplate> all) {
    return all.stream().filter(one -> one.owner().namespace().equals(room.namespace())).toList();
  }

  /** The namespaces that Pods of a render run in. */
  public static List<String> namespaces(List<Manifest> objects, String namespace) {
    return PodTemplate.of(objects, namespace).stream()
        .map(pods -> pods.owner().namespace())
        .distinct()
        .toList();
  }

  /** For people: what is lacking, in one line; empty for nothing. */
  public String text() {
    return lacks.stream().map(Lack::what).collect(Collectors.joining("; "));
  }
}
