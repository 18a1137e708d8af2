package dev.sluice.bench;

import java.util.Optional;

/**
 * One line of the result.
 *
 * @param work what was done
 * @param times how long it took; empty where nothing outside tells of the end
 * @param requests to the API server, each time, watches that were opened included
 * @param writes those among them that stored something
 * @param cpuSeconds of the daemon and its render workers, each time
 * @param floorSeconds what it takes without a daemon, measured in the same run; empty where there
 *     is nothing to compare with
 * @param meaning from when to when it was measured
 */
public record Figure(
    String work,
    Optional<Times> times,
    double requests,
    double writes,
    double cpuSeconds,
    Optional<Double> floorSeconds,
    String meaning) {

  /** The median as a multiple of the floor. */
  public Optional<Double> timesFloor() {
    return times.flatMap(taken -> floorSeconds.map(floor -> taken.median() / floor));
  }
}
