package dev.sluice.fields;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the small JSON texts inside {@code FieldsV1} keys. A reader of its own, because the
 * libraries bring streams along, and what decides is kept free of I/O.
 *
 * <p>Whole numbers become {@code Long}, all others {@code Double}.
 */
final class JsonReader {

  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * The value of a text.
   *
   * @throws IllegalArgumentException the text is not one JSON value
   */
  static @Nullable Object read(String text) {
    JsonReader reader = new JsonReader(text);
    Object value = reader.value();
    reader.space();
    if (reader.at < text.length()) {
      throw reader.unexpected();
    }
    return value;
  }

  private @Nullable Object value() {
    space();
    return switch (peek()) {
      case '{' -> map();
      case '[' -> list();
      case '"' -> string();
      default -> word();
    };
  }

  @SuppressWarnings("NullAway") // a JSON null is kept as a value: trees may hold it
  private Map<String, Object> map() {
    Map<String, Object> map = new LinkedHashMap<>();
    at++;
    space();
    if (peek() == '}') {
      at++;
      return map;
    }
    do {
      space();
      String key = string();
      space();
      expect(':');
      map.put(key, value());
      space();
    } while (another('}'));
    return map;
  }

  @SuppressWarnings("NullAway") // as above
  private List<Object> list() {
    List<Object> list = new ArrayList<>();
    at++;
    space();
    if (peek() == ']') {
      at++;
      return list;
    }
    do {
      list.add(value());
      space();
    } while (another(']'));
    return list;
  }

  private String string() {
    expect('"');
    StringBuilder out = new StringBuilder();
    for (char c = peek(); c != '"'; c = peek()) {
      at++;
      out.append(c == '\\' ? escaped() : c);
    }
    at++;
    return out.toString();
  }

  private char escaped() {
    char c = peek();
    at++;
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case '"', '\\', '/' -> c;
      case 'u' -> codeUnit();
      default -> throw unexpected();
    };
  }

  private char codeUnit() {
    if (at + 4 > text.length()) {
      throw unexpected();
    }
    at += 4;
    return (char) HexFormat.fromHexDigits(text, at - 4, at);
  }

  private @Nullable Object word() {
    int start = at;
    while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(start, at);
    return switch (word) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      case "null" -> null;
      default -> number(word);
    };
  }

  private Object number(String word) {
    try {
      boolean whole = word.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
      if (whole) {
        return Long.valueOf(word);
      }
      return Double.valueOf(word);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a JSON value: " + text, e);
    }
  }

  private boolean another(char end) {
    if (peek() == ',') {
      at++;
      return true;
    }
    expect(end);
    return false;
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw unexpected();
    }
    at++;
  }

  private char peek() {
    if (at >= text.length()) {
      throw unexpected();
    }
    return text.charAt(at);
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private IllegalArgumentException unexpected() {
    return new IllegalArgumentException("not JSON at character " + at + ": " + text);
  }
}
