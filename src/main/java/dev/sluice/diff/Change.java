package dev.sluice.diff;

import dev.sluice.fields.Amendment;
import dev.sluice.live.Subject;
import dev.sluice.model.Failure;
import java.util.List;
import java.util.Optional;

/**
 * The verdict on one object.
 *
 * @param subject the object
 * @param verdict what is the matter
 * @param fields the fields that would change; never empty for Update and Drifted
 * @param why one line for people; empty for Same
 * @param failure why it is Refused; present only then
 * @param amendment what has to change in who owns what before it is applied
 */
public record Change(
    Subject subject,
    Verdict verdict,
    List<FieldChange> fields,
    String why,
    Optional<Failure> failure,
    Amendment amendment) {

  /** A change of fields only. */
  public Change(
      Subject subject,
      Verdict verdict,
      List<FieldChange> fields,
      String why,
      Optional<Failure> failure) {
    this(subject, verdict, fields, why, failure, Amendment.NONE);
  }

  static Change of(Subject subject, Verdict verdict, List<FieldChange> fields, String why) {
    return new Change(subject, verdict, List.copyOf(fields), why, Optional.empty());
  }

  static Change of(Subject subject, Verdict verdict, String why) {
    return of(subject, verdict, List.of(), why);
  }

  static Change refused(Subject subject, Failure failure) {
    return new Change(subject, Verdict.REFUSED, List.of(), failure.message(), Optional.of(failure));
  }

  /** The same, after a change in who owns what. */
  Change after(Amendment before) {
    return new Change(subject, verdict, fields, why, failure, before);
  }

  /** Whether Git wants something else than what was last applied, or it was never applied. */
  public boolean gitMoved() {
    return subject
        .desired()
        .map(desired ->
            !subject.recorded().map(entry -> entry.digest().equals(desired.digest())).orElse(false))
        .orElse(true);
  }
}
