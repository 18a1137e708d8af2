package dev.sluice.environments;

import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.SourceTree;
import dev.sluice.model.SourceTree.Type;
import dev.sluice.model.Stopped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads all environment files of a revision: a broken one does not take the others away. */
public final class EnvironmentFiles {

  private EnvironmentFiles() {}

  /**
   * The environments declared by the YAML files that stand directly in a directory.
   *
   * @throws Stopped when there is no such directory, or the tree cannot be read
   */
  public static EnvironmentSet read(SourceTree tree, String directory) throws Stopped {
    requireDirectory(tree, directory);
    List<Failure> failures = new ArrayList<>();
    List<Environment> found = new ArrayList<>();
    for (SourceTree.Entry entry : tree.list(directory)) {
      if (entry.path().endsWith(".yaml") || entry.path().endsWith(".yml")) {
        found.addAll(read(tree, entry, failures));
      }
    }
    List<Environment> unique = withoutDuplicates(found, failures);
    failures.sort(
        Comparator.comparing((Failure failure) -> failure.where().file())
            .thenComparingInt(failure -> failure.where().line()));
    return new EnvironmentSet(unique, List.copyOf(failures));
  }

  private static void requireDirectory(SourceTree tree, String directory) throws Stopped {
    if (!directory.isEmpty()
        && tree.find(directory).filter(entry -> entry.type() == Type.DIRECTORY).isEmpty()) {
      throw new Stopped(
          Failure.at(
              Reason.PATH_GONE,
              Origin.file(directory),
              "",
              "the directory of the environments is not in this revision",
              "Add it, or name another one in the repository's settings"));
    }
  }

  private static List<Environment> read(
      SourceTree tree, SourceTree.Entry entry, List<Failure> failures) throws Stopped {
    if (entry.type() != Type.FILE) {
      failures.add(
          Failure.at(
              Reason.INVALID_ENVIRONMENT,
              Origin.file(entry.path()),
              "",
              "is no regular file but a " + entry.type().name().toLowerCase(java.util.Locale.ROOT),
              "Links are not followed here; put the file itself in its place"));
      return List.of();
    }
    return EnvironmentParser.parse(entry.path(), tree.read(entry), failures);
  }

  private static List<Environment> withoutDuplicates(
      List<Environment> found, List<Failure> failures) {
    Map<String, List<Environment>> byName =
        found.stream()
            .collect(Collectors.groupingBy(Environment::name, TreeMap::new, Collectors.toList()));
    List<Environment> unique = new ArrayList<>();
    byName.forEach((name, same) -> {
      if (same.size() == 1) {
        unique.add(same.getFirst());
      } else {
        failures.add(duplicate(name, same));
      }
    });
    return List.copyOf(unique);
  }

  private static Failure duplicate(String name, List<Environment> same) {
    String places =
        same.stream()
            .map(environment -> environment.origin().toString())
            .collect(Collectors.joining(" and "));
    return Failure.at(
        Reason.DUPLICATE_ENVIRONMENT,
        same.getFirst().origin(),
        "metadata.name",
        "%s is declared by %s; none of them is taken".formatted(name, places),
        "Rename one of them, or delete it");
  }
}
