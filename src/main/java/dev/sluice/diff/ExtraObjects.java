package dev.sluice.diff;

import dev.sluice.fields.Fingerprints;
import dev.sluice.live.ObjectState;
import dev.sluice.live.OtherTargets;
import dev.sluice.live.Subject;
import dev.sluice.model.Inventory;
import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;
import dev.sluice.model.TargetId;
import java.util.Optional;

/** Judges what is remembered and not wanted any more. */
final class ExtraObjects {

  private final TargetId target;
  private final String mark;
  private final OtherTargets others;

  ExtraObjects(TargetId target, String mark, OtherTargets others) {
    this.target = target;
    this.mark = mark;
    this.others = others;
  }

  Change judge(Subject subject) {
    return switch (subject.state()) {
      case ObjectState.Absent ignored ->
          Change.of(subject, Verdict.EXTRA, "left Git, and is already gone from the cluster");
      case ObjectState.Present(LiveObject live, var ignored) -> present(subject, live);
      case ObjectState.Unreadable(var failure) -> Change.refused(subject, failure);
      case ObjectState.InSync ignored ->
          throw new IllegalArgumentException(
              subject.key() + " is not wanted, so it cannot be in sync with Git");
    };
  }

  private Change present(Subject subject, LiveObject live) {
    Optional<String> other = others.wantedBy(subject.key());
    if (other.isPresent()) {
      return Change.of(subject, Verdict.RELEASED, "handed over to " + other.get());
    }
    String label = live.label(Labels.TARGET);
    if (!label.equals(mark) && !isOfFirstRelease(subject, live, label)) {
      return Change.of(
          subject,
          Verdict.RELEASED,
          label.isEmpty()
              ? "left Git; its label " + Labels.TARGET + " is gone, so it is not ours to delete"
              : "left Git; it belongs to " + label + " now");
    }
    if (!ours(subject, live)) {
      return Change.of(
          subject,
          Verdict.RELEASED,
          "left Git; somebody deleted it and created another one of that name, which stays");
    }
    return Change.of(subject, Verdict.EXTRA, "left Git");
  }

  /** What we applied before labels named the installation, and no object of another one. */
  private boolean isOfFirstRelease(Subject subject, LiveObject live, String label) {
    return label.equals(Labels.targetName(target)) && applied(subject, live);
  }

  private static boolean applied(Subject subject, LiveObject live) {
    String uid = subject.recorded().map(Inventory.Entry::uid).orElse("");
    return !uid.isEmpty() && uid.equals(live.uid());
  }

  /** The very object that we applied, or one that we apply to. */
  private static boolean ours(Subject subject, LiveObject live) {
    return applied(subject, live) || !Fingerprints.own(live, Labels.FIELD_MANAGER).isEmpty();
  }
}
