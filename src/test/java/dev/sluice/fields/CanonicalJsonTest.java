package dev.sluice.fields;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {

  @Test
  void theOrderOfKeysDoesNotMatter() {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("b", 1);
    one.put("a", List.of(true, "x"));
    Map<String, Object> other = new LinkedHashMap<>();
    other.put("a", List.of(true, "x"));
    other.put("b", 1L);

    assertThat(CanonicalJson.of(one)).isEqualTo("{\"a\":[true,\"x\"],\"b\":1}");
    assertThat(Digests.sha256(one)).isEqualTo(Digests.sha256(other)).hasSize(64);
  }

  @Test
  void theOrderOfListsMatters() {
    assertThat(CanonicalJson.of(List.of(1, 2))).isNotEqualTo(CanonicalJson.of(List.of(2, 1)));
  }

  @Test
  void aNumberIsWhatAnApiServerMakesOfIt() {
    assertThat(
            Arrays.asList(
                CanonicalJson.of(1),
                CanonicalJson.of(1L),
                CanonicalJson.of(1.0),
                CanonicalJson.of(new BigDecimal("1.00")),
                CanonicalJson.of(BigInteger.ONE)))
        .containsOnly("1");
    assertThat(CanonicalJson.of(0.5)).isEqualTo("0.5");
    assertThat(CanonicalJson.of(new BigDecimal("0.50"))).isEqualTo("0.5");
    assertThat(CanonicalJson.of(new BigDecimal("9007199254740993.0")))
        .isEqualTo("9007199254740993");
    assertThat(CanonicalJson.of(new BigDecimal("1E+1000000000"))).isEqualTo("Infinity");
    assertThat(CanonicalJson.of("1")).isEqualTo("\"1\"");
  }

  @Test
  void textIsEscapedSoThatNothingCanPoseAsSomethingElse() {
    assertThat(CanonicalJson.of("a\"b\\c\nd\u0001\u001f"))
        .isEqualTo("\"a\\\"b\\\\c\\nd\\u0001\\u001f\"");
    assertThat(JsonReader.read(CanonicalJson.of("a\"b\\c\nd\u0001é😀")))
        .isEqualTo("a\"b\\c\nd\u0001é😀");
  }

  @Test
  void whatIsNotJsonIsRefused() {
    assertThatThrownBy(() -> CanonicalJson.of(new Object()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Object");
  }

  @Test
  void brokenJsonIsRefusedWithItsText() {
    for (String broken :
        List.of("{", "{\"a\"}", "[1,]", "\"\\x\"", "nope", "1 2", "{\"a\":1", "\"\\u12")) {
      assertThatThrownBy(() -> JsonReader.read(broken))
          .as(broken)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void pathElementsReadAsPeopleWriteThem() {
    assertThat(below("f:image", "spec")).isEqualTo("spec.image");
    assertThat(below("f:example.com/tier", "metadata.labels"))
        .isEqualTo("metadata.labels[\"example.com/tier\"]");
    assertThat(below("k:{\"containerPort\":80,\"protocol\":\"TCP\"}", "ports"))
        .isEqualTo("ports[containerPort=80,protocol=TCP]");
    assertThat(below("v:\"x/y\"", "metadata.finalizers")).isEqualTo("metadata.finalizers[\"x/y\"]");
    assertThat(below("i:2", "spec.list")).isEqualTo("spec.list[2]");
    assertThatThrownBy(() -> PathElement.parse("z:1")).hasMessageContaining("z:1");
  }

  private static String below(String element, String parent) {
    return PathElement.parse(element).below(parent);
  }
}
