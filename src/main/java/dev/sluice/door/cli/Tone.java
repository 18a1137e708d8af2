package dev.sluice.door.cli;

/** What a word says, shown by its colour where there is one. */
enum Tone {
  PLAIN(""),
  GOOD("32"),
  BUSY("36"),
  WARNING("33"),
  BAD("31");

  private final String code;

  Tone(String code) {
    this.code = code;
  }

  String paint(String text, Terminal terminal) {
    return code.isEmpty() || !terminal.colour()
        ? text
        : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
