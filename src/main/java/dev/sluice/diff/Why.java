package dev.sluice.diff;

import dev.sluice.model.Labels;
import dev.sluice.model.Observed.ForeignField;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The lines that tell people why. */
final class Why {

  private static final int SHOWN = 5;

  private Why() {}

  static String updated(List<FieldChange> fields) {
    List<FieldChange> others = fields.stream().filter(Why::byOthers).toList();
    String line = "Git changed it: " + count(fields.size(), "field");
    return others.isEmpty() ? line : line + "; also changed behind its back: " + writers(others);
  }

  static String drifted(List<FieldChange> fields) {
    return writers(fields);
  }

  static String adopted(Optional<Tool> from, List<String> marks, List<FieldChange> fields) {
    StringBuilder line = new StringBuilder("it was there before");
    line.append(
        from.map(tool -> ": taken over from " + tool.title())
            .orElse(" and belonged to no other tool: taken over"));
    if (!fields.isEmpty()) {
      line.append(", ").append(count(fields.size(), "field")).append(" changed");
    }
    if (!marks.isEmpty()) {
      line.append("; its former owner's marks go: ").append(String.join(", ", marks));
    }
    return line.toString();
  }

  static String foreign(List<ForeignField> fields) {
    return "not from Git: "
        + list(
            fields.stream()
                .map(field -> field.path() + by(field.manager(), field.since()))
                .toList());
  }

  private static String writers(List<FieldChange> fields) {
    return list(
        fields.stream().map(field -> field.path() + by(field.owner(), field.since())).toList());
  }

  private static boolean byOthers(FieldChange field) {
    return !field.owner().isEmpty() && !field.owner().equals(Labels.FIELD_MANAGER);
  }

  private static String by(String manager, String since) {
    String by = manager.isEmpty() ? "" : " by " + manager;
    return manager.isEmpty() || since.isEmpty() ? by : by + " since " + since;
  }

  private static String list(List<String> all) {
    String shown = all.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return all.size() > SHOWN ? shown + " and " + (all.size() - SHOWN) + " more" : shown;
  }

  private static String count(int count, String noun) {
    return count == 1 ? "1 " + noun : count + " " + noun + "s";
  }
}
