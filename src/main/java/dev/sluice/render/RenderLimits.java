package dev.sluice.render;

import java.time.Duration;

/**
 * What one render may use.
 *
 * @param timeout wall time; the worker is killed after it
 * @param memoryBytes address space for data of one worker
 * @param inputBytes bytes of all files read
 * @param files distinct paths asked for
 * @param outputBytes bytes of the output
 * @param objects objects of the output
 */
public record RenderLimits(
    Duration timeout, long memoryBytes, long inputBytes, int files, long outputBytes, int objects) {

  /** 20 s, 512 MiB, 16 MiB in, 2,000 files, 32 MiB out, 5,000 objects. */
  public static final RenderLimits DEFAULT =
      new RenderLimits(Duration.ofSeconds(20), 512L << 20, 16L << 20, 2_000, 32L << 20, 5_000);
}
