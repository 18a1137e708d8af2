package dev.sluice.bench;

import dev.sluice.model.Health;
import dev.sluice.model.LiveObject;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Observed;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What the measurer's own watches see of the daemon's objects, and when. */
final class Sightings {

  private record Seen(LiveObject object, long nanos) {}

  private final Map<ObjectKey, Seen> newest = new HashMap<>();
  private long grown;

  /** Takes a watched object; what is kept makes every event a change. */
  Observed see(LiveObject object) {
    long now = System.nanoTime();
    synchronized (this) {
      if (newest.put(object.key(), new Seen(object, now)) == null) {
        grown = now;
      }
      notifyAll();
    }
    return new Observed(
        object.key(),
        object.kind(),
        "",
        object.uid(),
        object.resourceVersion(),
        object.resourceVersion(),
        "",
        List.of(),
        Health.HEALTHY,
        object.terminating());
  }

  /**
   * Waits for a state of an object.
   *
   * @return when it was seen, as {@link System#nanoTime} tells it
   * @throws IOException when it is not seen in this time
   */
  synchronized long await(ObjectKey key, Predicate<LiveObject> state, Duration patience)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Seen seen = newest.get(key);
      if (seen != null && state.test(seen.object())) {
        return seen.nanos();
      }
      rest(deadline, key + " was not as expected within " + patience.toSeconds() + " s");
    }
  }

  /** The unique id of an object that was seen. */
  synchronized String uid(ObjectKey key) throws IOException {
    Seen seen = newest.get(key);
    if (seen == null) {
      throw new IOException(key + " was never there");
    }
    return seen.object().uid();
  }

  /**
   * Waits until so many objects were seen, gone ones among them.
   *
   * @return when the last of them was seen first
   */
  synchronized long awaitCount(int count, Duration patience)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (newest.size() < count) {
      rest(
          deadline,
          newest.size()
              + " of "
              + count
              + " objects were there after "
              + patience.toSeconds()
              + " s");
    }
    return grown;
  }

  private void rest(long deadline, String otherwise) throws IOException, InterruptedException {
    long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    if (left <= 0) {
      throw new IOException(otherwise);
    }
    wait(left);
  }
}
