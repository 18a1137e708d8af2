package dev.sluice.loop.promotion;

import dev.sluice.kube.ApprovalStore;
import dev.sluice.kube.RequestStore;
import dev.sluice.kube.Scope;
import dev.sluice.loop.Targets;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.promote.machine.Decision;
import dev.sluice.promote.machine.Promotion;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Answers the requests that nobody else will answer, tells approvals what they are about, and
 * deletes what has served its purpose. Makes no request while there is nothing to do.
 */
final class Leftovers implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Leftovers.class);

  /** A person may still look an answer up; the ledger has everything for good. */
  static final Duration KEPT = Duration.ofDays(7);

  /** Environments are declared by then, or will not be. */
  static final Duration GRACE = Duration.ofSeconds(10);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  private final ApprovalStore approvals;
  private final RequestStore requests;
  private final Voices voices;
  private final Targets targets;
  private final Function<TargetId, List<Promotion>> promotions;
  private final InstantSource clock;
  private final Thread thread;

  /**
   * Looks after these.
   *
   * @param voices knows which requests somebody will answer
   * @param promotions those of a target, without asking the cluster
   */
  Leftovers(
      ApprovalStore approvals,
      RequestStore requests,
      Voices voices,
      Targets targets,
      Function<TargetId, List<Promotion>> promotions,
      InstantSource clock) {
    this.approvals = approvals;
    this.requests = requests;
    this.voices = voices;
    this.targets = targets;
    this.promotions = promotions;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("leftovers").unstarted(this::lookForever);
  }

  /** Starts to look from time to time; returns at once. */
  void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void lookForever() {
    try {
      while (true) {
        Thread.sleep(BETWEEN_LOOKS);
        try {
          look();
        } catch (Stopped stopped) {
          LOG.warnf("looking after approvals and requests: %s", stopped.failure());
        } catch (RuntimeException fault) {
          LOG.error("looking after approvals and requests: fault in Sluice", fault);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closing
    }
  }

  /** One look. */
  void look() throws Stopped {
    Instant now = clock.instant();
    if (!targets.all().isEmpty()) {
      refuse(now);
    }
    for (RequestStore.Stored request : requests.list()) {
      if (request.answer().isPresent() && isOld(request.request().at(), now)) {
        requests.delete(request.name());
      }
    }
    for (ApprovalStore.Stored approval : approvals.list()) {
      List<Promotion> meant = meant(approval);
      if (isOld(approval.record().at(), now) && meant.stream().allMatch(Leftovers::hasEnded)) {
        approvals.delete(approval.name());
      } else {
        approvals.tell(approval.name(), words(meant));
      }
    }
  }

  /** What it is about, for whoever wrote it by hand; changes seldom, for each change is written. */
  private static String words(List<Promotion> meant) {
    if (meant.isEmpty()) {
      return "is about nothing that waits there";
    }
    Promotion last = meant.getLast();
    return hasEnded(last)
        ? "is about what is %s now".formatted(last.state().word())
        : "is about what is on its way";
  }

  private void refuse(Instant now) throws Stopped {
    for (RequestStore.Stored request : voices.forNobody()) {
      if (request.request().at().plus(GRACE).isBefore(now)) {
        requests.answer(
            request.request().id(),
            new Decision.Answered(Decision.Result.REFUSED, nothingThere(request.scope())));
      }
    }
  }

  private String nothingThere(Scope scope) {
    boolean known = targets.all().stream().anyMatch(target -> scope.covers(target.id()));
    return known
        ? "nothing is promoted for %s: it runs whatever its branch holds".formatted(scope)
        : "no environment declares " + scope;
  }

  private List<Promotion> meant(ApprovalStore.Stored approval) {
    return targets.all().stream()
        .map(Target::id)
        .filter(approval.scope()::covers)
        .flatMap(target ->
            promotions.apply(target).stream()
                .filter(one -> approval.about(target, List.of(one)).isPresent()))
        .toList();
  }

  private static boolean hasEnded(Promotion promotion) {
    return promotion.state().isTerminal();
  }

  private static boolean isOld(Instant time, Instant now) {
    return time.plus(KEPT).isBefore(now);
  }
}
