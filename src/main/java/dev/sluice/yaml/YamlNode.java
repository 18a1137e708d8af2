package dev.sluice.yaml;

import java.util.List;
import java.util.Optional;

/** One value of a YAML document; an alias is the very node that its anchor names. */
public sealed interface YamlNode {

  /** The line it starts on, counted from 1. */
  int line();

  /** What it is, for people. */
  String describe();

  /** A mapping. */
  record Mapping(int line, List<Entry> entries) implements YamlNode {

    /** The entry of a key; empty when there is none. */
    public Optional<Entry> find(String key) {
      return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
    }

    @Override
    public String describe() {
      return "a mapping";
    }
  }

  /** A sequence. */
  record Sequence(int line, List<YamlNode> elements) implements YamlNode {

    @Override
    public String describe() {
      return "a list";
    }
  }

  /**
   * A scalar.
   *
   * @param text its characters, quotes and escapes resolved
   * @param quoted whether it was quoted or a block, and so is a string whatever it looks like
   */
  record Scalar(int line, String text, boolean quoted) implements YamlNode {

    private static final int SHOWN = 60;

    /** Whether it is the null value. */
    public boolean isNull() {
      return !quoted
          && (text.isEmpty()
              || text.equals("~")
              || text.equals("null")
              || text.equals("Null")
              || text.equals("NULL"));
    }

    /** Whether the YAML 1.2 core schema reads it as true or false. */
    public boolean isBoolean() {
      return !quoted && text.matches("true|True|TRUE|false|False|FALSE");
    }

    /** Whether the YAML 1.2 core schema reads it as a number. */
    public boolean isNumber() {
      return !quoted && text.matches("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    }

    @Override
    public String describe() {
      if (isNull()) {
        return "nothing";
      }
      String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
      String kind = isBoolean() ? "the boolean " : isNumber() ? "the number " : "the text ";
      return kind + shown.replace("\n", "\\n");
    }
  }

  /**
   * A key with its value.
   *
   * @param key the key
   * @param line the line the key stands on, counted from 1
   * @param value its value
   */
  record Entry(String key, int line, YamlNode value) {}
}
