package dev.sluice.environments;

import dev.sluice.model.Failure;
import dev.sluice.model.KindRules;
import dev.sluice.model.Reason;
import dev.sluice.yaml.YamlDocuments;
import dev.sluice.yaml.YamlNode;
import dev.sluice.yaml.YamlProblem;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a file that holds health rules and nothing else: the daemon's own, and the bundled ones.
 */
public final class HealthRuleFile {

  private static final YamlDocuments.Limits LIMITS = new YamlDocuments.Limits(256 << 10, 32);

  private HealthRuleFile() {}

  /**
   * The rules of a file.
   *
   * @param file its name, for messages
   * @param failures is given what is wrong; the rules are then not complete
   */
  public static List<KindRules> read(String file, byte[] content, List<Failure> failures) {
    Complaints complaints = new Complaints(failures, file, Reason.INVALID_CONFIGURATION);
    List<KindRules> rules = new ArrayList<>();
    try {
      for (YamlNode document : YamlDocuments.read(content, LIMITS)) {
        int before = failures.size();
        Values values = new ShapeCheck(complaints).check(document, HealthShape.ROOT);
        if (failures.size() == before) {
          rules.addAll(new HealthSection(values, file, complaints).at("health"));
        }
      }
    } catch (YamlProblem problem) {
      complaints.add(problem.line(), "", problem.what(), "Mend the file");
    }
    return List.copyOf(rules);
  }
}
