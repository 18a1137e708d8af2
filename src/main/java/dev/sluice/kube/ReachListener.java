package dev.sluice.kube;

import dev.sluice.model.Failure;

/** Hears when an API server cannot be reached any more, and when it answers again. */
public interface ReachListener {

  /** For whoever does not need to know. */
  ReachListener NONE =
      new ReachListener() {
        @Override
        public void away(String cluster, Failure why) {}

        @Override
        public void back(String cluster) {}
      };

  /**
   * It cannot be reached. Called once for each time, by the thread that asks for it: returns soon.
   *
   * @param cluster the registered name; empty for the daemon's own
   */
  void away(String cluster, Failure why);

  /** It answers again. */
  void back(String cluster);
}
