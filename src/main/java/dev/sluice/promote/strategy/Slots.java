package dev.sluice.promote.strategy;

import dev.sluice.fields.Digests;
import dev.sluice.model.promotion.Entry;
import java.util.Map;
import java.util.Optional;

/**
 * The slots of a blue-green application: which release has the traffic, and what stands beside it.
 *
 * @param front what has the traffic
 * @param back what is tried before it gets the traffic, or had it and could have it again; empty
 *     when there is nothing beside
 */
public record Slots(Filled front, Optional<Filled> back) {

  /**
   * A release in a slot.
   *
   * @param slot where
   * @param release which
   */
  public record Filled(Slot slot, Entry release) {

    private String digest() {
      return slot.name() + " " + release.digest();
    }
  }

  /** The newest release of the two. */
  public Filled newest() {
    return back.filter(one -> one.release().number() > front.release().number()).orElse(front);
  }

  /** The one of the two that is not the newest; empty when there is one only. */
  public Optional<Filled> older() {
    return back.map(one -> one.equals(newest()) ? front : one);
  }

  /** Whether a release stands beside and has never had the traffic since it came. */
  public boolean isTried(long release) {
    return back.filter(one -> one.release().number() == release).isPresent()
        && newest().release().number() == release;
  }

  /** Where a new release comes up: beside what has the traffic. */
  public Slot free() {
    return front.slot().equals(Slot.BLUE) ? Slot.GREEN : Slot.BLUE;
  }

  /** Equal digests run the same in the same slots, with the traffic in the same place. */
  public String digest() {
    return Digests.sha256(
        Map.of(
            "front", front.digest(),
            "back", back.map(Filled::digest).orElse(""),
            "tried", newest().slot().name()));
  }

  /** A release came. */
  Slots with(Slot slot, Entry release, boolean switched) {
    Filled filled = new Filled(slot, release);
    if (slot.equals(front.slot())) {
      // What has the traffic is released anew: the same thing, so it simply stays.
      return new Slots(filled, back);
    }
    boolean stands =
        back.filter(one -> one.slot().equals(slot))
            .filter(one -> one.release().digest().equals(release.digest()))
            .filter(one -> !isTried(one.release().number()))
            .isPresent();
    return switched && stands
        ? new Slots(filled, Optional.of(front))
        : new Slots(front, Optional.of(filled));
  }

  /** The traffic goes to a release, if it stands beside. */
  Slots switchedTo(long release) {
    return back.filter(one -> one.release().number() == release)
        .map(one -> new Slots(one, Optional.of(front)))
        .orElse(this);
  }

  /** A release goes, unless it has the traffic. */
  Slots without(long release) {
    return new Slots(front, back.filter(one -> one.release().number() != release));
  }
}
