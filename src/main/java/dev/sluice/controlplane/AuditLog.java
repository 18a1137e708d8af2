package dev.sluice.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The requests of the audited users, as the API server recorded them. */
public final class AuditLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  AuditLog(Path file) {
    this.file = file;
  }

  /**
   * One request.
   *
   * @param user who asked
   * @param verb such as {@code get}, {@code list}, {@code watch}, {@code patch}
   * @param uri the path and the query
   * @param status the HTTP status of the answer
   * @param received when the API server received it
   */
  public record Request(String user, String verb, String uri, int status, Instant received) {}

  /**
   * Every request answered so far, oldest first; a watch counts once, from the moment it is opened.
   *
   * @throws IOException if the log cannot be read
   */
  public List<Request> requests() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    // A watch has a record when it opens and one when it closes, both with the same id.
    Map<String, Request> byId = new LinkedHashMap<>();
    String text = Files.readString(file);
    int end = text.lastIndexOf('\n') + 1; // the last record may be half written
    for (String line : text.substring(0, end).lines().toList()) {
      JsonNode event = JSON.readTree(line);
      byId.put(
          event.path("auditID").asText(),
          new Request(
              event.path("user").path("username").asText(),
              event.path("verb").asText(),
              event.path("requestURI").asText(),
              event.path("responseStatus").path("code").asInt(),
              Instant.parse(event.path("requestReceivedTimestamp").asText())));
    }
    return List.copyOf(byId.values());
  }

  /** The requests after the first {@code count}, which an earlier call returned. */
  public List<Request> requestsAfter(int count) throws IOException {
    List<Request> all = requests();
    return all.subList(count, all.size());
  }
}
