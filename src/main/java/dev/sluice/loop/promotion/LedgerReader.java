package dev.sluice.loop.promotion;

import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.machine.EnvironmentRequests;
import dev.sluice.promote.machine.Request;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Reads ledgers, also those that somebody else wrote to and a person vouches for. */
final class LedgerReader {

  private static final Logger LOG = Logger.getLogger(LedgerReader.class);

  private final People people;
  private final Runnable taken;

  /**
   * Asks people.
   *
   * @param taken told when a ledger was taken as it stands
   */
  LedgerReader(People people, Runnable taken) {
    this.people = people;
    this.taken = taken;
  }

  /**
   * What a ledger holds.
   *
   * @throws Stopped when it was edited by hand or moved while it was out of reach, and nobody
   *     vouches for it, or it cannot be read
   */
  LedgerState read(Ledger ledger, String repository, String environment) throws Stopped {
    try {
      return ledger.read();
    } catch (Stopped stopped) {
      Optional<Request> request =
          isForPeople(stopped.failure().reason())
              ? acknowledgement(repository, environment)
              : Optional.empty();
      if (request.isEmpty()) {
        throw stopped;
      }
      LOG.warnf(
          "%s of %s: %s takes the ledger as it stands, although: %s",
          environment, repository, request.get().by(), stopped.failure());
      LedgerState now =
          ledger.acknowledge(EnvironmentRequests.acknowledgement(request.get())).now();
      taken.run();
      return now;
    }
  }

  /** Whether a person may take it as it stands. */
  private static boolean isForPeople(Reason reason) {
    return reason == Reason.LEDGER_EDITED || reason == Reason.LEDGER_HELD;
  }

  private Optional<Request> acknowledgement(String repository, String environment) throws Stopped {
    return people.requests(repository, environment).stream()
        .filter(request -> request.action() == Request.Action.ACKNOWLEDGE)
        .findFirst();
  }
}
