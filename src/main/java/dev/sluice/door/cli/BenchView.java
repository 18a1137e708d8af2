package dev.sluice.door.cli;

import dev.sluice.bench.BenchReport;
import dev.sluice.bench.Figure;
import dev.sluice.bench.Floor;
import dev.sluice.bench.Machine;
import dev.sluice.bench.SizeReport;
import dev.sluice.bench.Times;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The result of a measurement, for people and for programs. */
final class BenchView {

  private static final List<String> HEAD =
      List.of(
          "SIZE",
          "WORK",
          "MEDIAN s",
          "MIN",
          "MAX",
          "x FLOOR",
          "REQUESTS",
          "WRITES",
          "CPU s",
          "MEASURED");
  private static final long MEGABYTE = 1_000_000;

  private BenchView() {}

  /** Where and when, and what else the machine was doing. */
  static List<String> heading(BenchReport report) {
    Machine machine = report.machine();
    List<String> lines = new ArrayList<>();
    lines.add("date       " + report.when());
    lines.add(
        "machine    %d cores, %s, %d MB, %s"
            .formatted(
                machine.cores(),
                machine.processor(),
                machine.memoryBytes() / MEGABYTE,
                machine.kernel()));
    lines.add("java       " + machine.java());
    for (SizeReport size : report.sizes()) {
      lines.add(
          "%-9s  load before %s, %d %% busy at rest; after %s, %d %%"
              .formatted(
                  size.size(),
                  size.before().average(),
                  size.before().busyPercent(),
                  size.after().average(),
                  size.after().busyPercent()));
      size.floor().map(BenchView::line).ifPresent(lines::add);
      lines.add(
          "           memory of the daemon with its render workers: %d MB in the end, %d MB at most"
              .formatted(size.steadyBytes() / MEGABYTE, size.peakBytes() / MEGABYTE));
    }
    lines.add("");
    return lines;
  }

  private static String line(Floor floor) {
    return String.format(
        Locale.ROOT,
        "           floor: render all %.2f s, dry run of all %.2f s, apply all %.2f s, one write"
            + " %.4f s (%.4f to %.4f)",
        floor.renderSeconds(),
        floor.dryRunSeconds(),
        floor.applySeconds(),
        floor.write().median(),
        floor.write().shortest(),
        floor.write().longest());
  }

  static Table table(BenchReport report) {
    List<Table.Row> rows = new ArrayList<>();
    for (SizeReport size : report.sizes()) {
      for (Figure figure : size.figures()) {
        rows.add(
            Table.Row.of(
                Table.Cell.plain(size.size().toString()),
                Table.Cell.plain(figure.work()),
                Table.Cell.plain(figure.times().map(t -> seconds(t.median())).orElse("-")),
                Table.Cell.plain(figure.times().map(t -> several(t, t.shortest())).orElse("-")),
                Table.Cell.plain(figure.times().map(t -> several(t, t.longest())).orElse("-")),
                Table.Cell.plain(figure.timesFloor().map(x -> number("%.1f", x)).orElse("-")),
                Table.Cell.plain(number("%.2f", figure.requests())),
                Table.Cell.plain(number("%.2f", figure.writes())),
                Table.Cell.plain(number("%.3f", figure.cpuSeconds())),
                Table.Cell.plain(figure.meaning())));
      }
    }
    return new Table(HEAD, rows);
  }

  static Map<String, Object> tree(BenchReport report) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("when", report.when().toString());
    Machine machine = report.machine();
    tree.put(
        "machine",
        map(
            "cores", machine.cores(),
            "processor", machine.processor(),
            "memoryBytes", machine.memoryBytes(),
            "kernel", machine.kernel(),
            "java", machine.java()));
    tree.put("sizes", report.sizes().stream().map(BenchView::tree).toList());
    return tree;
  }

  private static Map<String, Object> tree(SizeReport size) {
    Map<String, Object> tree =
        map(
            "applications", size.size().applications(),
            "objects", size.size().objects(),
            "environments", size.size().environments(),
            "loadBefore", tree(size.before()),
            "loadAfter", tree(size.after()),
            "steadyBytes", size.steadyBytes(),
            "peakBytes", size.peakBytes(),
            "figures", size.figures().stream().map(BenchView::tree).toList());
    size.floor()
        .ifPresent(floor ->
            tree.put(
                "floor",
                map(
                    "renderSeconds", floor.renderSeconds(),
                    "dryRunSeconds", floor.dryRunSeconds(),
                    "applySeconds", floor.applySeconds(),
                    "writeSeconds", floor.write().seconds())));
    return tree;
  }

  private static Map<String, Object> tree(Machine.Load load) {
    return map("average", load.average(), "busyPercent", load.busyPercent());
  }

  private static Map<String, Object> tree(Figure figure) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("work", figure.work());
    figure
        .times()
        .ifPresent(times -> {
          tree.put("medianSeconds", times.median());
          tree.put("seconds", times.seconds());
        });
    figure.floorSeconds().ifPresent(floor -> tree.put("floorSeconds", floor));
    figure.timesFloor().ifPresent(ratio -> tree.put("timesFloor", ratio));
    tree.put("requests", figure.requests());
    tree.put("writes", figure.writes());
    tree.put("cpuSeconds", figure.cpuSeconds());
    tree.put("measured", figure.meaning());
    return tree;
  }

  private static Map<String, Object> map(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  private static String several(Times times, double value) {
    return times.seconds().size() > 1 ? seconds(value) : "-";
  }

  private static String seconds(double value) {
    return number("%.3f", value);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
