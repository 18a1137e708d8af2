package dev.sluice.promote.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.fields.CanonicalJson;
import dev.sluice.fields.Digests;
import dev.sluice.model.promotion.Entry;
import java.util.Map;
import java.util.TreeMap;

/** One line of a ledger: an entry, the hash of the line below it, and a signature over both. */
final class LedgerLine {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<TreeMap<String, Object>> TREE = new TypeReference<>() {};
  private static final String PREVIOUS = "previous";
  private static final String KEY = "key";
  private static final String SIGNATURE = "signature";
  private static final String MARK = "\"" + PREVIOUS + "\":\"";

  private LedgerLine() {}

  /** The line of an entry on top of another one; of the first entry on top of the empty line. */
  static String of(Entry entry, String below, LedgerKeys keys) {
    Map<String, Object> json = EntryJson.write(entry);
    json.put(PREVIOUS, below.isEmpty() ? "" : Digests.sha256(below));
    return signed(json, keys);
  }

  /** An object as a signed line. */
  static String signed(Map<String, Object> json, LedgerKeys keys) {
    json.put(KEY, keys.own());
    json.put(SIGNATURE, keys.sign(CanonicalJson.of(json)));
    return CanonicalJson.of(json);
  }

  /** What is wrong with the signature of a line; empty when nothing is. */
  static String doubt(JsonNode line, Trust trust) {
    Map<String, Object> signed = JSON.convertValue(line, TREE);
    signed.remove(SIGNATURE);
    String key = line.path(KEY).asText("");
    return trust.verify(key, CanonicalJson.of(signed), line.path(SIGNATURE).asText(""))
        ? ""
        : "its signature is not that of a trusted key (key \"%s\")".formatted(key);
  }

  /**
   * The hash of the line below, found without reading the line as a whole: written by us, the field
   * is there once at the least, and a quote inside of a text is escaped. Where a gate has the same
   * name it may find that; {@link #previous(JsonNode)} never does.
   */
  static String quickPrevious(String line) {
    int mark = line.lastIndexOf(MARK);
    int from = mark + MARK.length();
    int to = mark < 0 ? -1 : line.indexOf('"', from);
    return to < 0 ? "" : line.substring(from, to);
  }

  /** The hash of the line below; empty for the oldest. */
  static String previous(JsonNode line) {
    return line.path(PREVIOUS).asText("");
  }

  /**
   * The line as JSON.
   *
   * @throws IllegalArgumentException when it is no JSON object
   */
  static JsonNode json(String line) {
    try {
      JsonNode json = JSON.readTree(line);
      if (json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      // What it is instead is not repeated.
      throw new IllegalArgumentException("it is no JSON", e);
    }
    throw new IllegalArgumentException("it is no JSON object");
  }

  /**
   * The entry of a line.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Entry entry(String line) {
    return EntryJson.read(json(line));
  }
}
