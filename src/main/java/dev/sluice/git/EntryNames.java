package dev.sluice.git;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.text.Normalizer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Names that may stand in a directory. Git itself refuses most bad ones in a checkout, but here
 * nothing is checked out, so they are refused when a directory is read. The list follows what
 * {@code git fsck} reports (hasDot, hasDotdot, hasDotgit, fullPathname).
 */
final class EntryNames {

  private EntryNames() {}

  /** Refuses a directory that holds a bad name, or two names that one file system takes for one. */
  static void check(String directory, Collection<String> names) throws Stopped {
    Map<String, String> seen = new HashMap<>();
    for (String name : names) {
      String mistake = mistake(name);
      if (!mistake.isEmpty()) {
        throw unsafe(join(directory, name), mistake);
      }
      String folded = Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
      String sibling = seen.put(folded, name);
      if (sibling != null) {
        throw unsafe(
            join(directory, name),
            "it and its sibling " + printable(sibling) + " differ by case only");
      }
    }
  }

  /** The segments of a clean path, none for the root; {@code null}-free, empty when not clean. */
  static List<String> segments(String path) {
    List<String> segments = List.of(path.split("/", -1));
    return segments.stream().allMatch(segment -> mistake(segment).isEmpty()) ? segments : List.of();
  }

  /** The path of something in a directory. */
  static String join(String directory, String name) {
    return directory.isEmpty() ? name : directory + "/" + name;
  }

  /** A path for people: what cannot be printed is shown by its code. */
  static String printable(String path) {
    StringBuilder text = new StringBuilder();
    path.codePoints()
        .forEach(c -> {
          if (isInvisible(c)) {
            text.append(String.format(Locale.ROOT, "\\u%04x", c));
          } else {
            text.appendCodePoint(c);
          }
        });
    return text.toString();
  }

  /** The failure of a path that is not safe. */
  static Stopped unsafe(String path, String mistake) {
    return new Stopped(
        Failure.of(
            Reason.UNSAFE_PATH,
            printable(path) + ": " + mistake,
            "Rename or remove it in the repository"));
  }

  private static String mistake(String name) {
    if (name.isEmpty()) {
      return "the name is empty";
    }
    if (name.equals(".") || name.equals("..")) {
      return "the name leads to another directory";
    }
    if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
      return "the name contains a separator";
    }
    if (name.codePoints().anyMatch(EntryNames::isInvisible)) {
      return "the name contains control or invisible characters";
    }
    String lower = name.toLowerCase(Locale.ROOT);
    // "git~1" and trailing dots or blanks name .git on file systems with short names.
    if (lower.replaceAll("[. ]+$", "").equals(".git") || lower.equals("git~1")) {
      return "the name is reserved for Git";
    }
    return "";
  }

  private static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
