package dev.sluice.promote.gate;

/** What a variable is set to. Never shows it. */
public sealed interface Value {

  /** It can be looked at. */
  final class Known implements Value {

    private final String text;

    Known(String text) {
      this.text = text;
    }

    /** The value: to be judged, never to be shown. */
    String text() {
      return text;
    }

    @Override
    public String toString() {
      return "(hidden)";
    }
  }

  /** It is encrypted, or is kept outside of Git: it is set, and that is all that can be said. */
  record Sealed() implements Value {}
}
