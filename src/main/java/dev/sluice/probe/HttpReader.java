package dev.sluice.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads one answer of HTTP/1.1 (RFC 9112), bounded in every direction: whoever answers is not
 * trusted.
 */
final class HttpReader {

  private static final int LONGEST_LINE = 8192;
  private static final int MOST_HEADERS = 200;
  private static final int BUFFER = 8192;

  private final InputStream in;
  private final int bodyBytes;

  /**
   * Reads from a connection.
   *
   * @param bodyBytes as much of the body is read
   */
  HttpReader(InputStream in, int bodyBytes) {
    this.in = in;
    this.bodyBytes = bodyBytes;
  }

  /** Status and the beginning of the body. */
  record Message(int status, String body) {}

  Message read() throws IOException {
    int status = status();
    Map<String, String> headers = headers();
    while (status >= 100 && status < 200) { // something for in between
      status = status();
      headers = headers();
    }
    return new Message(status, new String(body(status, headers), StandardCharsets.UTF_8));
  }

  private int status() throws IOException {
    String line = line();
    if (!line.matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
      throw new IOException("that is no answer of HTTP");
    }
    return Integer.parseInt(line.substring(9, 12));
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.putIfAbsent(
            line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
            line.substring(colon + 1).strip());
      }
      if (headers.size() > MOST_HEADERS) {
        throw new IOException("its answer has more than %d headers".formatted(MOST_HEADERS));
      }
    }
    return headers;
  }

  private byte[] body(int status, Map<String, String> headers) throws IOException {
    if (status == 204 || status == 304) {
      return new byte[0];
    }
    if (headers
        .getOrDefault("transfer-encoding", "")
        .toLowerCase(Locale.ROOT)
        .endsWith("chunked")) {
      return chunks();
    }
    String length = headers.getOrDefault("content-length", "");
    if (length.matches("[0-9]{1,18}")) {
      long announced = Long.parseLong(length);
      byte[] body = upTo((int) Math.min(announced, bodyBytes));
      if (body.length < Math.min(announced, bodyBytes)) {
        throw new IOException("its answer ends too early");
      }
      return body;
    }
    return upTo(bodyBytes);
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (body.size() < bodyBytes) {
      String size = line().split(";", 2)[0].strip();
      if (!size.matches("[0-9a-fA-F]{1,8}")) {
        throw new IOException("its answer is cut into chunks of no size");
      }
      long bytes = Long.parseLong(size, 16);
      if (bytes == 0) {
        break;
      }
      int wanted = (int) Math.min(bytes, bodyBytes - body.size());
      byte[] chunk = upTo(wanted);
      body.writeBytes(chunk);
      if (chunk.length < wanted) {
        throw new IOException("its answer ends too early");
      }
      if (wanted == bytes) {
        line(); // each chunk ends with one
      }
    }
    return body.toByteArray();
  }

  private byte[] upTo(int bytes) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER];
    while (body.size() < bytes) {
      int read = in.read(buffer, 0, Math.min(buffer.length, bytes - body.size()));
      if (read < 0) {
        break;
      }
      body.write(buffer, 0, read);
    }
    return body.toByteArray();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("its answer ends too early");
      }
      if (line.size() >= LONGEST_LINE) {
        throw new IOException(
            "its answer has a line of more than %d bytes".formatted(LONGEST_LINE));
      }
      line.write(next);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
