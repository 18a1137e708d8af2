package dev.sluice.promote.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.fields.CanonicalJson;
import dev.sluice.fields.Digests;
import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The history of one application as a file: a line that says what it is, then one JSON object a
 * line, the newest first. Each names the hash of the line below it and is signed, so the signature
 * of the newest vouches for all of them.
 */
final class LedgerFile {

  /** The version of this format. */
  static final int FORMAT = 1;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<TreeMap<String, Object>> TREE = new TypeReference<>() {};
  private static final String PREVIOUS = "previous";
  private static final String KEY = "key";
  private static final String SIGNATURE = "signature";

  private LedgerFile() {}

  /** The name of an application's file; of the whole environment's for the empty name. */
  static String name(String application) {
    return application.isEmpty() ? "_environment.jsonl" : application + ".jsonl";
  }

  /** The application of a file; the other way round. */
  static String application(String file) {
    String name = file.substring(0, file.length() - ".jsonl".length());
    return name.equals("_environment") ? "" : name;
  }

  /** Whether a file is one of a ledger. */
  static boolean isLedger(String file) {
    return file.endsWith(".jsonl");
  }

  /**
   * A file with more entries.
   *
   * @param text the file before; empty for a new one
   * @param entries the older first
   */
  static String append(
      String text, String application, String environment, List<Entry> entries, LedgerKeys keys) {
    String below = text.isEmpty() ? "" : text.substring(text.indexOf('\n') + 1);
    for (Entry entry : entries) {
      Map<String, Object> json = EntryJson.write(entry);
      int end = below.indexOf('\n');
      json.put(PREVIOUS, end < 0 ? "" : Digests.sha256(below.substring(0, end)));
      json.put(KEY, keys.own());
      json.put(SIGNATURE, keys.sign(CanonicalJson.of(json)));
      below = CanonicalJson.of(json) + "\n" + below;
    }
    Map<String, Object> header = new TreeMap<>();
    header.put("format", FORMAT);
    header.put("environment", environment);
    if (!application.isEmpty()) {
      header.put("application", application);
    }
    return CanonicalJson.of(header) + "\n" + below;
  }

  /**
   * The entries of a file, newest first.
   *
   * @param accepted hashes of texts that a person has taken as they stand
   * @throws Stopped when it was edited by hand, or written by a newer version
   */
  static List<Entry> read(String file, String text, Trust keys, Set<String> accepted)
      throws Stopped {
    String[] lines = text.split("\n", -1);
    header(file, lines[0]);
    List<Entry> entries = new ArrayList<>(lines.length);
    String expected = "";
    for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
      JsonNode json = json(file, i + 1, lines[i]);
      String problem = i == 1 ? newest(json, keys) : older(lines[i], expected);
      if (!problem.isEmpty() && !accepted.contains(rest(lines, i))) {
        throw edited(file, i + 1, problem, rest(lines, i));
      }
      entries.add(entry(file, i + 1, json, entries));
      expected = json.path(PREVIOUS).asText("");
    }
    if (!expected.isEmpty()) {
      throw edited(file, lines.length, "lines below it are missing", "");
    }
    return List.copyOf(entries);
  }

  private static void header(String file, String line) throws Stopped {
    int format = json(file, 1, line).path("format").asInt(0);
    if (format > FORMAT) {
      throw new Stopped(
          Failure.at(
              Reason.LEDGER_TOO_NEW,
              new Origin(file, 1),
              "format",
              "the ledger was written in format %d; this version reads up to %d"
                  .formatted(format, FORMAT),
              "Nothing is promoted here. Run the version of Sluice that wrote it, or a newer one."));
    }
    if (format < 1) {
      throw edited(file, 1, "its first line does not say what it is", "");
    }
  }

  private static Entry entry(String file, int line, JsonNode json, List<Entry> newer)
      throws Stopped {
    Entry entry;
    try {
      entry = EntryJson.read(json);
    } catch (IllegalArgumentException e) {
      throw edited(file, line, String.valueOf(e.getMessage()), "");
    }
    if (!newer.isEmpty() && newer.getLast().number() != entry.number() + 1) {
      throw edited(
          file,
          line,
          "entry %d does not follow entry %d".formatted(newer.getLast().number(), entry.number()),
          "");
    }
    return entry;
  }

  private static String newest(JsonNode json, Trust keys) {
    String key = json.path(KEY).asText("");
    String signature = json.path(SIGNATURE).asText("");
    Map<String, Object> signed = JSON.convertValue(json, TREE);
    signed.remove(SIGNATURE);
    return keys.verify(key, CanonicalJson.of(signed), signature)
        ? ""
        : "its signature is not that of a trusted key (key \"%s\")".formatted(key);
  }

  private static String older(String line, String expected) {
    return Digests.sha256(line).equals(expected) ? "" : "it is not what the entry above it follows";
  }

  /** The hash of a line and all below it. */
  private static String rest(String[] lines, int from) {
    StringBuilder rest = new StringBuilder();
    for (int i = from; i < lines.length; i++) {
      rest.append(lines[i]).append('\n');
    }
    return Digests.sha256(rest.toString());
  }

  private static JsonNode json(String file, int line, String text) throws Stopped {
    try {
      JsonNode json = JSON.readTree(text);
      if (json.isObject()) {
        return json;
      }
      throw edited(file, line, "it is no JSON object", "");
    } catch (JsonProcessingException e) {
      throw edited(file, line, "it is no JSON", "");
    }
  }

  private static Stopped edited(String file, int line, String what, String hash) {
    return new Stopped(
        Failure.at(
            Reason.LEDGER_EDITED,
            new Origin(file, line),
            "",
            "the ledger was not written by Sluice alone: " + what,
            "Nothing is promoted here; what runs goes on running. Restore the branch to the last"
                + " commit of Sluice"
                + (hash.isEmpty()
                    ? "."
                    : ", or take it as it stands: sluice acknowledge … --text " + hash)));
  }
}
