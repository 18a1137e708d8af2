package dev.sluice.environments;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The checked values of one document, by field path. */
final class Values {

  private final Map<String, String> byPath = new TreeMap<>();
  private final Map<String, Integer> lines = new TreeMap<>();

  void put(String path, int line, String value) {
    byPath.put(path, value);
    lines.put(path, line);
  }

  /** The line a value stands on, or a list starts on; 0 where there is none. */
  int line(String path) {
    return lines.getOrDefault(path, 0);
  }

  String text(String path) {
    return byPath.getOrDefault(path, "");
  }

  /** The list at a path has so many elements. */
  void listed(String path, int line, int size) {
    lines.put(path, line);
    byPath.put(path + ".size", Integer.toString(size));
  }

  /** The paths of the elements of the list at a path, in order; none where there is no list. */
  List<String> elements(String path) {
    int size = Integer.parseInt(byPath.getOrDefault(path + ".size", "0"));
    return IntStream.range(0, size).mapToObj(i -> element(path, i)).toList();
  }

  /** The texts of the list at a path; none where there is no list. */
  List<String> texts(String path) {
    return elements(path).stream().map(this::text).toList();
  }

  /** The path of one element of a list. */
  static String element(String path, int index) {
    return path + "[" + index + "]";
  }

  boolean flag(String path, boolean ifAbsent) {
    String text = byPath.get(path);
    return text == null ? ifAbsent : Boolean.parseBoolean(text);
  }
}
