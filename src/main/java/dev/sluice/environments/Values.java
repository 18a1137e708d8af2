package dev.sluice.environments;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The checked values of one document, by field path. */
final class Values {

  private final Map<String, String> byPath = new TreeMap<>();
  private final Map<String, Integer> lines = new TreeMap<>();
  private final Map<String, String> shortForms = new TreeMap<>();
  private final Map<String, List<String>> keys = new TreeMap<>();

  void put(String path, int line, String value) {
    byPath.put(path, value);
    lines.put(path, line);
  }

  /** A mapping starts here. */
  void mapped(String path, int line, List<String> itsKeys) {
    lines.put(path, line);
    keys.put(path, itsKeys);
  }

  /** What stands at a path means one of its fields. */
  void shortened(String path, String field) {
    shortForms.put(path + "." + field, path);
  }

  /** Whether something is there. */
  boolean has(String path) {
    return lines.containsKey(real(path));
  }

  /** The line a value stands on, or a list or mapping starts on; 0 where there is none. */
  int line(String path) {
    return lines.getOrDefault(real(path), 0);
  }

  String text(String path) {
    return byPath.getOrDefault(real(path), "");
  }

  /** A number that is there, or else this one. */
  int number(String path, int ifAbsent) {
    String text = text(path);
    return text.isEmpty() ? ifAbsent : Integer.parseInt(text);
  }

  /** The keys of the mapping at a path, in order; none where there is no mapping. */
  List<String> keys(String path) {
    return keys.getOrDefault(real(path), List.of());
  }

  /** The list at a path has so many elements. */
  void listed(String path, int line, int size) {
    lines.put(path, line);
    byPath.put(path + ".size", Integer.toString(size));
  }

  /** The list at a path has one element, which was written without being listed. */
  void only(String path) {
    shortForms.put(element(path, 0), path);
  }

  /** The paths of the elements of the list at a path, in order; none where there is no list. */
  List<String> elements(String path) {
    String list = real(path);
    int size = Integer.parseInt(byPath.getOrDefault(list + ".size", "0"));
    return IntStream.range(0, size).mapToObj(i -> element(list, i)).toList();
  }

  /** The texts of the list at a path; none where there is no list. */
  List<String> texts(String path) {
    return elements(path).stream().map(this::text).toList();
  }

  /** The path of what stands under a key that the author chose. */
  static String key(String path, String key) {
    return key.contains(".") ? path + "[\"" + key + "\"]" : path + "." + key;
  }

  /** The path of one element of a list. */
  static String element(String path, int index) {
    return path + "[" + index + "]";
  }

  boolean flag(String path, boolean ifAbsent) {
    String text = text(path);
    return text.isEmpty() ? ifAbsent : Boolean.parseBoolean(text);
  }

  private String real(String path) {
    return shortForms.getOrDefault(path, path);
  }
}
