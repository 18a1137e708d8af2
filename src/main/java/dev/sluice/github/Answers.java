package dev.sluice.github;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.io.IOException;
import java.net.http.HttpResponse;

/** What GitHub says, as trees; and what it means when it says no. */
final class Answers {

  private static final int DEEPEST = 64;

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Answers() {}

  /**
   * The content of a good answer.
   *
   * @throws Stopped when it is no JSON
   */
  static JsonNode content(GitHubRepository repository, HttpResponse<byte[]> answer) throws Stopped {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw notTheApi(repository, "no JSON");
    }
  }

  /** The words of an answer that says no; empty when it has none. */
  static String words(HttpResponse<byte[]> answer) {
    try {
      return Texts.line(JSON.readTree(answer.body()), "message");
    } catch (IOException e) {
      return ""; // a page for people; the status says enough
    }
  }

  /** Why there is no content. */
  static Failure failure(GitHubRepository repository, HttpResponse<byte[]> answer, String words) {
    String host = repository.api().getAuthority();
    int status = answer.statusCode();
    String said = words.isEmpty() ? "" : ": " + words;
    boolean nobody = repository.tokenFile().isEmpty();
    return switch (status) {
      case 401 ->
          Failure.of(
              Reason.GITHUB_REFUSED_CREDENTIALS,
              host + (nobody ? " wants a token" : " does not accept the token") + said,
              nobody ? "Name a token-file" : "Put a valid token into the file; it is read anew");
      case 403 ->
          Failure.of(
              Reason.GITHUB_FORBIDDEN,
              "%s does not let %s read reports about commits of %s%s"
                  .formatted(host, nobody ? "everybody" : "the token", repository.path(), said),
              "Use a token that may read checks and commit statuses");
      case 404, 410, 451 ->
          Failure.of(
              Reason.GITHUB_NOT_FOUND,
              "%s has no repository %s that %s may see"
                  .formatted(host, repository.path(), nobody ? "everybody" : "the token"),
              "Correct github.repository, or use a token that may read it");
      case 409, 422 ->
          Failure.of(
              Reason.GITHUB_NOT_FOUND,
              "%s does not have the commit%s".formatted(repository.display(), said),
              "It has to be pushed there; a mirror may be behind");
      default ->
          status >= 500
              ? Failure.of(
                  Reason.GITHUB_UNREACHABLE,
                  "%s answers %d%s".formatted(host, status, said),
                  "It is asked again by itself; what runs goes on")
              : notTheApi(repository, status + said).failure();
    };
  }

  /** It is something else that answers. */
  static Stopped notTheApi(GitHubRepository repository, String what) {
    return new Stopped(
        Failure.of(
            Reason.GITHUB_ANSWER_INVALID,
            "what answers at %s is not the API of GitHub: %s".formatted(repository.api(), what),
            "Correct github.api-url; at a GitHub Enterprise Server it ends with /api/v3"));
  }
}
