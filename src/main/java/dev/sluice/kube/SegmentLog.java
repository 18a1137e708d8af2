package dev.sluice.kube;

import dev.sluice.kube.resource.LedgerSegmentSpec;
import dev.sluice.kube.resource.LedgerSegmentSpec.LineBody;
import dev.sluice.promote.ledger.LedgerStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Files that only grow at their top, as the log of what was added to them. Pure.
 *
 * <p>A file is its first line, which says what it is, and the lines below it, the newest first. In
 * the log a first line stands before the others of its file; a later one replaces it.
 */
final class SegmentLog {

  private SegmentLog() {}

  /** The files that come of all segments, in their order. */
  static Map<String, String> files(Collection<LedgerSegmentSpec> segments) {
    Map<String, String> heads = new TreeMap<>();
    Map<String, List<String>> bodies = new HashMap<>();
    for (LedgerSegmentSpec segment : segments) {
      for (LineBody line : segment.lines()) {
        if (line.head()) {
          heads.put(line.file(), line.text());
        } else {
          bodies.computeIfAbsent(line.file(), file -> new ArrayList<>()).add(line.text());
        }
      }
    }
    Map<String, String> files = new TreeMap<>();
    heads.forEach((file, head) -> {
      StringBuilder text = new StringBuilder(head).append('\n');
      bodies
          .getOrDefault(file, List.of())
          .reversed()
          .forEach(line -> text.append(line).append('\n'));
      files.put(file, text.toString());
    });
    return files;
  }

  /**
   * The lines that turn files into others.
   *
   * @throws IllegalArgumentException when a file did not just grow at its top
   */
  static List<LineBody> added(LedgerStore.Files base, Map<String, String> changed) {
    List<LineBody> added = new ArrayList<>();
    new TreeMap<>(changed)
        .forEach((file, text) -> {
          String before = base.texts().getOrDefault(file, "");
          if (!head(before).equals(head(text))) {
            added.add(new LineBody(file, true, head(text)));
          }
          if (!body(text).endsWith(body(before))) {
            throw new IllegalArgumentException(file + " lost lines");
          }
          String more = body(text).substring(0, body(text).length() - body(before).length());
          more.lines()
              .toList()
              .reversed()
              .forEach(line -> added.add(new LineBody(file, false, line)));
        });
    return added;
  }

  /** What a file holds below its first line. */
  static String body(LedgerStore.Files files, String file) {
    return body(files.texts().getOrDefault(file, "\n"));
  }

  /** How many bytes lines take in a resource. */
  static long size(List<LineBody> lines) {
    return Json.text(lines).getBytes(StandardCharsets.UTF_8).length;
  }

  private static String head(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  private static String body(String text) {
    return text.substring(text.indexOf('\n') + 1);
  }
}
