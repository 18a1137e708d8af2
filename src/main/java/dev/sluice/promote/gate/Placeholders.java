package dev.sluice.promote.gate;

import java.util.regex.Pattern;

/** Recognises what people write where something is still to be filled in. */
final class Placeholders {

  private static final String WORDS =
      "(change[-_ ]?(me|it|this)|replace[-_ ]?(me|this|with\\b.*)|fill[-_ ]?(me|in|this)"
          + "|to[-_ ]?do|tbd|xxx+|your[-_ ].+[-_ ]here|insert[-_ ].+[-_ ]here)";

  private static final Pattern WHOLE =
      Pattern.compile(
          "\\s*(<[^<>\\n]{1,200}>|\\$\\{[^}\\n]{1,200}}|\\{\\{[^}\\n]{1,200}}}|__[A-Z0-9_]+__|"
              + WORDS
              + ")\\s*",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern PART =
      Pattern.compile(
          "<[A-Za-z][A-Za-z0-9 _.-]{0,80}>|\\$\\{[A-Za-z_][A-Za-z0-9_.:-]{0,80}}"
              + "|\\{\\{[^}\\n]{1,80}}}|\\bCHANGE[-_]?ME\\b|\\bREPLACE[-_]?ME\\b");

  private Placeholders() {}

  /** Whether a value is nothing but a placeholder. */
  static boolean isOne(String value) {
    return WHOLE.matcher(value).matches();
  }

  /** Whether a value is, or holds, a placeholder. */
  static boolean holds(String value) {
    return isOne(value) || PART.matcher(value).find();
  }
}
