package dev.sluice.environments;

import dev.sluice.model.Origin;
import dev.sluice.model.promotion.Follows;
import dev.sluice.model.promotion.OwnPolicy;
import dev.sluice.model.promotion.PromotionPolicy;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** From the checked fields of an environment to how revisions come into it. */
record PromotionSection(Values values, Complaints complaints, Follows follows) {

  private static final String UNITS = "spec.units";
  private static final String MAX_LAG = "spec.maxLag";
  private static final String APPLICATIONS = "spec.applications";

  /** The policy of the environment. */
  PromotionPolicy policy() {
    if (follows instanceof Follows.Ref && values.has(MAX_LAG)) {
      complaints.add(
          values.line(MAX_LAG),
          MAX_LAG,
          "has nothing to measure from, because no environment is followed",
          "Take it out, or follow an environment");
    }
    PromotionPolicy read = section("spec").policy(PromotionPolicy.NONE);
    return new PromotionPolicy(
        read.gates(),
        read.supersede(),
        read.maxAge(),
        read.minHealthy(),
        read.deadline(),
        read.rollback(),
        Optional.of(Durations.of(values.text(MAX_LAG), Duration.ZERO)).filter(Duration::isPositive),
        units(),
        read.strategy(),
        read.reverify());
  }

  /** Those of the applications that have something of their own, by name. */
  Map<String, OwnPolicy> own(PromotionPolicy ofAll) {
    Map<String, OwnPolicy> own = new TreeMap<>();
    for (String name : values.keys(APPLICATIONS)) {
      String path = Values.key(APPLICATIONS, name);
      own.put(
          name,
          new OwnPolicy(
              section(path).policy(ofAll), new Origin(complaints.file(), values.line(path))));
    }
    return Collections.unmodifiableMap(own);
  }

  private PolicySection section(String path) {
    return new PolicySection(values, complaints, follows, path);
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
