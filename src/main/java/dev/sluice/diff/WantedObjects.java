package dev.sluice.diff;

import dev.sluice.fields.Amendment;
import dev.sluice.fields.FieldSet;
import dev.sluice.fields.Fingerprints;
import dev.sluice.fields.ForeignFields;
import dev.sluice.fields.IgnoredFields;
import dev.sluice.live.ObjectState;
import dev.sluice.live.Prediction;
import dev.sluice.live.Subject;
import dev.sluice.model.Failure;
import dev.sluice.model.Inventory;
import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Observed.ForeignField;
import dev.sluice.model.Reason;
import dev.sluice.model.SyncPolicy;
import dev.sluice.render.DesiredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Judges what Git wants. */
final class WantedObjects {

  private final Contests contests;
  private final SyncPolicy.Adoption adoption;

  WantedObjects(Contests contests, SyncPolicy.Adoption adoption) {
    this.contests = contests;
    this.adoption = adoption;
  }

  Change judge(Subject subject, DesiredObject desired) {
    return switch (subject.state()) {
      case ObjectState.InSync ignored -> Change.of(subject, Verdict.SAME, "");
      case ObjectState.Unreadable(Failure failure) -> Change.refused(subject, failure);
      case ObjectState.Absent(Prediction.Refused(Failure failure)) ->
          Change.refused(subject, failure);
      case ObjectState.Absent ignored -> absent(subject);
      case ObjectState.Present(LiveObject live, Prediction prediction) ->
          present(subject, desired, live, prediction);
    };
  }

  private Change absent(Subject subject) {
    if (!applied(subject)) {
      return Change.of(subject, Verdict.CREATE, "Git wants it, and it is not in the cluster");
    }
    if (!newInGit(subject)) {
      return healed(Change.of(subject, Verdict.MISSING, "it was applied, and somebody deleted it"));
    }
    return Change.of(
        subject, Verdict.CREATE, "it is gone from the cluster, and Git wants a newer one");
  }

  private Change present(
      Subject subject, DesiredObject desired, LiveObject live, Prediction prediction) {
    if (live.terminating()) {
      return Change.of(
          subject, Verdict.MISSING, "it is being deleted, and is created anew once it is gone");
    }
    Optional<Failure> taken = takenByTool(subject, desired, live);
    if (taken.isPresent()) {
      return Change.refused(subject, taken.get());
    }
    return switch (prediction) {
      case Prediction.Refused(Failure failure) -> refused(subject, desired, live, failure);
      case Prediction.Predicted(LiveObject predicted) -> predicted(subject, live, predicted);
      case Prediction.Unpredicted(String why) -> unpredicted(subject, desired, live, why);
    };
  }

  private Change predicted(Subject subject, LiveObject live, LiveObject predicted) {
    FieldSet declared = FieldOwners.applied(predicted);
    Amendment amendment =
        subject
            .tolerance()
            .amendment(live, declared.isEmpty() ? FieldOwners.applied(live) : declared);
    Map<String, Object> after = amendment.applied(live, predicted.content());
    return compared(
        subject,
        live,
        Comparison.between(live, live.content(), after),
        OwnershipMoves.between(live, predicted),
        amendment);
  }

  private Change unpredicted(Subject subject, DesiredObject desired, LiveObject live, String why) {
    IgnoredFields ignored = subject.tolerance().ignored();
    return compared(
        subject,
        live,
        Declared.changes(live, ignored.expected(desired.manifest().content(), live)),
        OwnershipMoves.unpredicted(why),
        subject.tolerance().amendment(live, FieldOwners.applied(live)));
  }

  private static Change refused(
      Subject subject, DesiredObject desired, LiveObject live, Failure failure) {
    if (failure.reason() == Reason.IMMUTABLE_FIELD
        && desired.manifest().annotation(Labels.REPLACE).equals("true")) {
      return Change.of(
          subject,
          Verdict.REPLACE,
          Declared.changes(live, desired.manifest().content()),
          "cannot be changed in place, and "
              + Labels.REPLACE
              + " allows to create it anew: "
              + failure.message());
    }
    return Change.refused(subject, failure);
  }

  private Change compared(
      Subject subject,
      LiveObject live,
      List<FieldChange> fields,
      OwnershipMoves ownership,
      Amendment amendment) {
    if (!newInGit(subject) && fingerprintHolds(subject, live) && !amendment.isDue()) {
      return quiet(subject, live);
    }
    List<String> left = LeftFields.handedOver(amendment, subject.tolerance().ignored());
    return judged(subject, live, fields, ownership.and(left)).after(amendment);
  }

  private Change judged(
      Subject subject, LiveObject live, List<FieldChange> fields, OwnershipMoves ownership) {
    boolean changed = !fields.isEmpty();
    if (neverOurs(subject, live) && !applied(subject)) {
      return Change.of(
          subject,
          Verdict.ADOPT,
          fields,
          Why.adopted(
              Tool.owning(live),
              HandOver.marks(live, subject.desired().orElseThrow().manifest()),
              fields));
    }
    if (changed && newInGit(subject)) {
      return Change.of(subject, Verdict.UPDATE, fields, ownership.after(Why.updated(fields)));
    }
    if (changed) {
      return healed(
          Change.of(subject, Verdict.DRIFTED, fields, ownership.after(Why.drifted(fields))));
    }
    if (ownership.any()) {
      return healed(Change.of(subject, Verdict.OWNERSHIP_ONLY, ownership.why()));
    }
    return quiet(subject, live);
  }

  private static Change quiet(Subject subject, LiveObject live) {
    List<ForeignField> foreign =
        ForeignFields.of(live, Labels.FIELD_MANAGER).stream()
            .filter(subject.tolerance()::reports)
            .toList();
    List<String> lines = new ArrayList<>(LeftFields.had(subject.tolerance().ignored()));
    if (!foreign.isEmpty()) {
      lines.add(Why.foreign(foreign));
    }
    return Change.of(
        subject, foreign.isEmpty() ? Verdict.SAME : Verdict.FOREIGN, String.join("; ", lines));
  }

  /** A change that takes back what somebody did: contested when it keeps coming back. */
  private Change healed(Change change) {
    if (change.gitMoved()) {
      return change;
    }
    return contests
        .over(change.subject().key())
        .map(contest ->
            Change.of(
                change.subject(),
                Verdict.CONTESTED,
                change.fields(),
                "healed " + contest.heals() + " times lately: " + change.why()))
        .orElse(change);
  }

  private Optional<Failure> takenByTool(Subject subject, DesiredObject desired, LiveObject live) {
    return neverOurs(subject, live) && !mayAdopt(desired)
        ? Tool.owning(live).map(tool -> Taken.byTool(subject, desired, tool))
        : Optional.empty();
  }

  private boolean mayAdopt(DesiredObject desired) {
    return switch (adoption) {
      case TAKE_OVER -> !desired.manifest().annotation(Labels.ADOPT).equals("false");
      case REFUSE -> desired.manifest().annotation(Labels.ADOPT).equals("true");
    };
  }

  private static boolean newInGit(Subject subject) {
    return Change.of(subject, Verdict.SAME, "").gitMoved();
  }

  private static boolean applied(Subject subject) {
    return subject.recorded().map(entry -> !entry.digest().isEmpty()).orElse(false);
  }

  private static boolean fingerprintHolds(Subject subject, LiveObject live) {
    String recorded = subject.recorded().map(Inventory.Entry::fingerprint).orElse("");
    return !recorded.isEmpty() && recorded.equals(Fingerprints.own(live, Labels.FIELD_MANAGER));
  }

  /** We have no part in it: it was there before us, or came after somebody deleted ours. */
  private static boolean neverOurs(Subject subject, LiveObject live) {
    String uid = subject.recorded().map(Inventory.Entry::uid).orElse("");
    return FieldOwners.applied(live).isEmpty() && (uid.isEmpty() || !uid.equals(live.uid()));
  }
}
