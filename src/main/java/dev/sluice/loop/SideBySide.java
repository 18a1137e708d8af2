package dev.sluice.loop;

import dev.sluice.fields.Digests;
import dev.sluice.model.Manifest;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Strategy;
import dev.sluice.plan.Hook;
import dev.sluice.promote.Beside;
import dev.sluice.promote.strategy.BlueGreenObjects;
import dev.sluice.promote.strategy.CanaryObjects;
import dev.sluice.promote.strategy.Course;
import dev.sluice.promote.strategy.Phases;
import dev.sluice.promote.strategy.Slots;
import dev.sluice.render.Desired;
import dev.sluice.render.DesiredObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Releases of one target that do not run as they render, composed to what is applied. */
final class SideBySide {

  private SideBySide() {}

  /**
   * What they come to.
   *
   * @param beside how they stand to each other
   * @param older the older one, as it renders; empty where there is none
   * @param coming the newer one, as it renders
   * @throws Stopped when they cannot run side by side
   */
  static Composition of(Beside beside, Optional<Composition> older, Composition coming)
      throws Stopped {
    return switch (beside.course()) {
      case Course.Whole ignored -> coming;
      case Course.Canary course -> canary(course, beside.how(), older.orElseThrow(), coming);
      case Course.BlueGreen course -> slots(course, older, coming);
    };
  }

  /** Each in its slot; what they share is as the one has it that has the traffic. */
  private static Composition slots(
      Course.BlueGreen course, Optional<Composition> older, Composition coming) throws Stopped {
    Slots slots = course.slots();
    Slots.Filled newest = slots.newest();
    boolean tried = slots.isTried(newest.release().number());
    List<String> services = Phases.services(newest.release());
    BlueGreenObjects.Side mine = side(newest, services, coming);
    Optional<BlueGreenObjects.Side> other = Optional.empty();
    if (older.isPresent()) {
      other = Optional.of(side(slots.older().orElseThrow(), services, older.get()));
    }
    BlueGreenObjects.Composed composed =
        tried
            ? BlueGreenObjects.compose(other.orElseThrow(), Optional.of(mine), newest.slot())
            : BlueGreenObjects.compose(mine, other, newest.slot());
    return new Composition(
        new Desired(
            composed.objects(),
            coming.desired().closure(),
            course.digest(),
            warnings(older, coming)),
        tried ? older.orElseThrow().settings() : coming.settings(),
        coming.file(),
        tried ? hooks(coming) : coming.hooks(),
        coming.own(),
        coming.roles(),
        Optional.of(new Composition.Mixed(course.digest(), composed.aside())));
  }

  /** What was there before the slots takes part with the Services that the newer one names. */
  private static BlueGreenObjects.Side side(
      Slots.Filled filled, List<String> newest, Composition composition) {
    boolean inSlot = Phases.isPhased(filled.release()) && !filled.slot().isPlain();
    return new BlueGreenObjects.Side(
        filled.slot(),
        inSlot ? Phases.services(filled.release()) : newest,
        composition.desired().objects());
  }

  private static List<String> warnings(Optional<Composition> older, Composition coming) {
    List<String> warnings = new ArrayList<>();
    older.ifPresent(one -> warnings.addAll(one.desired().warnings()));
    warnings.addAll(coming.desired().warnings());
    return List.copyOf(warnings);
  }

  /** The stable release stays as it is, to the last field; copies of the new one come beside it. */
  private static Composition canary(
      Course.Canary course, Strategy how, Composition stable, Composition coming) throws Stopped {
    Stream<DesiredObject> copies =
        CanaryObjects.of(how, manifests(stable), manifests(coming), course.weight()).stream()
            .map(copy -> new DesiredObject(copy, Digests.sha256(copy.content())));
    List<DesiredObject> objects =
        Stream.concat(stable.desired().objects().stream(), copies)
            .sorted(Comparator.comparing((DesiredObject one) -> one.manifest().key()))
            .toList();
    return new Composition(
        new Desired(
            objects,
            coming.desired().closure(),
            course.digest(),
            warnings(Optional.of(stable), coming)),
        stable.settings(),
        coming.file(),
        hooks(coming),
        coming.own(),
        coming.roles(),
        Optional.of(new Composition.Mixed(course.digest(), Set.of())));
  }

  /** What has to be done before the new release runs at all; the rest waits until it is whole. */
  private static List<Hook> hooks(Composition coming) {
    return coming.hooks().stream().filter(hook -> hook.point() == Hook.Point.BEFORE_APPLY).toList();
  }

  private static List<Manifest> manifests(Composition composition) {
    return composition.desired().objects().stream().map(DesiredObject::manifest).toList();
  }
}
