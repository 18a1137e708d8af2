package dev.sluice.promote.gate;

import dev.sluice.model.promotion.Follows;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.promote.ledger.Standing;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.Running;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What every gate may look at: what is on its way, and how things stand where it goes and where it
 * comes from.
 *
 * @param now the time
 * @param promotion what is on its way, with what its gates said before
 * @param standing what its target's ledger comes to
 * @param running what its target's last run found
 * @param follows what its environment follows
 * @param upstreams the environments that are followed or named by a gate, by name; none for one
 *     whose ledger cannot be read
 */
public record GateContext(
    Instant now,
    Promotion promotion,
    Standing standing,
    Running running,
    Follows follows,
    Map<String, Upstream> upstreams) {

  /** What a gate said the last time. */
  Optional<GateResult> before(Gate gate) {
    return promotion.gates().stream()
        .filter(result -> result.gate().equals(gate.name()) && result.phase() == gate.phase())
        .filter(result -> result.kind().equals(gate.word()))
        .findFirst();
  }
}
