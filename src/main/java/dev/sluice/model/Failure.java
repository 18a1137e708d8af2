package dev.sluice.model;

/**
 * Why something could not be done: the same words in status, log, metric and pull request.
 *
 * @param reason the stable word for it
 * @param message what happened, to what; never a secret value
 * @param where the file and line to look at; {@link Origin#UNKNOWN} when it is not in a file
 * @param field the field at fault, such as {@code spec.follows.branch}; empty when there is none
 * @param remedy what to do next; empty when the message says it
 */
public record Failure(Reason reason, String message, Origin where, String field, String remedy) {

  /** A failure that is not in a file. */
  public static Failure of(Reason reason, String message, String remedy) {
    return new Failure(reason, message, Origin.UNKNOWN, "", remedy);
  }

  /** A failure in a file. */
  public static Failure at(
      Reason reason, Origin where, String field, String message, String remedy) {
    return new Failure(reason, message, where, field, remedy);
  }

  /** One line for people: {@code Reason: file:12: spec.field: what happened. What to do next}. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(reason.word()).append(": ");
    if (!where.file().isEmpty()) {
      line.append(where).append(": ");
    }
    if (!field.isEmpty()) {
      line.append(field).append(": ");
    }
    line.append(message);
    if (!remedy.isEmpty()) {
      line.append(message.endsWith(".") ? " " : ". ").append(remedy);
    }
    return line.toString();
  }
}
