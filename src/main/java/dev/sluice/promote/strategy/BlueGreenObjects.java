package dev.sluice.promote.strategy;

import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import dev.sluice.render.DesiredObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a blue-green application comes to: each release in its slot, and what they share as the one
 * that serves has it. Pure.
 *
 * <p>Beside every Service that is switched stands one that ends in {@code -preview}: it leads to
 * the release that is being tried, so that a smoke test reaches it before anybody else does.
 */
public final class BlueGreenObjects {

  private static final String PREVIEW = "-preview";

  private BlueGreenObjects() {}

  /**
   * A release in a slot.
   *
   * @param services the Services that were to be switched when it came; empty for all that select a
   *     Deployment
   * @param objects what it renders to
   */
  public record Side(Slot slot, List<String> services, List<DesiredObject> objects) {

    private SwitchedServices switched() throws Stopped {
      // What ran before there were slots knew nothing of the names.
      return slot.isPlain()
          ? SwitchedServices.among(objects, services)
          : SwitchedServices.of(objects, services);
    }
  }

  /**
   * The objects, sorted by key, and those that belong to the other release alone.
   *
   * @param objects all of them
   * @param aside keys of what the newest release is not judged by
   */
  public record Composed(List<DesiredObject> objects, Set<ObjectKey> aside) {}

  /**
   * Checks that a release could come up in a slot.
   *
   * @param services the Services that are switched; empty for all that select a Deployment
   * @throws Stopped when it could not
   */
  static void requireSwitchable(List<String> services, List<DesiredObject> release) throws Stopped {
    var unused =
        compose(new Side(Slot.BLUE, services, release), Optional.empty(), Slot.BLUE).objects();
  }

  /**
   * Puts two releases side by side.
   *
   * @param serves the release that gets the traffic
   * @param other the one beside it; empty for none
   * @param tried which of the two a smoke test is to reach
   * @throws Stopped when the strategy cannot be applied to the objects
   */
  public static Composed compose(Side serves, Optional<Side> other, Slot tried) throws Stopped {
    SwitchedServices switched = serves.switched();
    SlotCopies front = SlotCopies.of(serves.objects(), switched.workloads(), serves.slot());
    Map<ObjectKey, DesiredObject> all = new LinkedHashMap<>();
    add(all, front.slotted());
    Set<ObjectKey> beside = new HashSet<>();
    List<DesiredObject> once = new ArrayList<>(front.shared());
    if (other.isPresent()) {
      Side back = other.get();
      SwitchedServices there = back.switched();
      SlotCopies copies = SlotCopies.of(back.objects(), there.workloads(), back.slot());
      add(all, copies.slotted());
      copies.slotted().forEach(one -> beside.add(one.manifest().key()));
      once.addAll(copies.shared());
    }
    // What both have is as the release that serves has it: the other one must not be noticed.
    Set<ObjectKey> known = new HashSet<>();
    for (DesiredObject object : once) {
      ObjectKey key = object.manifest().key();
      if (!known.add(key)) {
        continue;
      }
      if (switched.services().contains(key)) {
        add(all, List.of(leadingTo(serves.slot(), object)));
        add(all, List.of(preview(object, tried)));
      } else if (!all.containsKey(key)) {
        all.put(key, object);
      }
    }
    return new Composed(
        all.values().stream().sorted(Comparator.comparing(one -> one.manifest().key())).toList(),
        aside(front, beside, serves.slot(), tried));
  }

  private static Set<ObjectKey> aside(
      SlotCopies front, Set<ObjectKey> beside, Slot serves, Slot tried) {
    if (serves.equals(tried)) {
      return Set.copyOf(beside);
    }
    Set<ObjectKey> aside = new HashSet<>();
    front.slotted().forEach(one -> aside.add(one.manifest().key()));
    return Set.copyOf(aside);
  }

  private static void add(Map<ObjectKey, DesiredObject> all, List<DesiredObject> objects)
      throws Stopped {
    for (DesiredObject object : objects) {
      if (all.putIfAbsent(object.manifest().key(), object) != null) {
        throw SwitchedServices.impossible(
            "%s is rendered, and blue-green needs that name for one of its own"
                .formatted(object.manifest().key()),
            "Give the rendered object another name");
      }
    }
  }

  private static DesiredObject leadingTo(Slot slot, DesiredObject service) {
    return slot.isPlain()
        ? service
        : Objects.with(
            service,
            Objects.put(service.manifest().content(), "spec", "selector", Slot.LABEL, slot.name()));
  }

  private static DesiredObject preview(DesiredObject service, Slot tried) {
    Manifest manifest = service.manifest();
    Map<String, Object> metadata = new LinkedHashMap<>(Trees.map(manifest.content(), "metadata"));
    // They ask load balancers, name servers and others for what there is only once.
    metadata.remove("annotations");
    Map<String, Object> content = new LinkedHashMap<>(manifest.content());
    content.put("metadata", metadata);
    content.put("spec", Services.inside(manifest, Services.selector(manifest)));
    return leadingTo(tried, Objects.named(service, manifest.name() + PREVIEW, content));
  }
}
