package dev.sluice.diff;

import dev.sluice.fields.Amendment;
import dev.sluice.fields.IgnoredFields;
import dev.sluice.model.IgnoreRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The lines that tell which fields are left to others, and to whom. */
final class LeftFields {

  private LeftFields() {}

  /** What we let go with the next apply. */
  static List<String> handedOver(Amendment amendment, IgnoredFields ignored) {
    List<String> lines = new ArrayList<>();
    for (String path : amendment.leftPaths()) {
      String to =
          ignored.rules().stream()
              .filter(rule -> new IgnoredFields(List.of(rule)).covers(path, ""))
              .map(LeftFields::to)
              .findFirst()
              .orElseGet(() -> String.join(", ", ignored.managers()));
      lines.add(path + " is left to " + to + ", and keeps its live value");
    }
    return lines;
  }

  /** What somebody of whom we know already has. */
  static List<String> had(IgnoredFields ignored) {
    return ignored.rules().stream()
        .filter(rule -> !rule.inFavourOf().isEmpty() && !rule.fields().isEmpty())
        .map(rule ->
            rule.fields().stream().map(Object::toString).collect(Collectors.joining(", "))
                + " is left to "
                + rule.inFavourOf())
        .toList();
  }

  private static String to(IgnoreRule rule) {
    return rule.inFavourOf().isEmpty() ? "others by ignoreDifferences" : rule.inFavourOf();
  }
}
