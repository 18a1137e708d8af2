package dev.sluice.health;

import dev.sluice.model.Health;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Trees;
import java.util.Map;
import java.util.Optional;

/**
 * The replica counts of a workload.
 *
 * @param wanted how many should run
 * @param status the status they are counted in
 */
record Replicas(long wanted, Map<String, Object> status) {

  /** Of a kind with {@code spec.replicas}, which is 1 when left out. */
  static Replicas of(LiveObject object) {
    return new Replicas(
        Trees.number(Trees.map(object.content(), "spec"), "replicas", 1),
        Trees.map(object.content(), "status"));
  }

  long count(String field) {
    return Trees.number(status, field, 0);
  }

  /** Progressing while more run than wanted: those that are left over are still ending. */
  Optional<Health> surplus() {
    long left = count("replicas") - wanted;
    return left > 0
        ? Optional.of(States.progressing(left + " replicas more than wanted are still running"))
        : Optional.empty();
  }

  /** Progressing while fewer than wanted are counted in a field; empty once all are. */
  Optional<Health> lacking(String field, String adjective) {
    return lacking(field, adjective, wanted);
  }

  Optional<Health> lacking(String field, String adjective, long needed) {
    long count = count(field);
    return count < needed
        ? Optional.of(States.progressing(count + " of " + needed + " replicas are " + adjective))
        : Optional.empty();
  }
}
