package dev.sluice.door.web;

import dev.sluice.loop.Troubles;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the health check tells: what the daemon cannot work without, and what is wrong besides. A
 * Git host that is down makes no daemon unready: it goes on healing what ran last.
 */
@Singleton
public class Readiness implements Troubles {

  private final Map<String, String> missing = new ConcurrentHashMap<>();
  private final Map<String, String> troubles = new ConcurrentHashMap<>();

  /** Something the daemon cannot work without is not there. */
  public void lacks(String what, String why) {
    missing.put(what, why);
  }

  /** It is there. */
  public void has(String what) {
    missing.remove(what);
  }

  @Override
  public void found(String what, String why) {
    troubles.put(what, why);
  }

  @Override
  public void mended(String what) {
    troubles.remove(what);
  }

  /** Whether the daemon can work. */
  public boolean isReady() {
    return missing.isEmpty();
  }

  /** All that is missing or wrong, by name. */
  public Map<String, String> all() {
    Map<String, String> all = new TreeMap<>(troubles);
    all.putAll(missing);
    return all;
  }
}
