package dev.sluice.kube;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;

/**
 * Which request is worth another try at once, and after which pause. Every request of Sluice may be
 * sent twice: server-side apply is idempotent, deletes carry preconditions, the rest reads.
 *
 * <p>Few tries: what lasts longer is for the queue of the target, with its growing pauses.
 */
final class Retries {

  private static final int MOST_TRIES = 4;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

  private final RandomGenerator random;

  Retries(RandomGenerator random) {
    this.random = random;
  }

  /** The pause before the next try; empty when the answer is final. */
  Optional<Duration> pauseAfter(Answer answer, int triesSoFar) {
    if (triesSoFar >= MOST_TRIES) {
      return Optional.empty();
    }
    return switch (answer.status()) {
      case 429 -> Optional.of(asTold(answer, triesSoFar));
      case 503, 504 -> Optional.of(asTold(answer, triesSoFar));
      case 500 -> isAboutTheRequest(answer) ? Optional.empty() : Optional.of(growing(triesSoFar));
      default -> Optional.empty();
    };
  }

  /** The pause before the next try; empty when another one at once would not help. */
  Optional<Duration> pauseAfter(Throwable failure, int triesSoFar) {
    boolean lost =
        failure instanceof IOException
            && !(failure instanceof ConnectException)
            && !(failure instanceof UnknownHostException)
            && !(failure instanceof SSLException);
    return lost && triesSoFar < MOST_TRIES ? Optional.of(growing(triesSoFar)) : Optional.empty();
  }

  /** Whether a failure is the end of somebody's patience. */
  static boolean isTimeout(Throwable failure) {
    return failure instanceof TimeoutException;
  }

  // The API server answers 500 where a manifest does not fit the schema: the same again.
  private static boolean isAboutTheRequest(Answer answer) {
    String message = ApiStatus.of(answer).message();
    return message.startsWith("failed to create typed patch object")
        || message.startsWith("failed to convert new object")
        || message.endsWith("field not declared in schema")
        || message.contains("failed calling webhook")
        || message.contains("request is too large");
  }

  private Duration asTold(Answer answer, int triesSoFar) {
    if (answer.retryAfter().isZero()) {
      return growing(triesSoFar);
    }
    Duration told = answer.retryAfter().plusMillis(random.nextLong(100));
    return told.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : told;
  }

  private Duration growing(int triesSoFar) {
    long base = FIRST_PAUSE.toMillis() << (2 * (triesSoFar - 1)); // 100, 400, 1600 ms
    return Duration.ofMillis(base / 2 + random.nextLong(base));
  }
}
