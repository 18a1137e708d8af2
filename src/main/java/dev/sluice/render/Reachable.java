package dev.sluice.render;

import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.SourceTree;
import dev.sluice.model.SourceTree.Entry;
import dev.sluice.model.SourceTree.Type;
import dev.sluice.model.Stopped;
import dev.sluice.render.References.Reference;
import dev.sluice.yaml.YamlDocuments;
import dev.sluice.yaml.YamlNode;
import dev.sluice.yaml.YamlProblem;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The directories that a kustomization can reach, found before the kustomize command sees any of
 * them. A file must lie in or below the directory of the kustomization that names it, so these
 * directories are all there is to a render. Remote references are refused here by field name: the
 * command would fetch them.
 */
final class Reachable {

  private static final List<String> NAMES =
      List.of("kustomization.yaml", "kustomization.yml", "Kustomization");
  private static final YamlDocuments.Limits YAML = new YamlDocuments.Limits(4 << 20, 100);

  private final SourceTree tree;
  private final SortedMap<String, String> closure = new TreeMap<>();
  private final SortedSet<String> directories = new TreeSet<>();
  private final Deque<String> toVisit = new ArrayDeque<>();
  private final Set<String> configs = new HashSet<>();
  private boolean plain;

  private Reachable(SourceTree tree) {
    this.tree = tree;
  }

  /**
   * Looks around from a directory.
   *
   * @throws Stopped when it is not there, or something in it leads where a render must not go
   */
  static Reachable from(SourceTree tree, String overlay) throws Stopped {
    Reachable reachable = new Reachable(tree);
    reachable.enter(overlay);
    if (reachable.directories.isEmpty()) {
      throw new Stopped(
          Failure.at(
              Reason.PATH_GONE,
              Origin.file(overlay),
              "",
              "there is no directory " + overlay,
              "Correct the path of the overlay"));
    }
    reachable.plain = kustomization(tree, overlay).isEmpty();
    while (!reachable.toVisit.isEmpty()) {
      reachable.visit(reachable.toVisit.pop());
    }
    return reachable;
  }

  /** The directories, each once. */
  SortedSet<String> directories() {
    return directories;
  }

  /** Directories with their ids; the empty id where one was looked for and nothing is there. */
  SortedMap<String, String> closure() {
    return closure;
  }

  /** Whether the directory has no kustomization, so that all its files are resources. */
  boolean isPlain() {
    return plain;
  }

  private void enter(String directory) throws Stopped {
    Optional<Entry> found = new TreeView(tree).at(directory);
    if (closure.putIfAbsent(directory, TreeView.mark(directory, found)) == null
        && found.filter(entry -> entry.type() == Type.DIRECTORY).isPresent()) {
      directories.add(directory);
      toVisit.push(directory);
    }
  }

  private void visit(String directory) throws Stopped {
    Optional<Entry> kustomization = kustomization(tree, directory);
    if (kustomization.isEmpty()) {
      return;
    }
    String file = kustomization.get().path();
    for (YamlNode document : documents(file, kustomization.get())) {
      follow(directory, file, References.in(document));
    }
  }

  private void follow(String directory, String file, List<Reference> references) throws Stopped {
    for (Reference reference : references) {
      refuseRemote(file, reference);
      Optional<String> path = resolved(directory, reference.text());
      if (path.isPresent()) {
        take(directory, path.get(), reference);
      } else if (reference.mayBeDirectory()) {
        throw leaves(new Origin(file, reference.line()), reference);
      }
    }
  }

  private void take(String directory, String path, Reference reference) throws Stopped {
    Optional<Entry> there = new TreeView(tree).at(path);
    if (there.isEmpty()) {
      closure.put(path, TreeView.ABSENT);
    } else if (there.get().type() == Type.DIRECTORY && reference.mayBeDirectory()) {
      enter(path);
    } else if (configures(reference) && there.get().type() == Type.FILE && configs.add(path)) {
      // A transformer's own file can name files in turn, and the command would fetch those.
      for (YamlNode document : documents(path, there.get())) {
        follow(directory, path, References.in(document));
      }
    }
  }

  private static boolean configures(Reference reference) {
    return List.of("generators", "transformers", "validators").stream()
        .anyMatch(field -> reference.field().toLowerCase(Locale.ROOT).startsWith(field));
  }

  private static void refuseRemote(String file, Reference reference) throws Stopped {
    if (RemoteForms.isRemote(reference.text())) {
      throw new Stopped(
          Failure.at(
              Reason.REMOTE_BASE_REFUSED,
              new Origin(file, reference.line()),
              reference.field(),
              "this leads out of the repository, and a render reaches no network",
              "Copy what it names into this repository"));
    }
  }

  /** The path from the root of the tree; empty when it leads out of it. */
  private static Optional<String> resolved(String directory, String reference) {
    if (reference.startsWith("/")) {
      return Optional.empty();
    }
    Deque<String> segments = new ArrayDeque<>();
    for (String segment : (directory + "/" + reference).split("/", -1)) {
      if (segment.equals("..")) {
        if (segments.pollLast() == null) {
          return Optional.empty();
        }
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.addLast(segment);
      }
    }
    return Optional.of(String.join("/", segments));
  }

  private static Stopped leaves(Origin where, Reference reference) {
    return new Stopped(
        Failure.at(
            Reason.UNSAFE_PATH,
            where,
            reference.field(),
            "this path leads out of the repository",
            "Name a path inside of it, relative to this file"));
  }

  private List<YamlNode> documents(String file, Entry entry) throws Stopped {
    try {
      return YamlDocuments.read(tree.read(entry), YAML);
    } catch (YamlProblem problem) {
      throw new Stopped(
          Failure.at(
              Reason.RENDER_FAILED,
              new Origin(file, problem.line()),
              "",
              problem.what(),
              "Correct the file"),
          problem);
    }
  }

  private static Optional<Entry> kustomization(SourceTree tree, String directory) throws Stopped {
    for (String name : NAMES) {
      Optional<Entry> found = tree.find(directory.isEmpty() ? name : directory + "/" + name);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
