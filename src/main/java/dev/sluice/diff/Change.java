package dev.sluice.diff;

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
 */
public record Change(
    Subject subject,
    Verdict verdict,
    List<FieldChange> fields,
    String why,
    Optional<Failure> failure) {}
