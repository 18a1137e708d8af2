package dev.sluice.model.promotion;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.regex.PatternSyntaxException;

/**
 * Files of a repository, as people name them: {@code *} is any part of a name, {@code **} also goes
 * through directories, and a directory stands for everything below it.
 */
public final class PathPattern {

  private final PathMatcher matcher;

  private PathPattern(PathMatcher matcher) {
    this.matcher = matcher;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException when it is none; the message says what is wrong, for people
   */
  public static PathPattern parse(String text) {
    String end = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    try {
      return new PathPattern(FileSystems.getDefault().getPathMatcher("glob:" + end));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "%s is no pattern of files: %s".formatted(text, e.getDescription()), e);
    }
  }

  /**
   * Whether a file is one of them.
   *
   * @param file its path from the root of the repository
   */
  public boolean covers(String file) {
    for (Path path = Path.of(file); path != null; path = path.getParent()) {
      if (matcher.matches(path)) {
        return true;
      }
    }
    return false;
  }
}
