package dev.sluice.kube;

import dev.sluice.model.LiveObject;
import dev.sluice.model.Observed;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Keeps what a watch brings in a store, and tells of every change against what is known. */
final class StoreSink implements WatchSink<Observed> {

  private final KindStore store = new KindStore();
  private final Function<LiveObject, Observed> reduction;
  private final Consumer<KindStore.Change> listener;

  StoreSink(Function<LiveObject, Observed> reduction, Consumer<KindStore.Change> listener) {
    this.reduction = reduction;
    this.listener = listener;
  }

  KindStore store() {
    return store;
  }

  @Override
  public Observed reduce(LiveObject object) {
    return reduction.apply(object);
  }

  @Override
  public void replace(List<Observed> listed, long listVersion) {
    store.replace(listed, listVersion).forEach(listener);
  }

  @Override
  public void put(Observed object) {
    store.put(object).ifPresent(listener);
  }

  @Override
  public void remove(Observed last) {
    store.remove(last).ifPresent(listener);
  }

  @Override
  public void passed(long version) {
    store.passed(version);
  }
}
