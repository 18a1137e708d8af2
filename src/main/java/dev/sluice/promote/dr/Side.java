package dev.sluice.promote.dr;

import dev.sluice.model.Health;
import dev.sluice.model.promotion.Role;
import dev.sluice.model.promotion.Roles;
import dev.sluice.promote.RoleInForce;
import dev.sluice.promote.ledger.LedgerState;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One of the two environments of a takeover.
 *
 * @param environment its name
 * @param roles what it runs in which role
 * @param ledger what is on record for it
 * @param unknown why the ledger cannot be read or written; empty when it can
 * @param members its applications that have a release
 */
public record Side(
    String environment, Roles roles, LedgerState ledger, String unknown, List<Member> members) {

  /** The role in force. */
  public Role role() {
    return RoleInForce.of(ledger).orElse(roles.initial());
  }

  /** The first application that is not yet what its role makes of it; empty when all are. */
  Optional<String> notIn(Role role) {
    return first(member -> !member.isIn(role)).map(member -> member.behind(role));
  }

  /** The first application that is not healthy, and why; empty when all are. */
  Optional<String> unhealthy() {
    return first(member -> !member.isHealthy())
        .map(member ->
            "%s is %s: %s"
                .formatted(
                    member.application(), member.health().state().word(), member.health().why()));
  }

  private Optional<Member> first(Predicate<Member> which) {
    return members.stream().filter(which).findFirst();
  }

  /**
   * What the last run of an application found.
   *
   * @param application its name
   * @param applied whether all of its release is applied
   * @param role the role that it was brought into; empty where all roles run the same, or nothing
   *     is known
   * @param health how it is
   * @param problem what went wrong; empty for nothing
   */
  public record Member(
      String application, boolean applied, Optional<Role> role, Health health, String problem) {

    boolean isIn(Role wanted) {
      return applied && problem.isEmpty() && role.map(wanted::equals).orElse(true);
    }

    boolean isHealthy() {
      return switch (health.state()) {
        case HEALTHY, SUSPENDED -> true;
        case PROGRESSING, UNKNOWN, MISSING, DEGRADED -> false;
      };
    }

    private String behind(Role wanted) {
      return problem.isEmpty()
          ? "%s is not applied as %s".formatted(application, wanted.word())
          : "%s: %s".formatted(application, problem);
    }
  }
}
