package dev.sluice.environments;

import dev.sluice.environments.Drafts.Draft;
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
    Drafts found = Drafts.NONE;
    for (SourceTree.Entry entry : tree.list(directory)) {
      if (entry.path().endsWith(".yaml") || entry.path().endsWith(".yml")) {
        found = found.and(read(tree, entry, failures));
      }
    }
    List<Environment> environments = Chain.resolve(withoutDuplicates(found, failures), failures);
    failures.sort(
        Comparator.comparing((Failure failure) -> failure.where().file())
            .thenComparingInt(failure -> failure.where().line()));
    return new EnvironmentSet(environments, List.copyOf(failures));
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

  private static Drafts read(SourceTree tree, SourceTree.Entry entry, List<Failure> failures)
      throws Stopped {
    if (entry.type() != Type.FILE) {
      failures.add(
          Failure.at(
              Reason.INVALID_ENVIRONMENT,
              Origin.file(entry.path()),
              "",
              "is no regular file but a " + entry.type().name().toLowerCase(java.util.Locale.ROOT),
              "Links are not followed here; put the file itself in its place"));
      return Drafts.NONE;
    }
    return EnvironmentParser.parse(entry.path(), tree.read(entry), failures);
  }

  private static Drafts withoutDuplicates(Drafts found, List<Failure> failures) {
    Map<String, List<Draft>> byName =
        found.good().stream()
            .collect(Collectors.groupingBy(Draft::name, TreeMap::new, Collectors.toList()));
    List<Draft> unique = new ArrayList<>();
    Map<String, Origin> broken = new TreeMap<>(found.broken());
    byName.forEach((name, same) -> {
      if (same.size() == 1) {
        unique.add(same.getFirst());
      } else {
        broken.put(name, same.getFirst().environment().origin());
        failures.add(duplicate(name, same));
      }
    });
    return new Drafts(unique, broken);
  }

  private static Failure duplicate(String name, List<Draft> same) {
    String places =
        same.stream()
            .map(draft -> draft.environment().origin().toString())
            .collect(Collectors.joining(" and "));
    return Failure.at(
        Reason.DUPLICATE_ENVIRONMENT,
        same.getFirst().environment().origin(),
        "metadata.name",
        "%s is declared by %s; none of them is taken".formatted(name, places),
        "Rename one of them, or delete it");
  }
}
