package dev.sluice.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpReaderTest {

  @Test
  void readsEveryWayToEndABody() throws IOException {
    assertThat(read("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokay").body()).isEqualTo("ok");
    assertThat(read("HTTP/1.0 200 OK\r\n\r\nokay").body()).isEqualTo("okay");
    assertThat(
            read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nok\r\n2\r\nay\r\n0\r\n\r\n")
                .body())
        .isEqualTo("okay");
    assertThat(read("HTTP/1.1 204\r\n\r\n").status()).isEqualTo(204);
    assertThat(read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 503 No\r\n\r\n").status())
        .isEqualTo(503);
  }

  @Test
  void readsNoMoreOfABodyThanItMay() throws IOException {
    assertThat(read("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(100)).body()).hasSize(10);
    assertThat(
            read("HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n" + "x".repeat(100))
                .body())
        .hasSize(10);
    assertThat(
            read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n"
                    + "x".repeat(100))
                .body())
        .hasSize(10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SSH-2.0-OpenSSH_9.6\r\n",
        "HTTP/1.1 999 Odd\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        "HTTP/1.1 200 OK\r\nA: b",
      })
  void whatIsNoWholeAnswerIsNone(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class);
  }

  @Test
  void anEndlessHeadEnds() {
    assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\nA: " + "x".repeat(10_000)))
        .hasMessageContaining("a line of more than");
    StringBuilder many = new StringBuilder("HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < 300; i++) {
      many.append("H").append(i).append(": x\r\n");
    }
    assertThatThrownBy(() -> read(many + "\r\n")).hasMessageContaining("headers");
  }

  private static HttpReader.Message read(String text) throws IOException {
    return new HttpReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)), 10)
        .read();
  }
}
