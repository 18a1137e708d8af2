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

  LedgerReader(People people) {
    this.people = people;
  }

  /**
   * What a ledger holds.
   *
   * @throws Stopped when it was edited by hand and nobody vouches for it, or cannot be read
   */
  LedgerState read(Ledger ledger, String repository, String environment) throws Stopped {
    try {
      return ledger.read();
    } catch (Stopped stopped) {
      Optional<Request> request =
          stopped.failure().reason() == Reason.LEDGER_EDITED
              ? acknowledgement(repository, environment)
              : Optional.empty();
      if (request.isEmpty()) {
        throw stopped;
      }
      LOG.warnf(
          "%s of %s: %s takes the ledger as it stands, although: %s",
          environment, repository, request.get().by(), stopped.failure());
      return ledger.acknowledge(EnvironmentRequests.acknowledgement(request.get())).now();
    }
  }

  private Optional<Request> acknowledgement(String repository, String environment) throws Stopped {
    return people.requests(repository, environment).stream()
        .filter(request -> request.action() == Request.Action.ACKNOWLEDGE)
        .findFirst();
  }
}
