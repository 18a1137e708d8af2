package dev.sluice.promote.gate;

import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.ValueCondition;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.gate.Evidence.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A query's samples are good. A sample is good when all of its series are, bad when one is; where
 * there is nothing, or nothing that is a number, it says nothing. Without a failure condition what
 * is not good is bad; with one, what lies between the two leaves it open.
 */
final class PrometheusGate {

  /** Later than evidence becomes old. */
  private static final Duration AGAIN = Duration.ofMinutes(6);

  private PrometheusGate() {}

  private enum Word {
    GOOD,
    BAD,
    /** Between success and failure. */
    BETWEEN,
    /** No data, or not a number. */
    NOTHING
  }

  static Finding ask(Gate.Prometheus gate, Instant now, Evidence.Samples evidence) {
    ValueCondition success;
    List<ValueCondition> failure;
    try {
      success = ValueCondition.parse(gate.success());
      failure =
          gate.failure().isEmpty() ? List.of() : List.of(ValueCondition.parse(gate.failure()));
    } catch (IllegalArgumentException e) {
      return Finding.error("its conditions cannot be read: " + e.getMessage());
    }
    List<Word> words =
        evidence.samples().stream().map(sample -> word(sample, success, failure)).toList();
    Optional<Instant> last =
        evidence.samples().isEmpty()
            ? Optional.empty()
            : Optional.of(evidence.samples().getLast().at());
    Finding finding =
        decide(gate, HttpGate.next(last, gate.samples(), now), words, !failure.isEmpty());
    if (finding.verdict() == Verdict.INCONCLUSIVE) {
      finding = finding.recheck(now.plus(AGAIN)); // before a release it is sampled anew
    }
    return finding
        .seen(evidence.server() + ": " + gate.query())
        .from(gate.query(), gate.success(), gate.failure(), words);
  }

  private static Finding decide(
      Gate.Prometheus gate, Instant next, List<Word> words, boolean failsAtOnce) {
    long good = count(words, Word.GOOD);
    long bad = count(words, Word.BAD);
    long decided = good + bad;
    int needed = Math.max(1, gate.minSamples());
    if (bad > 0 && (failsAtOnce || decided >= needed)) {
      return Finding.fail(
          failsAtOnce
              ? "%d of %d samples meet %s".formatted(bad, words.size(), gate.failure())
              : "%d of %d samples do not meet %s".formatted(bad, words.size(), gate.success()));
    }
    if (words.size() < gate.samples().count()) {
      return Finding.pending(
              "%d of %d samples, %d good".formatted(words.size(), gate.samples().count(), good))
          .recheck(next);
    }
    if (decided < needed) {
      return Finding.inconclusive(
          "only %d of %d samples say anything, at least %d are needed"
              .formatted(decided, words.size(), needed));
    }
    if (count(words, Word.BETWEEN) > 0) {
      return Finding.inconclusive(
          "%d of %d samples lie between success and failure"
              .formatted(count(words, Word.BETWEEN), words.size()));
    }
    return Finding.pass("%d of %d samples are good".formatted(good, words.size()));
  }

  private static Word word(Sample sample, ValueCondition success, List<ValueCondition> failure) {
    List<Double> values = sample.values();
    if (values.isEmpty() || values.stream().anyMatch(value -> value.isNaN())) {
      // One bad series is bad, whatever the others are.
      return values.stream().anyMatch(value -> failure.stream().anyMatch(one -> one.test(value)))
          ? Word.BAD
          : Word.NOTHING;
    }
    if (values.stream().anyMatch(value -> failure.stream().anyMatch(one -> one.test(value)))) {
      return Word.BAD;
    }
    if (values.stream().allMatch(success::test)) {
      return Word.GOOD;
    }
    return failure.isEmpty() ? Word.BAD : Word.BETWEEN;
  }

  private static long count(List<Word> words, Word which) {
    return words.stream().filter(word -> word == which).count();
  }
}
