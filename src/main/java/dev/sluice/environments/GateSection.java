package dev.sluice.environments;

import dev.sluice.model.Origin;
import dev.sluice.model.promotion.Gate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * From a checked list of gates to the gates.
 *
 * @param path path of the list: {@code spec.gates}
 * @param before gates that are asked anyway; their names are taken
 */
record GateSection(Values values, Complaints complaints, String path, List<Gate> before) {

  /** Those before and those of the list, in the order of the file. */
  List<Gate> gates() {
    GateChecks checks = new GateChecks(values, complaints);
    List<Gate> gates = new ArrayList<>(before);
    Map<String, Gate> byName = new HashMap<>();
    before.forEach(gate -> byName.put(gate.name(), gate));
    for (String element : values.elements(path)) {
      String kind = values.keys(element).getFirst();
      String at = element + "." + kind;
      Origin origin = new Origin(complaints.file(), values.line(at));
      Gate gate = new GateReader(values, complaints, checks, at, origin).read(kind);
      Gate same = byName.putIfAbsent(gate.name(), gate);
      if (same != null) {
        complaints.add(
            origin.line(),
            at,
            "the gate of line %d is called %s too".formatted(same.origin().line(), gate.name()),
            "Give one of them another name: what a gate said is recorded under it");
      }
      gates.add(gate);
    }
    return List.copyOf(gates);
  }
}
