package dev.sluice.loop;

import dev.sluice.live.OtherTargets;
import dev.sluice.model.Labels;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What the other targets of a cluster want. It is read from Git at the moment of the question, not
 * remembered: when one commit moves an object from one target to another, whichever of the two runs
 * first must know what the other one is about to want.
 */
public final class Wants {

  private static final Logger LOG = Logger.getLogger(Wants.class);

  private final Targets targets;
  private final Aims aims;

  /** Looks at these targets. */
  public Wants(Targets targets, Aims aims) {
    this.targets = targets;
    this.aims = aims;
  }

  /** What all but one target want; nothing is rendered before the first question. */
  OtherTargets besides(Target target) {
    return new Besides(target);
  }

  private Map<TargetId, Set<ObjectKey>> others(Target target) {
    Map<TargetId, Set<ObjectKey>> wanted = new TreeMap<>();
    for (Target other : targets.all()) {
      if (!other.id().equals(target.id()) && other.cluster().equals(target.cluster())) {
        keys(other).ifPresent(keys -> wanted.put(other.id(), keys));
      }
    }
    return wanted;
  }

  private Optional<Set<ObjectKey>> keys(Target other) {
    try {
      return Optional.of(
          aims.of(other).desired().objects().stream()
              .map(object -> object.manifest().key())
              .map(key -> new ObjectKey(key.group(), key.kind(), namespace(key, other), key.name()))
              .collect(Collectors.toUnmodifiableSet()));
    } catch (Stopped stopped) {
      LOG.debugf("%s: what it wants is not known: %s", other.id(), stopped.failure());
      return Optional.empty();
    }
  }

  /**
   * Whether a kind has namespaces is not known here; {@link Besides} compares with that in mind.
   */
  private static String namespace(ObjectKey key, Target target) {
    return key.namespace().isEmpty() ? target.effectiveNamespace() : key.namespace();
  }

  /** The answers for one run of one target. */
  private final class Besides implements OtherTargets {

    private final Target target;
    private @Nullable Map<TargetId, Set<ObjectKey>> wanted;

    Besides(Target target) {
      this.target = target;
    }

    @Override
    public Optional<String> wantedBy(ObjectKey key) {
      return wanted().entrySet().stream()
          .filter(entry -> contains(entry.getValue(), key))
          .map(entry -> entry.getKey().toString())
          .findFirst();
    }

    @Override
    public boolean givenUp(ObjectKey key, String name) {
      return wanted().entrySet().stream()
          .anyMatch(entry -> isCalled(entry.getKey(), name) && !contains(entry.getValue(), key));
    }

    private synchronized Map<TargetId, Set<ObjectKey>> wanted() {
      Map<TargetId, Set<ObjectKey>> known = wanted;
      if (known == null) {
        known = others(target);
        wanted = known;
      }
      return known;
    }

    private static boolean isCalled(TargetId id, String name) {
      return Labels.shortName(id).equals(name) || Labels.targetName(id).equals(name);
    }

    private static boolean contains(Set<ObjectKey> keys, ObjectKey key) {
      return keys.contains(key)
          || (key.namespace().isEmpty()
              && keys.stream()
                  .anyMatch(other ->
                      other.kind().equals(key.kind())
                          && other.group().equals(key.group())
                          && other.name().equals(key.name())));
    }
  }
}
