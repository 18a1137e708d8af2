package dev.sluice.kube;

import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.promote.machine.Promotion;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The Approval resources in the daemon's namespace: what people said about candidates. */
public interface ApprovalStore {

  /**
   * One approval or rejection.
   *
   * @param name name of the resource
   * @param scope where the candidate is to go
   * @param commit the commit that was looked at; empty when the digest says it all
   * @param record who said what, and when by the clock of the API server; its digest is empty when
   *     only the commit is known
   */
  record Stored(String name, Scope scope, String commit, ApprovalRecord record) {

    /**
     * What it says about the promotions of a target. Where it names a commit only, it is for what
     * that commit rendered to when it was said: not for what it may render to since.
     *
     * @return empty when it is about none of them
     */
    public Optional<ApprovalRecord> about(TargetId target, List<Promotion> promotions) {
      List<Promotion> meant =
          promotions.stream()
              .filter(one -> scope.covers(target) && one.target().equals(target))
              .filter(one -> means(one, promotions))
              .sorted(Comparator.comparing(Promotion::created))
              .toList();
      Optional<Promotion> lookedAt =
          meant.stream()
              // The API server's times have whole seconds.
              .filter(one -> !one.created().truncatedTo(ChronoUnit.SECONDS).isAfter(record.at()))
              .reduce((older, newer) -> newer);
      return lookedAt
          .or(() -> meant.stream().findFirst()) // said before it came
          .map(Promotion::digest)
          .map(digest ->
              new ApprovalRecord(
                  record.by(),
                  record.how(),
                  record.at(),
                  record.decision(),
                  digest,
                  record.comment()));
    }

    // Both have to fit where both are given. But a newer commit that renders to the same takes the
    // place of the one that was looked at, and what was said about that one stands.
    private boolean means(Promotion promotion, List<Promotion> all) {
      if (record.digest().isEmpty()) {
        return commit.equals(promotion.commit());
      }
      return record.digest().equals(promotion.digest())
          && (commit.isEmpty()
              || commit.equals(promotion.commit())
              || all.stream().noneMatch(one -> one.commit().equals(commit)));
    }
  }

  /** All of them that can be understood; makes no request while they are watched. */
  List<Stored> list() throws Stopped;

  /**
   * Creates one, in the name of whoever is connected.
   *
   * @param approval its name is chosen anew
   * @throws Stopped when the API server refuses it: the right is missing, or the name is another's
   */
  Stored create(Stored approval) throws Stopped;

  /** Writes into the resource what the approval counts for; makes no request when it says so. */
  void tell(String name, String message) throws Stopped;

  /** Deletes one; not a failure when it is gone. */
  void delete(String name) throws Stopped;

  /** Tells of every approval that comes or goes, until the store is closed. */
  void watch(Listener listener) throws Stopped;

  /** Hears of approvals; returns at once. */
  interface Listener {

    /** It is new, or was deleted by hand. */
    void changed(Scope scope);
  }
}
