package dev.sluice.door.web;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the health check tells: what the daemon cannot work without, and what is wrong besides. A
 * Git host that is down makes no daemon unready: it goes on healing what ran last.
 */
@Singleton
public class Readiness {

  private final Map<String, String> missing = new ConcurrentHashMap<>();

  /** Something the daemon cannot work without is not there. */
  public void lacks(String what, String why) {
    missing.put(what, why);
  }

  /** It is there. */
  public void has(String what) {
    missing.remove(what);
  }

  /** Whether the daemon can work. */
  public boolean isReady() {
    return missing.isEmpty();
  }

  /** What is missing, by name, with the reason. */
  public Map<String, String> missing() {
    return new TreeMap<>(missing);
  }
}
