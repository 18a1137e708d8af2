package dev.sluice.render;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes one line of what the kustomize command says, without the content of any file. */
final class CliWords {

  private static final int LONGEST = 400;
  private static final Pattern WORD = Pattern.compile("[^\\s'\"`=:,;()\\[\\]{}]{4,}");

  /** Words of kustomize's own that tell nothing where a file holds them too. */
  private static final Set<String> COMMON =
      Set.of(
          ("accumulating resources resource kustomization unable failed invalid missing expected"
                  + " cannot couldn't must should have find found file files field with from under"
                  + " that this value target name kind namespace object data yaml json type error"
                  + " line apiversion unsupported decode mapping values allowed context content"
                  + " document unknown referenced already defined conflict more than times")
              .split(" "));

  private CliWords() {}

  /**
   * The first line, with every word taken out that stands in a file and is no path.
   *
   * @param said what the command wrote to its log
   */
  static String cleaned(byte[] said, WorkingCopy copy) throws IOException {
    String text =
        new String(said, StandardCharsets.UTF_8)
            .replace(copy.root() + "/", "")
            .replaceFirst("^Error: ", "");
    String line = text.lines().findFirst().orElse("");
    Set<String> secret = new HashSet<>();
    Matcher words = WORD.matcher(line);
    while (words.find()) {
      if (!COMMON.contains(words.group().toLowerCase(Locale.ROOT))
          && !copy.files().contains(words.group())) {
        secret.add(words.group());
      }
    }
    secret.removeIf(word -> !inAFile(word, copy));
    String cleaned =
        WORD.matcher(line)
            .replaceAll(match ->
                secret.contains(match.group()) ? "…" : Matcher.quoteReplacement(match.group()));
    return cleaned.length() <= LONGEST ? cleaned : cleaned.substring(0, LONGEST) + "…";
  }

  private static boolean inAFile(String word, WorkingCopy copy) {
    return copy.files().stream().anyMatch(file -> holds(copy, file, word));
  }

  private static boolean holds(WorkingCopy copy, String file, String word) {
    try {
      byte[] content = Files.readAllBytes(copy.root().resolve(file));
      return new String(content, StandardCharsets.UTF_8).contains(word);
    } catch (IOException e) {
      return true; // what cannot be checked is not shown
    }
  }
}
