package dev.sluice.promote.ledger;

/** Whose signatures count. */
@FunctionalInterface
public interface Trust {

  /** For a reader without keys: every signature counts. */
  Trust BLIND = (key, text, signature) -> true;

  /** Whether a key of this id is trusted, and the signature is its. */
  boolean verify(String key, String text, String signature);
}
