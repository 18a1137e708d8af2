package dev.sluice.kube;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * An HTTP answer of an API server.
 *
 * @param status the HTTP status
 * @param body the whole body
 * @param retryAfter how long the server asks to wait; zero when it does not
 */
record Answer(int status, byte[] body, Duration retryAfter) {

  boolean successful() {
    return status >= 200 && status < 300;
  }

  /**
   * The body as a tree.
   *
   * @throws IOException when it is not a JSON object
   */
  Map<String, Object> tree() throws IOException {
    return Json.tree(body);
  }
}
