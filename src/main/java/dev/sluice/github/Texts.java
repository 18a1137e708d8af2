package dev.sluice.github;

import com.fasterxml.jackson.databind.JsonNode;

/** Texts that others wrote, fit to be shown: one line, of a bounded length. */
final class Texts {

  private static final int SHOWN = 300;

  private Texts() {}

  /** A field as one line; empty where it is missing or no text. */
  static String line(JsonNode node, String field) {
    return line(node.path(field).asText(""));
  }

  static String line(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
  }

  /** A field that holds a web address; empty for anything else, which must not become a link. */
  static String address(JsonNode node, String field) {
    String text = node.path(field).asText("");
    return text.length() <= 2048 && text.matches("(?i)https?://[\\x21-\\x7e]+") ? text : "";
  }
}
