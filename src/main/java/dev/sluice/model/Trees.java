package dev.sluice.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reading of JSON-like trees whose shape nobody has checked: what is missing reads as empty. */
public final class Trees {

  private Trees() {}

  /** The map at a field; empty when the field is missing or something else. */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> map(Map<String, Object> parent, String field) {
    return parent.get(field) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  /** The list at a field; empty when the field is missing or something else. */
  @SuppressWarnings("unchecked")
  public static List<Object> list(Map<String, Object> parent, String field) {
    return parent.get(field) instanceof List<?> list ? (List<Object>) list : List.of();
  }

  /** The maps in the list at a field; other elements are left out. */
  @SuppressWarnings("unchecked")
  public static List<Map<String, Object>> maps(Map<String, Object> parent, String field) {
    List<Map<String, Object>> maps = new ArrayList<>();
    for (Object element : list(parent, field)) {
      if (element instanceof Map<?, ?> map) {
        maps.add((Map<String, Object>) map);
      }
    }
    return maps;
  }

  /** The string at a field; empty when the field is missing or something else. */
  public static String string(Map<String, Object> parent, String field) {
    return parent.get(field) instanceof String text ? text : "";
  }

  /** The whole number at a field; the fallback when the field is missing or something else. */
  public static long number(Map<String, Object> parent, String field, long fallback) {
    return parent.get(field) instanceof Number number ? number.longValue() : fallback;
  }
}
