package dev.sluice.environments;

import dev.sluice.model.ApplicationSettings;
import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.SourceTree;
import dev.sluice.model.SourceTree.Type;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the {@code application.yaml} of a target: in the directory that carries the application's
 * name, which is the one that {@code *} stands for in the environment's pattern.
 */
public final class ApplicationFile {

  /** The name of the file. */
  public static final String NAME = "application.yaml";

  private ApplicationFile() {}

  /**
   * Where the settings of a target stand in a tree; empty where it has none.
   *
   * @throws Stopped when the tree cannot be read, or something that is no file has the name
   */
  public static Optional<SourceTree.Entry> find(SourceTree tree, Target target) throws Stopped {
    for (String directory : directories(target)) {
      Optional<SourceTree.Entry> entry = tree.find(directory + "/" + NAME);
      if (entry.isPresent()) {
        return Optional.of(requireFile(entry.get()));
      }
    }
    return Optional.empty();
  }

  /**
   * The settings that a file holds.
   *
   * @throws Stopped when it holds a mistake; the failure tells the first one and names the others
   */
  public static ApplicationSettings read(SourceTree tree, SourceTree.Entry entry) throws Stopped {
    List<Failure> failures = new ArrayList<>();
    Optional<ApplicationSettings> settings =
        ApplicationParser.parse(entry, tree.read(entry), failures);
    if (failures.isEmpty()) {
      return settings.orElse(ApplicationSettings.NONE);
    }
    throw new Stopped(summary(failures));
  }

  /**
   * The directories on the way to the overlay that carry the application's name, outermost first.
   */
  private static List<String> directories(Target target) {
    List<String> directories = new ArrayList<>();
    String overlay = target.overlay();
    for (int end = overlay.indexOf('/'); end != -1; end = overlay.indexOf('/', end + 1)) {
      add(overlay.substring(0, end), target, directories);
    }
    add(overlay, target, directories);
    return directories;
  }

  private static void add(String path, Target target, List<String> directories) {
    String segment = path.substring(path.lastIndexOf('/') + 1);
    if (segment.contains(target.id().application())) {
      directories.add(path);
    }
  }

  private static SourceTree.Entry requireFile(SourceTree.Entry entry) throws Stopped {
    if (entry.type() == Type.FILE) {
      return entry;
    }
    throw new Stopped(
        Failure.at(
            Reason.INVALID_APPLICATION,
            Origin.file(entry.path()),
            "",
            "is no regular file but a " + entry.type().name().toLowerCase(Locale.ROOT),
            "Links are not followed here; put the file itself in its place"));
  }

  private static Failure summary(List<Failure> failures) {
    Failure first = failures.getFirst();
    if (failures.size() == 1) {
      return first;
    }
    List<String> others =
        failures.stream()
            .skip(1)
            .map(one -> "line " + one.where().line() + " " + one.field())
            .toList();
    return Failure.at(
        first.reason(),
        first.where(),
        first.field(),
        first.message(),
        "Mend this and what else is wrong in the file: " + String.join(", ", others));
  }
}
