package dev.sluice.kube;

import dev.sluice.model.LiveObject;
import java.util.List;

/**
 * Takes what one watch brings, on that watch's thread.
 *
 * @param <T> what is kept of an object
 */
interface WatchSink<T> {

  /** What is kept of an object; the object itself is dropped. */
  T reduce(LiveObject object);

  /** A complete list takes the place of all that was known before it. */
  void replace(List<T> listed, long listVersion);

  /** An event says how an object is now. */
  void put(T object);

  /** An event says that an object is gone, or belongs to the watch no longer. */
  void remove(T last);

  /** Nothing else happened up to this version. */
  void passed(long version);
}
