package dev.sluice.promote.strategy;

import dev.sluice.fields.Digests;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.Baselines;
import dev.sluice.promote.ledger.Standing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What runs of an application, as its ledger says: one release, or two side by side while one takes
 * the place of the other. Only the ledger counts, so that every daemon enforces the same, and a
 * restart or a lost resource changes nothing.
 */
public sealed interface Course {

  /** The newest release of those that run: its revision is what the target is at. */
  Entry newest();

  /** The releases that run, the newest first. */
  List<Entry> releases();

  /** Equal digests run the same: another phase of the same releases has another one. */
  String digest();

  /**
   * One release, as it renders.
   *
   * @param release the release
   */
  record Whole(Entry release) implements Course {

    @Override
    public Entry newest() {
      return release;
    }

    @Override
    public List<Entry> releases() {
      return List.of(release);
    }

    @Override
    public String digest() {
      return release.digest();
    }
  }

  /**
   * A release beside the one that carries the traffic, with a share of it.
   *
   * @param stable what ran as a whole before, and runs on as it is
   * @param coming what takes its place if all goes well
   * @param step counted from 1; 0 while it has no traffic yet
   * @param weight its share of the traffic in percent
   */
  record Canary(Entry stable, Entry coming, int step, int weight) implements Course {

    @Override
    public Entry newest() {
      return coming;
    }

    @Override
    public List<Entry> releases() {
      return List.of(coming, stable);
    }

    @Override
    public String digest() {
      return Digests.sha256(
          Map.of(
              "stable",
              stable.digest(),
              "canary",
              coming.digest(),
              "weight",
              String.valueOf(weight)));
    }
  }

  /**
   * Releases in slots of their own. One of them has all of the traffic; the other one is tried
   * before it gets it, or had it and could have it again.
   *
   * @param slots which is where
   */
  record BlueGreen(Slots slots) implements Course {

    @Override
    public Entry newest() {
      return slots.newest().release();
    }

    @Override
    public List<Entry> releases() {
      return Stream.concat(Stream.of(slots.newest()), slots.older().stream())
          .map(Slots.Filled::release)
          .toList();
    }

    @Override
    public String digest() {
      return slots.digest();
    }
  }

  /**
   * The releases that a history says run or should, the newest first: one that failed is not among
   * those that run, and is what its target is judged by until something else is released.
   *
   * @param current the newest release
   * @param newestFirst the entries of one application
   */
  static List<Entry> inForce(Optional<Entry> current, List<Entry> newestFirst) {
    List<Entry> releases = new ArrayList<>(current.stream().toList());
    of(newestFirst).stream()
        .flatMap(course -> course.releases().stream())
        .filter(one -> releases.stream().noneMatch(known -> known.number() == one.number()))
        .forEach(releases::add);
    return List.copyOf(releases);
  }

  /**
   * What a history comes to; empty before the first release.
   *
   * @param newestFirst the entries of one application
   */
  static Optional<Course> of(List<Entry> newestFirst) {
    Baselines baselines = new Baselines();
    for (Entry entry : newestFirst) {
      baselines.older(entry);
      if (entry.kind().effect() == Entry.Effect.RELEASE) {
        // The usual case, and it needs no more of the history.
        return Phases.isPhased(entry)
            ? CourseFold.of(newestFirst).course()
            : Optional.of(new Whole(baselines.of(entry)));
      }
    }
    return Optional.empty();
  }

  /**
   * The release that another one may come beside and be compared with: the newest, if it was
   * verified. After one that was not, nothing is gained by keeping it, and going back has to be
   * fast.
   *
   * @param newestFirst the entries of one application
   * @param standing what they say is in force
   * @param digest of the release that comes; where it is the same, nothing comes
   */
  static Optional<Entry> knownGood(List<Entry> newestFirst, Standing standing, String digest) {
    return of(newestFirst)
        .map(Course::newest)
        .filter(standing.verified()::contains)
        .filter(stable -> !stable.digest().equals(digest));
  }

  /** Numbers of the releases that never ran as a whole: nobody may go back to one of them. */
  static Set<Long> neverWhole(List<Entry> newestFirst) {
    return new HashSet<>(CourseFold.of(newestFirst).partial());
  }
}
