package dev.sluice.github;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Optional;

/** What came back for one page. */
sealed interface Reply {

  /** The same as when it was asked for last. */
  record Unchanged() implements Reply {}

  /**
   * A page.
   *
   * @param etag what to ask with next time; empty for none
   * @param next where it goes on; empty for nowhere
   */
  record Page(JsonNode content, String etag, Optional<URI> next) implements Reply {}
}
