package dev.sluice.kube;

import dev.sluice.model.Manifest;
import dev.sluice.model.Trees;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The one place through which the words of an API server pass on their way to a person. An API
 * server quotes what it refuses; of a Secret nothing that could be a value is repeated.
 */
final class Redaction {

  private static final String HIDDEN = "(hidden)";

  // What a Go program prints around a value: quoted, or as a structure. A message may be cut off
  // within a value; and without the possessive quantifiers a long value would overflow the stack.
  private static final Pattern QUOTED =
      Pattern.compile("\"(?:[^\"\\\\]++|\\\\.)*+(?:\"|\\\\?\\z)", Pattern.DOTALL);
  private static final Pattern STRUCTURE =
      Pattern.compile(
          "(&?value\\.\\w+|map\\[[^\\]]*\\]\\S*)\\{[^}]*(?:\\}|\\z)|map\\[[^\\]]*(?:\\]|\\z)");

  private Redaction() {}

  /** The text without any value of the Secret that was asked about; other texts as they stand. */
  static String of(String text, Asked asked) {
    if (!asked.isAboutSecret()) {
      return text;
    }
    String clean = STRUCTURE.matcher(text).replaceAll(HIDDEN);
    clean =
        QUOTED
            .matcher(clean)
            .replaceAll(match -> isName(match.group(), asked) ? "$0" : "\"" + HIDDEN + "\"");
    for (String value : values(asked)) {
      clean = clean.replace(value, HIDDEN);
    }
    return clean;
  }

  private static boolean isName(String quoted, Asked asked) {
    String inner =
        quoted.substring(1, quoted.endsWith("\"") ? quoted.length() - 1 : quoted.length());
    return inner.equals(asked.key().name())
        || inner.equals(asked.key().namespace())
        || inner.equals("secrets");
  }

  // Longest first, so that a value inside another one does not leave half of it.
  private static Set<String> values(Asked asked) {
    Set<String> values =
        new TreeSet<>((a, b) ->
            a.length() == b.length() ? a.compareTo(b) : Integer.compare(b.length(), a.length()));
    asked.manifest().ifPresent(manifest -> collect(manifest, values));
    values.removeIf(value -> value.length() < 3 || value.equals(asked.key().name()));
    return values;
  }

  private static void collect(Manifest manifest, Set<String> values) {
    for (String field : Set.of("data", "stringData")) {
      Map<String, Object> entries = Trees.map(manifest.content(), field);
      for (Object value : entries.values()) {
        String text = String.valueOf(value);
        values.add(text);
        values.add(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        try {
          values.add(new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
          // Not base64, which is the API server's to say: the text itself is in the set.
        }
      }
    }
  }
}
