package dev.sluice.loop;

import dev.sluice.diff.Claims;
import dev.sluice.live.Live;
import dev.sluice.live.ObjectState;
import dev.sluice.live.Subject;
import dev.sluice.model.Labels;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

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

  /** The claims that matter to one target; nothing is rendered where none can matter. */
  Claims besides(Target target, Live live) {
    String name = Labels.targetName(target.id());
    if (live.subjects().stream().noneMatch(subject -> isDisputed(subject, name))) {
      return Claims.NONE;
    }
    Map<String, Set<ObjectKey>> wanted = new HashMap<>();
    for (Target other : targets.all()) {
      if (!other.id().equals(target.id()) && other.cluster().equals(target.cluster())) {
        keys(other).ifPresent(keys -> wanted.put(Labels.targetName(other.id()), keys));
      }
    }
    return new Known(wanted);
  }

  private static boolean isDisputed(Subject subject, String name) {
    if (subject.desired().isEmpty()) {
      return true;
    }
    return subject.state() instanceof ObjectState.Present present
        && !present.live().label(Labels.TARGET).isEmpty()
        && !present.live().label(Labels.TARGET).equals(name);
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

  /** Whether a kind has namespaces is not known here; {@link Known} compares with that in mind. */
  private static String namespace(ObjectKey key, Target target) {
    return key.namespace().isEmpty() ? target.effectiveNamespace() : key.namespace();
  }

  private record Known(Map<String, Set<ObjectKey>> wanted) implements Claims {

    @Override
    public Optional<String> wantedBy(ObjectKey key) {
      return wanted.entrySet().stream()
          .filter(entry -> contains(entry.getValue(), key))
          .map(Map.Entry::getKey)
          .min(String::compareTo);
    }

    @Override
    public boolean givenUp(ObjectKey key, String targetName) {
      Set<ObjectKey> keys = wanted.get(targetName);
      return keys != null && !contains(keys, key);
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
