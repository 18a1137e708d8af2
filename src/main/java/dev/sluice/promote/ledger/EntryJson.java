package dev.sluice.promote.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.Verdict;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/** An entry as a JSON object; what is empty is left out. */
public final class EntryJson {

  private EntryJson() {}

  /** The object of an entry. */
  public static Map<String, Object> write(Entry entry) {
    Map<String, Object> json = new TreeMap<>();
    json.put("number", entry.number());
    json.put("kind", entry.kind().word());
    put(json, "application", entry.application());
    json.put("environment", entry.environment());
    json.put("at", entry.at().toString());
    put(json, "commit", entry.commit());
    put(json, "digest", entry.digest());
    entry.about().ifPresent(number -> json.put("about", number));
    if (!entry.gates().isEmpty()) {
      json.put("gates", entry.gates().stream().map(EntryJson::gate).toList());
    }
    if (!entry.approvals().isEmpty()) {
      json.put("approvals", entry.approvals().stream().map(EntryJson::approval).toList());
    }
    put(json, "skipped", entry.skipped());
    put(json, "policy", entry.policy());
    put(json, "promotion", entry.promotion());
    put(json, "by", entry.by());
    put(json, "reason", entry.reason());
    entry.until().ifPresent(until -> json.put("until", until.toString()));
    put(json, "details", entry.details());
    return json;
  }

  /**
   * The entry of a JSON object.
   *
   * @throws IllegalArgumentException when it is none; says which field
   */
  static Entry read(JsonNode json) {
    List<GateResult> gates = new ArrayList<>();
    json.path("gates").forEach(gate -> gates.add(gate(gate)));
    List<ApprovalRecord> approvals = new ArrayList<>();
    json.path("approvals").forEach(approval -> approvals.add(approval(approval)));
    return new Entry(
        number(json),
        kind(json),
        text(json, "application"),
        text(json, "environment"),
        instant(json, "at"),
        text(json, "commit"),
        text(json, "digest"),
        json.has("about") ? OptionalLong.of(json.path("about").asLong()) : OptionalLong.empty(),
        List.copyOf(gates),
        List.copyOf(approvals),
        texts(json.path("skipped")),
        text(json, "policy"),
        text(json, "promotion"),
        text(json, "by"),
        text(json, "reason"),
        json.has("until") ? Optional.of(instant(json, "until")) : Optional.empty(),
        texts(json.path("details")));
  }

  private static Map<String, Object> gate(GateResult result) {
    Map<String, Object> json = new TreeMap<>();
    json.put("gate", result.gate());
    json.put("kind", result.kind());
    json.put("phase", result.phase().name().toLowerCase(Locale.ROOT));
    json.put("verdict", result.verdict().word());
    put(json, "reason", result.reason());
    put(json, "evidence", result.evidence());
    json.put("at", result.decidedAt().toString());
    put(json, "inputs", result.inputs());
    return json;
  }

  private static GateResult gate(JsonNode json) {
    return new GateResult(
        text(json, "gate"),
        text(json, "kind"),
        one(Gate.Phase.values(), json, "phase", phase -> phase.name().toLowerCase(Locale.ROOT)),
        one(Verdict.values(), json, "verdict", Verdict::word),
        text(json, "reason"),
        text(json, "evidence"),
        instant(json, "at"),
        text(json, "inputs"));
  }

  private static Map<String, Object> approval(ApprovalRecord approval) {
    Map<String, Object> json = new TreeMap<>();
    json.put("by", approval.by());
    json.put("how", approval.how());
    json.put("at", approval.at().toString());
    json.put("decision", approval.decision().name().toLowerCase(Locale.ROOT));
    put(json, "digest", approval.digest());
    put(json, "comment", approval.comment());
    return json;
  }

  private static ApprovalRecord approval(JsonNode json) {
    return new ApprovalRecord(
        text(json, "by"),
        text(json, "how"),
        instant(json, "at"),
        one(
            ApprovalRecord.Decision.values(),
            json,
            "decision",
            decision -> decision.name().toLowerCase(Locale.ROOT)),
        text(json, "digest"),
        text(json, "comment"));
  }

  private static long number(JsonNode json) {
    if (!json.path("number").canConvertToLong() || json.path("number").asLong() < 1) {
      throw new IllegalArgumentException("its number is missing");
    }
    return json.path("number").asLong();
  }

  private static Entry.Kind kind(JsonNode json) {
    return one(Entry.Kind.values(), json, "kind", Entry.Kind::word);
  }

  private static <T> T one(T[] values, JsonNode json, String field, Function<T, String> word) {
    String text = text(json, field);
    return Arrays.stream(values)
        .filter(value -> word.apply(value).equals(text))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("its %s \"%s\" is unknown".formatted(field, text)));
  }

  private static Instant instant(JsonNode json, String field) {
    try {
      return Instant.parse(text(json, field));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("its " + field + " is no time", e);
    }
  }

  private static String text(JsonNode json, String field) {
    return json.path(field).asText("");
  }

  private static Map<String, String> texts(JsonNode json) {
    Map<String, String> texts = new TreeMap<>();
    json.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText("")));
    return Map.copyOf(texts);
  }

  private static void put(Map<String, Object> json, String name, String text) {
    if (!text.isEmpty()) {
      json.put(name, text);
    }
  }

  private static void put(Map<String, Object> json, String name, Map<String, String> texts) {
    if (!texts.isEmpty()) {
      json.put(name, new TreeMap<>(texts));
    }
  }
}
