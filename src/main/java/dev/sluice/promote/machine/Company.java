package dev.sluice.promote.machine;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the companions of an application in its unit mean for it. What travels together is recorded
 * together, verified together and taken back together.
 *
 * @param notYet why what passed its gates is not recorded yet: whom it waits for
 * @param never why it will not be unless people decide otherwise: a companion was refused
 * @param unproven why a release that passed its gates afterwards is not verified yet
 * @param failed the companion whose part of the running release failed, and why
 * @param stuck why its companions cannot go back, so that it does not either
 * @param unit the name that all entries of the next commit of the unit carry; empty for a release
 *     that changes no companion
 * @param asked requests that were made about a companion, by id: the companion
 * @param kept what the unit keeps although something newer came, by digest
 */
public record Company(
    Optional<String> notYet,
    Optional<String> never,
    Optional<String> unproven,
    Optional<Failed> failed,
    Optional<String> stuck,
    String unit,
    Map<String, String> asked,
    Set<String> kept) {

  /** It travels alone. */
  public static final Company ALONE =
      new Company(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          "",
          Map.of(),
          Set.of());

  /**
   * A companion that failed.
   *
   * @param application its name
   * @param why what the ledger says about it
   */
  public record Failed(String application, String why) {}

  /** Nothing is recorded before all have said how they stand. */
  static Company undecided(Map<String, String> asked, Set<String> kept) {
    return new Company(
        Optional.of("waits for its unit"),
        Optional.empty(),
        Optional.of("waits for its unit"),
        Optional.empty(),
        Optional.empty(),
        "",
        asked,
        kept);
  }
}
