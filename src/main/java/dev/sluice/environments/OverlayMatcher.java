package dev.sluice.environments;

import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.SourceTree;
import dev.sluice.model.SourceTree.Type;
import dev.sluice.model.Stopped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the overlay directories that an environment's pattern names. */
public final class OverlayMatcher {

  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final int SHOWN = 12;

  private OverlayMatcher() {}

  /**
   * The applications with an overlay for this environment. Only directories count; links and
   * submodules are not followed.
   *
   * @throws Stopped when the tree cannot be read
   */
  public static OverlayMatches match(SourceTree tree, Environment environment) throws Stopped {
    OverlayPattern pattern = OverlayPattern.of(environment.overlays());
    List<String> applications = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();
    for (String application : candidates(tree, pattern)) {
      if (isDirectory(tree, environment.overlays().replace("*", application))) {
        badNamespace(environment, application)
            .ifPresentOrElse(failures::add, () -> applications.add(application));
      }
    }
    if (applications.isEmpty() && failures.isEmpty()) {
      failures.add(noMatch(tree, environment, pattern));
    }
    return new OverlayMatches(List.copyOf(applications), List.copyOf(failures));
  }

  private static List<String> candidates(SourceTree tree, OverlayPattern pattern) throws Stopped {
    return isDirectory(tree, pattern.parent())
        ? directories(tree, pattern.parent()).stream()
            .flatMap(name -> pattern.application(name).stream())
            .toList()
        : List.of();
  }

  private static Optional<Failure> badNamespace(Environment environment, String application) {
    String namespace = environment.target("", application).namespace();
    if (namespace.isEmpty() || NAMESPACE.matcher(namespace).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        failure(
            Reason.INVALID_ENVIRONMENT,
            environment,
            "spec.namespace",
            "for the application %s this gives %s, which is no name for a namespace"
                .formatted(application, namespace),
            "Rename the directory, or choose a template that gives at most 63 lower-case letters,"
                + " digits and hyphens"));
  }

  private static Failure noMatch(SourceTree tree, Environment environment, OverlayPattern pattern)
      throws Stopped {
    return failure(
        Reason.NO_OVERLAY_MATCHES,
        environment,
        "spec.overlays",
        "no directory matches " + environment.overlays() + "; " + nearby(tree, pattern),
        "Correct the pattern, or add the overlay. Until then what runs in "
            + environment.name()
            + " stays as it is");
  }

  /** What stands where the pattern stops matching. */
  private static String nearby(SourceTree tree, OverlayPattern pattern) throws Stopped {
    String parent = pattern.parent();
    while (!isDirectory(tree, parent)) {
      parent = parent.contains("/") ? parent.substring(0, parent.lastIndexOf('/')) : "";
    }
    List<String> paths = new ArrayList<>();
    for (String name : directories(tree, parent)) {
      String path = parent.isEmpty() ? name : parent + "/" + name;
      List<String> below =
          parent.equals(pattern.parent()) && !pattern.rest().isEmpty()
              ? directories(tree, path)
              : List.of();
      paths.addAll(
          below.isEmpty() ? List.of(path) : below.stream().map(b -> path + "/" + b).toList());
    }
    String where = parent.isEmpty() ? "the root of the repository" : parent;
    if (paths.isEmpty()) {
      return "there is no directory in " + where;
    }
    String shown = paths.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return "in " + where + " there are " + shown + (paths.size() > SHOWN ? ", …" : "");
  }

  private static boolean isDirectory(SourceTree tree, String path) throws Stopped {
    return path.isEmpty()
        || tree.find(path).filter(entry -> entry.type() == Type.DIRECTORY).isPresent();
  }

  private static List<String> directories(SourceTree tree, String path) throws Stopped {
    return tree.list(path).stream()
        .filter(entry -> entry.type() == Type.DIRECTORY)
        .map(entry -> entry.path().substring(entry.path().lastIndexOf('/') + 1))
        .toList();
  }

  private static Failure failure(
      Reason reason, Environment environment, String field, String message, String remedy) {
    return Failure.at(reason, Origin.file(environment.origin().file()), field, message, remedy);
  }
}
