package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Where it was measured; numbers without it mean little.
 *
 * @param cores processors that Java sees
 * @param processor their name
 * @param memoryBytes physical memory
 * @param kernel the operating system
 * @param java the JDK
 */
public record Machine(int cores, String processor, long memoryBytes, String kernel, String java) {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Path LOAD = Path.of("/proc/loadavg");
  private static final Path BUSY = Path.of("/proc/stat");
  private static final Duration GLANCE = Duration.ofSeconds(3);

  /**
   * What else the machine was doing.
   *
   * @param average the load averages over 1, 5 and 15 minutes
   * @param busyPercent share of the processors that was at work, measured over three seconds in
   *     which nothing was asked of the control plane
   */
  public record Load(String average, int busyPercent) {}

  /** This machine. */
  static Machine here() throws IOException {
    if (!Files.isReadable(BUSY)) {
      throw new IOException("measuring needs /proc, which only Linux has");
    }
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        field(Files.readAllLines(CPU_INFO), "model name"),
        Long.parseLong(field(Files.readAllLines(MEMORY), "MemTotal").replaceAll("\\D", "")) * 1024,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
  }

  /** The load now; takes three seconds. */
  static Load load() throws IOException, InterruptedException {
    long[] before = busyAndAll();
    Thread.sleep(GLANCE);
    long[] after = busyAndAll();
    String[] averages = Files.readString(LOAD).split(" ");
    return new Load(
        String.join(", ", List.of(averages).subList(0, 3)),
        (int) (100 * (after[0] - before[0]) / Math.max(1, after[1] - before[1])));
  }

  private static String field(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }

  // proc_stat(5): user, nice, system, idle, iowait, irq, softirq, steal.
  private static long[] busyAndAll() throws IOException {
    String[] fields = Files.readAllLines(BUSY).getFirst().split(" +");
    long all = 0;
    for (int field = 1; field <= 8; field++) {
      all += Long.parseLong(fields[field]);
    }
    return new long[] {all - Long.parseLong(fields[4]) - Long.parseLong(fields[5]), all};
  }
}
