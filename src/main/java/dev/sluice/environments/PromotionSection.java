package dev.sluice.environments;

import dev.sluice.model.promotion.Follows;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.model.promotion.PromotionPolicy.Rollback;
import dev.sluice.model.promotion.PromotionPolicy.Supersede;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From the checked fields of an environment to how revisions come into it. */
record PromotionSection(Values values, Complaints complaints) {

  private static final String UNITS = "spec.units";
  private static final String MAX_LAG = "spec.maxLag";

  /** The policy of an environment that follows this. */
  PromotionPolicy policy(Follows follows) {
    List<Gate> gates = new GateSection(values, complaints).gates();
    if (follows instanceof Follows.Ref) {
      gates.stream().filter(Gate.Soak.class::isInstance).forEach(this::soaksNowhere);
      if (values.has(MAX_LAG)) {
        complaints.add(
            values.line(MAX_LAG),
            MAX_LAG,
            "has nothing to measure from, because no environment is followed",
            "Take it out, or follow an environment");
      }
    }
    return new PromotionPolicy(
        gates,
        supersede(gates),
        duration("maxAge", PromotionPolicy.NONE.maxAge()),
        duration("minHealthy", PromotionPolicy.NONE.minHealthy()),
        duration("deadline", PromotionPolicy.NONE.deadline()),
        values.flag("spec.rollback.automatic", false) ? Rollback.AUTOMATIC : Rollback.MANUAL,
        Optional.of(duration("maxLag", Duration.ZERO)).filter(Duration::isPositive),
        units());
  }

  private void soaksNowhere(Gate gate) {
    complaints.add(
        gate.origin().line(),
        GateSection.PATH,
        "the gate %s waits for time spent upstream, but no environment is followed"
            .formatted(gate.name()),
        "Take it out, or follow an environment");
  }

  /** What people have agreed to, or waited for, is not to be lost to the next commit. */
  private Supersede supersede(List<Gate> gates) {
    return switch (values.text("spec.supersede")) {
      case "latest" -> Supersede.LATEST;
      case "sticky" -> Supersede.STICKY;
      case "queue" -> Supersede.QUEUE;
      default ->
          gates.stream()
                  .anyMatch(gate -> gate instanceof Gate.Approval || gate instanceof Gate.Soak)
              ? Supersede.STICKY
              : Supersede.LATEST;
    };
  }

  private Duration duration(String field, Duration ifAbsent) {
    return Durations.of(values.text("spec." + field), ifAbsent);
  }

  private List<List<String>> units() {
    Map<String, String> taken = new HashMap<>();
    for (String unit : values.elements(UNITS)) {
      List<String> paths = values.elements(unit);
      if (paths.size() < 2) {
        complaints.add(
            values.line(unit),
            unit,
            "is a unit of "
                + (paths.isEmpty() ? "nothing" : values.text(paths.getFirst()) + " alone"),
            "Name at least two applications; those in no unit travel alone");
      }
      for (String path : paths) {
        String first = taken.putIfAbsent(values.text(path), path);
        if (first != null) {
          complaints.add(
              values.line(path),
              path,
              "%s is named in %s already".formatted(values.text(path), first),
              "An application travels in one unit");
        }
      }
    }
    return values.elements(UNITS).stream().map(values::texts).toList();
  }
}
