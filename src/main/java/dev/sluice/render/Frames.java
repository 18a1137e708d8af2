package dev.sluice.render;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Map;

/** The frames of the worker's protocol; {@code src/main/kustomize/README.md} is the contract. */
final class Frames {

  private static final int LARGEST = 256 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> HEADER = new TypeReference<>() {};

  /** One frame. */
  @SuppressWarnings("ArrayRecordComponent") // never compared; copying bodies would cost
  record Frame(Map<String, Object> header, byte[] body) {

    String type() {
      return header.get("type") instanceof String type ? type : "";
    }
  }

  private Frames() {}

  /**
   * Reads the next frame.
   *
   * @throws EOFException when the worker ended
   */
  static Frame read(DataInputStream in) throws IOException {
    int length = in.readInt();
    int headerLength = in.readInt();
    if (length < 4 || length > LARGEST || headerLength < 0 || headerLength > length - 4) {
      throw new IOException("the worker sent a frame of impossible size");
    }
    byte[] header = in.readNBytes(headerLength);
    byte[] body = in.readNBytes(length - 4 - headerLength);
    if (header.length + body.length != length - 4) {
      throw new EOFException("the worker ended in the middle of a frame");
    }
    return new Frame(JSON.readValue(header, HEADER), body);
  }

  /** Writes a frame and flushes. */
  static void write(DataOutputStream out, Map<String, Object> header, byte[] body)
      throws IOException {
    byte[] headerBytes = JSON.writeValueAsBytes(header);
    out.writeInt(4 + headerBytes.length + body.length);
    out.writeInt(headerBytes.length);
    out.write(headerBytes);
    out.write(body);
    out.flush();
  }
}
