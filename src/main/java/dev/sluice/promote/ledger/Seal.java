package dev.sluice.promote.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A file that vouches for all others of a ledger at once: it names the newest line of each and the
 * point that this one follows, and is signed. So a file that is gone, one that lost its newest
 * lines, and a whole ledger that was set back on top of itself are noticed, even by a daemon that
 * never saw it before.
 */
final class Seal {

  /** Name of the file. */
  static final String FILE = "_seal.json";

  private static final String ENVIRONMENT = "environment";
  private static final String FOLLOWS = "follows";
  private static final String FILES = "files";

  private Seal() {}

  /**
   * The seal of files.
   *
   * @param follows the tip that they are written on top of; empty for the first ones
   */
  static String of(String environment, Map<String, String> texts, String follows, LedgerKeys keys) {
    Map<String, Object> seal = new TreeMap<>();
    seal.put(ENVIRONMENT, environment);
    seal.put(FOLLOWS, follows);
    seal.put(FILES, new TreeMap<>(newest(texts)));
    // One file a line: people read differences.
    return LedgerLine.signed(seal, keys).replace(",\"", ",\n\"").replace("{\"", "{\n\"") + "\n";
  }

  /** What of the files is not as it was sealed; empty when all is. */
  static Optional<Failure> broken(String environment, LedgerStore.Files files, Trust trust) {
    String text = files.texts().getOrDefault(FILE, "");
    if (text.isEmpty()) {
      return Optional.of(edited(environment, FILE, "it is missing"));
    }
    JsonNode seal;
    try {
      seal = LedgerLine.json(text);
    } catch (IllegalArgumentException e) {
      return Optional.of(edited(environment, FILE, String.valueOf(e.getMessage())));
    }
    String doubt = LedgerLine.doubt(seal, trust);
    if (!doubt.isEmpty() || !seal.path(ENVIRONMENT).asText("").equals(environment)) {
      return Optional.of(
          edited(environment, FILE, doubt.isEmpty() ? "it is of another one" : doubt));
    }
    return differing(environment, seal, files.texts())
        .or(() ->
            seal.path(FOLLOWS).asText("").equals(files.parent().orElse(""))
                ? Optional.empty()
                : Optional.of(edited(environment, FILE, "Sluice did not make " + files.tip())));
  }

  private static Optional<Failure> differing(
      String environment, JsonNode seal, Map<String, String> texts) {
    Map<String, String> sealed = new HashMap<>();
    seal.path(FILES)
        .properties()
        .forEach(file -> sealed.put(file.getKey(), file.getValue().asText("")));
    Map<String, String> found = newest(texts);
    for (Map.Entry<String, String> file : new TreeMap<>(found).entrySet()) {
      String expected = sealed.getOrDefault(file.getKey(), "");
      if (expected.isEmpty()) {
        return Optional.of(edited(environment, file.getKey(), "Sluice did not add it"));
      }
      if (!expected.equals(file.getValue())) {
        return Optional.of(
            edited(
                environment,
                file.getKey(),
                "its newest entry is not the last one that Sluice wrote"));
      }
    }
    return new TreeMap<>(sealed)
        .keySet().stream()
            .filter(file -> !found.containsKey(file))
            .findFirst()
            .map(file -> edited(environment, file, "it is missing"));
  }

  private static Map<String, String> newest(Map<String, String> texts) {
    Map<String, String> newest = new HashMap<>();
    texts.forEach((file, text) -> {
      if (LedgerFile.isLedger(file)) {
        newest.put(file, LedgerFile.newest(text));
      }
    });
    return newest;
  }

  private static Failure edited(String environment, String file, String what) {
    return Edited.of(environment, new Origin(file, 0), what);
  }
}
