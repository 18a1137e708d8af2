package dev.sluice.environments;

import dev.sluice.fields.Digests;
import dev.sluice.model.ApplicationSettings;
import dev.sluice.model.Failure;
import dev.sluice.model.KindRules;
import dev.sluice.model.Reason;
import dev.sluice.model.SourceTree;
import dev.sluice.model.SyncPolicy.Adoption;
import dev.sluice.yaml.YamlDocuments;
import dev.sluice.yaml.YamlNode;
import dev.sluice.yaml.YamlNode.Mapping;
import dev.sluice.yaml.YamlNode.Scalar;
import dev.sluice.yaml.YamlProblem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one application file: a single document. */
final class ApplicationParser {

  private static final YamlDocuments.Limits LIMITS = new YamlDocuments.Limits(256 << 10, 32);

  private ApplicationParser() {}

  /**
   * The settings of a file; empty where it is a manifest of another tool's kind that happens to
   * have the same name. What is wrong is added to the failures.
   */
  static Optional<ApplicationSettings> parse(
      SourceTree.Entry file, byte[] content, List<Failure> failures) {
    Complaints complaints = new Complaints(failures, file.path(), Reason.INVALID_APPLICATION);
    List<YamlNode> documents;
    try {
      documents = YamlDocuments.read(content, LIMITS);
    } catch (YamlProblem problem) {
      complaints.add(problem.line(), "", problem.what(), "Mend the file and push again");
      return Optional.empty();
    }
    if (documents.stream().anyMatch(ApplicationParser::isOtherManifest)) {
      return Optional.empty();
    }
    if (documents.size() != 1) {
      complaints.add(
          0,
          "",
          "holds " + documents.size() + " documents",
          "Keep the one that describes the application");
      return Optional.empty();
    }
    int before = failures.size();
    Values values = new ShapeCheck(complaints).check(documents.getFirst(), ApplicationShape.ROOT);
    if (failures.size() > before) {
      return Optional.empty();
    }
    List<KindRules> health = new HealthSection(values, file.path(), complaints).at("spec.health");
    Map<String, String> required = new GateChecks(values, complaints).rules("spec.config.required");
    return failures.size() == before
        ? Optional.of(settings(values, health, required, content))
        : Optional.empty();
  }

  private static ApplicationSettings settings(
      Values values, List<KindRules> health, Map<String, String> required, byte[] content) {
    return new ApplicationSettings(
        values.texts("spec.dependsOn"),
        values.flag("spec.adopt", false) ? Adoption.TAKE_OVER : Adoption.REFUSE,
        IgnoreSection.rules(values),
        health,
        required,
        Digests.sha256(new String(content, StandardCharsets.UTF_8)));
  }

  /** An overlay that stands in the application's own directory may hold manifests of this name. */
  private static boolean isOtherManifest(YamlNode document) {
    return document instanceof Mapping mapping
        && mapping.find("apiVersion").isPresent()
        && mapping.find("apiVersion").get().value() instanceof Scalar version
        && !version.text().startsWith("sluice.dev/");
  }
}
