package dev.sluice.loop;

import dev.sluice.model.Installation;
import dev.sluice.model.Labels;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The targets that are being reconciled, by id and by the name in their objects' label. */
public final class Targets {

  private final Map<TargetId, Target> byId = new ConcurrentHashMap<>();
  private final Map<String, TargetId> byName = new ConcurrentHashMap<>();

  /** The target of an id; empty when it is not reconciled any more. */
  public Optional<Target> find(TargetId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The target that a label value of this installation names; empty when there is none. */
  public Optional<TargetId> named(String labelValue) {
    return Optional.ofNullable(byName.get(Installation.nameIn(labelValue)));
  }

  /** All of them. */
  public Collection<Target> all() {
    return List.copyOf(byId.values());
  }

  /** Replaces the targets of one repository and returns those that are new or changed. */
  public synchronized Difference replace(String repository, List<Target> now) {
    List<TargetId> changed = new ArrayList<>();
    for (Target target : now) {
      if (!target.equals(byId.put(target.id(), target))) {
        byName.put(Labels.shortName(target.id()), target.id());
        byName.put(Labels.shortName(Labels.hooksOf(target.id())), target.id());
        changed.add(target.id());
      }
    }
    Set<TargetId> wanted = now.stream().map(Target::id).collect(Collectors.toSet());
    List<TargetId> gone = new ArrayList<>();
    for (TargetId id : List.copyOf(byId.keySet())) {
      if (id.repository().equals(repository) && !wanted.contains(id)) {
        byId.remove(id);
        byName.remove(Labels.shortName(id));
        byName.remove(Labels.shortName(Labels.hooksOf(id)));
        gone.add(id);
      }
    }
    return new Difference(changed, gone);
  }

  /**
   * What a replacement changed.
   *
   * @param changed new targets, and those whose settings changed
   * @param gone targets that are not declared any more
   */
  public record Difference(List<TargetId> changed, List<TargetId> gone) {}
}
