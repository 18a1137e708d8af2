package dev.sluice.kube;

import dev.sluice.model.TargetId;

/** Kubernetes Events about targets: what happened, beside the status that says how things stand. */
public interface Events {

  /** Tells it soon; returns at once and never fails. What cannot be told is logged. */
  void tell(TargetId target, Notice notice);

  /**
   * Something that happened.
   *
   * @param type whether it asks for attention
   * @param reason stable CamelCase word
   * @param action what was being done, one word
   * @param message one line for people
   * @param about what it is about: the same reason about the same is told once for a while
   */
  record Notice(Type type, String reason, String action, String message, String about) {}

  /** Whether an event asks for attention. */
  enum Type {
    NORMAL("Normal"),
    WARNING("Warning");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    /** The word that Kubernetes has for it. */
    String word() {
      return word;
    }
  }
}
