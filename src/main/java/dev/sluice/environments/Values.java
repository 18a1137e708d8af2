package dev.sluice.environments;

import java.util.Map;
import java.util.TreeMap;

/** The checked values of one document, by field path. */
final class Values {

  private final Map<String, String> byPath = new TreeMap<>();

  void put(String path, String value) {
    byPath.put(path, value);
  }

  String text(String path) {
    return byPath.getOrDefault(path, "");
  }

  boolean flag(String path, boolean ifAbsent) {
    String text = byPath.get(path);
    return text == null ? ifAbsent : Boolean.parseBoolean(text);
  }
}
