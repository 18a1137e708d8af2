package dev.sluice.rules;

import dev.sluice.environments.HealthRuleFile;
import dev.sluice.health.RuleBook;
import dev.sluice.model.Failure;
import dev.sluice.model.KindRules;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The daemon's own health rules: the YAML files that stand directly in a directory. */
public final class RuleDirectory {

  private RuleDirectory() {}

  /**
   * The rules of all files, in the order of their names. Links are followed: Kubernetes mounts
   * ConfigMaps as links.
   *
   * @throws Stopped when the directory or a file cannot be read, or a file holds a mistake; the
   *     failure names it with file, line and field, and how many there are
   */
  public static RuleBook read(Path directory) throws Stopped {
    List<Failure> failures = new ArrayList<>();
    List<KindRules> rules = new ArrayList<>();
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path file : entries.filter(RuleDirectory::isRules).sorted().toList()) {
        rules.addAll(HealthRuleFile.read(file.toString(), Files.readAllBytes(file), failures));
      }
    } catch (IOException e) {
      throw new Stopped(
          Failure.of(
              Reason.INVALID_CONFIGURATION,
              "the health rules in " + directory + " cannot be read: " + e.getMessage(),
              "Check sluice.health-rules and the rights of the directory"),
          e);
    }
    if (!failures.isEmpty()) {
      throw new Stopped(first(failures));
    }
    return new RuleBook(rules);
  }

  private static boolean isRules(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".")
        && (name.endsWith(".yaml") || name.endsWith(".yml"))
        && Files.isRegularFile(file);
  }

  private static Failure first(List<Failure> failures) {
    Failure first = failures.getFirst();
    return failures.size() == 1
        ? first
        : Failure.at(
            first.reason(),
            first.where(),
            first.field(),
            first.message(),
            first.remedy()
                + ". There are "
                + (failures.size() - 1)
                + " more mistakes in the rules");
  }
}
