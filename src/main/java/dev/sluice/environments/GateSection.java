package dev.sluice.environments;

import dev.sluice.model.Origin;
import dev.sluice.model.promotion.Gate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** From the checked {@code spec.gates} of an environment to its gates. */
record GateSection(Values values, Complaints complaints) {

  static final String PATH = "spec.gates";

  /** The gates, in the order of the file. */
  List<Gate> gates() {
    GateChecks checks = new GateChecks(values, complaints);
    List<Gate> gates = new ArrayList<>();
    Map<String, Gate> byName = new HashMap<>();
    for (String element : values.elements(PATH)) {
      String kind = values.keys(element).getFirst();
      String path = element + "." + kind;
      Origin origin = new Origin(complaints.file(), values.line(path));
      Gate gate = new GateReader(values, complaints, checks, path, origin).read(kind);
      Gate same = byName.putIfAbsent(gate.name(), gate);
      if (same != null) {
        complaints.add(
            origin.line(),
            path,
            "the gate of line %d is called %s too".formatted(same.origin().line(), gate.name()),
            "Give one of them another name: what a gate said is recorded under it");
      }
      gates.add(gate);
    }
    return List.copyOf(gates);
  }
}
