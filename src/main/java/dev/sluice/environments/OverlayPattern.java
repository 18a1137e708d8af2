package dev.sluice.environments;

import java.util.Optional;

/**
 * A pattern of overlay directories, taken apart at the segment that holds the {@code *}.
 *
 * @param parent the directory whose entries are candidates; empty for the root
 * @param before what stands in front of the {@code *} in its segment
 * @param after what stands behind it
 * @param rest the path below a candidate; empty when the candidate is the overlay
 */
record OverlayPattern(String parent, String before, String after, String rest) {

  /** Takes a checked pattern apart: it has exactly one {@code *}. */
  static OverlayPattern of(String pattern) {
    int star = pattern.indexOf('*');
    int start = pattern.lastIndexOf('/', star) + 1;
    int slash = pattern.indexOf('/', star);
    int end = slash < 0 ? pattern.length() : slash;
    return new OverlayPattern(
        start == 0 ? "" : pattern.substring(0, start - 1),
        pattern.substring(start, star),
        pattern.substring(star + 1, end),
        slash < 0 ? "" : pattern.substring(slash + 1));
  }

  /** The application that a directory of this name belongs to; empty when it does not match. */
  Optional<String> application(String directory) {
    return directory.length() > before.length() + after.length()
            && directory.startsWith(before)
            && directory.endsWith(after)
        ? Optional.of(directory.substring(before.length(), directory.length() - after.length()))
        : Optional.empty();
  }
}
