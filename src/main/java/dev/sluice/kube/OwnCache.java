package dev.sluice.kube;

import dev.sluice.model.LiveObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a watch knows of one of our own kinds, by name.
 *
 * @param <T> what is kept of a resource
 */
final class OwnCache<T> implements WatchSink<OwnCache.Item<T>>, AutoCloseable {

  /** One resource. */
  record Item<T>(String name, String uid, String resourceVersion, T value) {}

  /** One appeared, changed, or is gone. */
  record Change<T>(Item<T> last, Optional<Item<T>> now) {}

  private final Function<LiveObject, T> reading;
  private final Consumer<Change<T>> listener;
  private final Map<String, Item<T>> items = new HashMap<>();
  private boolean listed;
  private long seen;
  private @Nullable Thread thread;

  OwnCache(Function<LiveObject, T> reading, Consumer<Change<T>> listener) {
    this.reading = reading;
    this.listener = listener;
  }

  /** Begins to watch. */
  synchronized void start(Connection connection, Collection from) {
    thread =
        Thread.ofVirtual()
            .name("watch " + from.info().plural())
            .start(new KindWatch<>(connection, from, this));
  }

  @Override
  public synchronized void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** All that are known; empty before the first list. */
  synchronized Optional<List<Item<T>>> all() {
    return listed ? Optional.of(List.copyOf(items.values())) : Optional.empty();
  }

  /** What is known without the watch, such as from the answer to a write of our own. */
  synchronized void learn(Item<T> item) {
    var unused = keep(item);
  }

  /** Deleted by ourselves: nobody is told. */
  synchronized void forget(String name) {
    items.remove(name);
  }

  @Override
  public Item<T> reduce(LiveObject object) {
    return new Item<>(
        object.key().name(), object.uid(), object.resourceVersion(), reading.apply(object));
  }

  @Override
  public void replace(List<Item<T>> all, long listVersion) {
    List<Item<T>> come = new ArrayList<>();
    Map<String, Item<T>> gone;
    synchronized (this) {
      gone = new HashMap<>(items);
      if (listVersion < seen) {
        items.clear(); // the cluster was restored from a backup: its versions start over
      }
      seen = listVersion;
      for (Item<T> item : all) {
        gone.remove(item.name());
        if (keep(item)) {
          come.add(item);
        }
      }
      // What we wrote after the list was made is not in it.
      gone.values()
          .removeIf(item ->
              items.containsKey(item.name())
                  && KindStore.version(item.resourceVersion()) > listVersion);
      gone.keySet().forEach(items::remove);
      listed = true;
    }
    come.forEach(item -> listener.accept(new Change<>(item, Optional.of(item))));
    gone.values().forEach(item -> listener.accept(new Change<>(item, Optional.empty())));
  }

  @Override
  public void put(Item<T> item) {
    if (keep(item)) {
      listener.accept(new Change<>(item, Optional.of(item)));
    }
  }

  @Override
  public void remove(Item<T> last) {
    boolean known;
    synchronized (this) {
      Item<T> item = items.get(last.name());
      known = item != null && item.uid().equals(last.uid());
      if (known) {
        items.remove(last.name());
      }
    }
    if (known) {
      listener.accept(new Change<>(last, Optional.empty()));
    }
  }

  @Override
  public synchronized void passed(long version) {
    seen = Math.max(seen, version);
  }

  private synchronized boolean keep(Item<T> item) {
    Item<T> known = items.get(item.name());
    boolean older =
        known != null
            && known.uid().equals(item.uid())
            && KindStore.version(known.resourceVersion())
                >= KindStore.version(item.resourceVersion());
    if (!older) {
      items.put(item.name(), item);
    }
    return !older;
  }
}
