package dev.sluice.corpus;

import dev.sluice.model.Trees;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a reconcile is expected to find and to bring about. Objects are named {@code Kind/name}.
 *
 * @param verdicts of every object that is wanted or remembered, and of no other
 * @param fields of an object: the lines of its fields that would change, all of them
 * @param why of an object: part of its reason
 * @param fails of an object: the word of its failure, and part of the message after a colon; no
 *     object fails that is not here
 * @param warnings part of each warning, in order
 * @param live parts of objects as they stand afterwards; null for a field that must not be there
 * @param absent objects that must not be there afterwards
 * @param health of an object: the word of its state
 * @param hides texts that nothing told to people may hold
 * @param second what the second reconcile may do
 */
record Expected(
    Map<String, String> verdicts,
    Map<String, List<String>> fields,
    Map<String, String> why,
    Map<String, String> fails,
    List<String> warnings,
    List<Map<String, Object>> live,
    List<Map<String, Object>> absent,
    Map<String, String> health,
    List<String> hides,
    Second second) {

  /** A second reconcile writes nothing, ever; it may have to ask again. */
  enum Second {
    /** All is as Git wants it: no request at all. */
    SILENT,
    /** The same, but the API server can do no dry run to compare with. */
    UNPREDICTED,
    /** Something is held or refused: it is read and tried with a dry run again. */
    ASKS,
    /** The same, and a write is sent again which the API server refuses again. */
    REFUSED
  }

  static Expected of(Map<String, Object> given) {
    CaseStep.only(
        given,
        Set.of(
            "verdicts",
            "fields",
            "why",
            "fails",
            "warnings",
            "live",
            "absent",
            "health",
            "hides",
            "second"));
    if (Trees.map(given, "verdicts").isEmpty()) {
      throw new IllegalArgumentException("expect.verdicts is missing");
    }
    Map<String, List<String>> fields = new TreeMap<>();
    Trees.map(given, "fields")
        .keySet()
        .forEach(object -> fields.put(object, texts(Trees.map(given, "fields"), object)));
    String second = Trees.string(given, "second");
    return new Expected(
        texts(given, "verdicts", Map.of()),
        fields,
        texts(given, "why", Map.of()),
        texts(given, "fails", Map.of()),
        texts(given, "warnings"),
        Trees.maps(given, "live"),
        Trees.maps(given, "absent"),
        texts(given, "health", Map.of()),
        texts(given, "hides"),
        second.isEmpty()
            ? Second.SILENT
            : Second.valueOf(second.toUpperCase(java.util.Locale.ROOT)));
  }

  private static List<String> texts(Map<String, Object> given, String field) {
    return Trees.list(given, field).stream().map(String::valueOf).toList();
  }

  private static Map<String, String> texts(
      Map<String, Object> given, String field, Map<String, String> none) {
    Map<String, String> texts = new TreeMap<>(none);
    Trees.map(given, field).forEach((key, value) -> texts.put(key, String.valueOf(value)));
    return texts;
  }
}
