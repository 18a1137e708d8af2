package dev.sluice.plan;

import dev.sluice.diff.Change;
import dev.sluice.diff.Changes;
import dev.sluice.diff.Verdict;
import dev.sluice.live.ObjectState;
import dev.sluice.live.Subject;
import dev.sluice.model.Failure;
import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.SyncPolicy;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Holds deletions back that look like an accident.
 *
 * @param emptyRender Git wants nothing at all
 * @param unknownKinds kinds of wanted objects that the cluster does not know right now
 * @param deletions how many deletions nobody confirmed the plan would hold
 * @param inventorySize how many objects are remembered
 * @param policy with the limit of deletions
 * @param slotted what runs in slots
 */
record PruneGuards(
    boolean emptyRender,
    Set<String> unknownKinds,
    long deletions,
    int inventorySize,
    SyncPolicy policy,
    Slotted slotted) {

  /** Their deletion takes other things along that Git does not name: objects, or data. */
  private static final Set<String> GUARDED =
      Set.of(
          "Namespace",
          "CustomResourceDefinition.apiextensions.k8s.io",
          "PersistentVolumeClaim",
          "PersistentVolume");

  static PruneGuards of(Changes changes, SyncPolicy policy) {
    List<Subject> subjects = changes.all().stream().map(Change::subject).toList();
    Slotted slotted = Slotted.of(changes.all());
    Set<String> unknownKinds = new HashSet<>();
    for (Change change : changes.all()) {
      if (change.subject().desired().isPresent()
          && change
              .failure()
              .map(failure -> failure.reason() == Reason.UNKNOWN_KIND)
              .orElse(false)) {
        unknownKinds.add(kind(change.subject().key()));
      }
    }
    return new PruneGuards(
        subjects.stream().noneMatch(PruneGuards::rendered),
        unknownKinds,
        changes.all().stream()
            .filter(PruneGuards::unconfirmedDeletion)
            .filter(change -> !isMoved(change, slotted))
            .count(),
        (int) subjects.stream().filter(subject -> subject.recorded().isPresent()).count(),
        policy,
        slotted);
  }

  private static boolean isMoved(Change change, Slotted slotted) {
    return change.subject().state() instanceof ObjectState.Present(LiveObject live, var ignored)
        && slotted.standsElsewhere(change.subject().key(), live.content());
  }

  /** What becomes of an object that left Git. */
  Step step(Change change) {
    if (!(change.subject().state() instanceof ObjectState.Present(LiveObject live, var ignored))) {
      return new Step.Forget(change, change.why());
    }
    if (live.terminating()) {
      return new Step.Delete(change); // under way: only its end is waited for
    }
    if (live.annotation(Labels.PRUNE).equals("false")) {
      return new Step.Forget(change, "left Git; kept because of " + Labels.PRUNE + ": \"false\"");
    }
    Optional<Failure> objection = objection(change.subject(), live);
    return objection.isPresent() ? new Step.Hold(change, objection.get()) : new Step.Delete(change);
  }

  private Optional<Failure> objection(Subject subject, LiveObject live) {
    if (emptyRender) {
      return Optional.of(nothingRendered(subject));
    }
    if (unknownKinds.contains(kind(subject.key()))) {
      return Optional.of(unknownKind(subject));
    }
    if (confirmed(live)) {
      return Optional.empty();
    }
    if (GUARDED.contains(kind(subject.key()))) {
      return Optional.of(guardedKind(subject));
    }
    if (slotted.standsElsewhere(subject.key(), live.content())) {
      return Optional.empty();
    }
    int limit = policy.maxDeletions().of(inventorySize);
    return deletions > limit ? Optional.of(tooMany(subject, limit)) : Optional.empty();
  }

  private static Failure nothingRendered(Subject subject) {
    return Failure.of(
        Reason.EMPTY_RENDER,
        subject.key() + " stays: Git wants nothing at all here, and an empty render never prunes",
        "Bring the overlay back. If everything is meant to go, delete the objects by hand.");
  }

  private static Failure unknownKind(Subject subject) {
    return blocked(
        subject.key()
            + " stays: Git wants other objects of its kind, and the cluster does not know that kind"
            + " right now",
        "Bring its CustomResourceDefinition back; pruning goes on by itself.");
  }

  private static Failure guardedKind(Subject subject) {
    return blocked(
        subject.key()
            + " left Git and stays: deleting a "
            + subject.key().kind()
            + " takes along what Git does not name",
        confirmation());
  }

  private Failure tooMany(Subject subject, int limit) {
    return blocked(
        "%s left Git and stays: %d objects would be deleted at once, and at most %d may be (maxDeletions: %s)"
            .formatted(subject.key(), deletions, limit, policy.maxDeletions()),
        "If that is meant, raise spec.sync.maxDeletions. Else bring them back in Git. For one"
            + " object: "
            + confirmation());
  }

  private static String confirmation() {
    return "To delete it, confirm on the live object: kubectl annotate … "
        + Labels.CONFIRM_DELETE
        + "=true.";
  }

  private static Failure blocked(String message, String remedy) {
    return Failure.of(Reason.PRUNE_BLOCKED, message, remedy);
  }

  private static boolean confirmed(LiveObject live) {
    return live.annotation(Labels.CONFIRM_DELETE).equals("true");
  }

  private static boolean unconfirmedDeletion(Change change) {
    return change.verdict() == Verdict.EXTRA
        && change.subject().state() instanceof ObjectState.Present(LiveObject live, var ignored)
        && !live.terminating()
        && !confirmed(live)
        && !live.annotation(Labels.PRUNE).equals("false")
        && !GUARDED.contains(kind(change.subject().key()));
  }

  /** A namespace that Sluice adds on its own account comes from no file. */
  private static boolean rendered(Subject subject) {
    return subject
        .desired()
        .map(desired ->
            !subject.key().kind().equals("Namespace")
                || !desired.manifest().origin().equals(Origin.UNKNOWN))
        .orElse(false);
  }

  private static String kind(ObjectKey key) {
    return key.group().isEmpty() ? key.kind() : key.kind() + "." + key.group();
  }
}
