package dev.sluice.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ApiKind;
import dev.sluice.model.ObjectKey;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * An API server's words about a Secret; what it says of real ones is in {@code RefusalsApiTest}.
 */
class RedactionTest {

  private static final String LONG = "s3cret\\n".repeat(200_000);

  @Test
  @DisplayName("names stay, values go")
  void namesAndValues() {
    assertThat(said("secrets \"web\" in \"shop\": invalid value \"hunter2\""))
        .isEqualTo("secrets \"web\" in \"shop\": invalid value \"(hidden)\"");
  }

  @Test
  @DisplayName("a value of megabytes is hidden like a short one")
  void hugeValue() {
    assertThat(said("invalid value \"" + LONG + "\" in data"))
        .isEqualTo("invalid value \"(hidden)\" in data");
  }

  @Test
  @DisplayName("a value in which the message is cut off is hidden, even within an escape")
  void cutOff() {
    assertThat(said("invalid value \"hunter2")).isEqualTo("invalid value \"(hidden)\"");
    assertThat(said("invalid value \"hunter2\\")).isEqualTo("invalid value \"(hidden)\"");
    assertThat(said("data: map[password:hunter2")).isEqualTo("data: (hidden)");
  }

  @Test
  @DisplayName("what is said of other kinds stands as it is")
  void otherKinds() {
    assertThat(Redaction.of("invalid value \"hunter2\"", about("ConfigMap")))
        .isEqualTo("invalid value \"hunter2\"");
  }

  private static String said(String text) {
    return Redaction.of(text, about("Secret"));
  }

  private static Asked about(String kind) {
    return new Asked(
        "here",
        "patch",
        new ApiKind("", "v1", kind),
        "secrets",
        new ObjectKey("", kind, "shop", "web"),
        Optional.empty());
  }
}
