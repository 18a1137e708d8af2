package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a process and its children use, as Linux tells it.
 *
 * @param cpuSeconds processor time since they started, children that have ended included
 * @param residentBytes resident memory of all that run; pages they share count for each
 */
record Usage(double cpuSeconds, long residentBytes) {

  // USER_HZ, fixed by the kernel's interface on every architecture that Java runs on.
  private static final double TICKS_PER_SECOND = 100;

  /** The sum over a process and its descendants. */
  static Usage of(long pid) throws IOException {
    List<Long> pids = new ArrayList<>(List.of(pid));
    ProcessHandle.of(pid)
        .ifPresent(p -> p.descendants().map(ProcessHandle::pid).forEach(pids::add));
    double cpu = 0;
    long resident = 0;
    for (long one : pids) {
      Path folder = Path.of("/proc", Long.toString(one));
      try {
        cpu += cpuSeconds(Files.readString(folder.resolve("stat")));
        resident += residentBytes(Files.readAllLines(folder.resolve("status")));
      } catch (NoSuchFileException ended) {
        if (one == pid) {
          throw new IOException("the daemon has ended; its log says why", ended);
        }
      }
    }
    return new Usage(cpu, resident);
  }

  // proc_pid_stat(5): utime, stime, cutime and cstime are the fields 14 to 17; the second field,
  // a name in brackets, may hold anything.
  private static double cpuSeconds(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    double ticks = 0;
    for (int field = 11; field <= 14; field++) {
      ticks += Long.parseLong(fields[field]);
    }
    return ticks / TICKS_PER_SECOND;
  }

  private static long residentBytes(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .sum();
  }
}
