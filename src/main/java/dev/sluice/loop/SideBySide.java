package dev.sluice.loop;

import dev.sluice.fields.Digests;
import dev.sluice.model.Manifest;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Strategy;
import dev.sluice.plan.Hook;
import dev.sluice.promote.Beside;
import dev.sluice.promote.strategy.CanaryObjects;
import dev.sluice.promote.strategy.Course;
import dev.sluice.render.Desired;
import dev.sluice.render.DesiredObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Two releases of one target, composed to what is applied while both run. */
final class SideBySide {

  private SideBySide() {}

  /**
   * What both come to.
   *
   * @param beside how they stand to each other
   * @param stable the older one, as it renders
   * @param coming the newer one, as it renders
   * @throws Stopped when they cannot run side by side
   */
  static Composition of(Beside beside, Composition stable, Composition coming) throws Stopped {
    return switch (beside.course()) {
      case Course.Whole ignored -> coming;
      case Course.Canary course -> canary(course, beside.how(), stable, coming);
    };
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
    List<String> warnings = new ArrayList<>(stable.desired().warnings());
    warnings.addAll(coming.desired().warnings());
    return new Composition(
        new Desired(objects, coming.desired().closure(), course.digest(), List.copyOf(warnings)),
        stable.settings(),
        coming.file(),
        hooks(coming),
        Optional.empty(),
        List.of(),
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
