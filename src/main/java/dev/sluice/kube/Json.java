package dev.sluice.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** JSON as trees, numbers of any size kept as they stand. */
final class Json {

  private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Json() {}

  /**
   * Reads one object.
   *
   * @throws IOException when the bytes are not a JSON object
   */
  static Map<String, Object> tree(byte[] json) throws IOException {
    Map<String, Object> tree = MAPPER.readValue(json, TREE);
    if (tree == null) {
      throw new IOException("a JSON object was expected, not null");
    }
    return tree;
  }

  /** Writes a tree, or an object of our own resources. */
  static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e); // trees of maps, lists and plain values always have a form
    }
  }

  /** A tree as an object of our own resources; what the type does not know is left out. */
  static <T> T as(Class<T> type, Map<String, Object> tree) {
    return MAPPER.convertValue(tree, type);
  }

  /** An object of our own resources as a tree. */
  static Map<String, Object> asTree(Object value) {
    return MAPPER.convertValue(value, TREE);
  }
}
