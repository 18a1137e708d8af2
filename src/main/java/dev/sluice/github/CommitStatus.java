package dev.sluice.github;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What somebody reported about a commit, before there were checks and still.
 *
 * @param context its name
 * @param state {@code success}, {@code pending}, {@code failure} or {@code error}
 * @param description its own words; may be empty
 * @param creator login of the account that reported it; of an App its short name with {@code [bot]}
 * @param kind {@code User}, {@code Bot}, …
 * @param page where people read more; may be empty
 */
public record CommitStatus(
    String context, String state, String description, String creator, String kind, String page) {

  static CommitStatus read(JsonNode status) {
    JsonNode creator = status.path("creator");
    return new CommitStatus(
        status.path("context").asText(""),
        Texts.line(status, "state"),
        Texts.line(status, "description"),
        Texts.line(creator, "login"),
        Texts.line(creator, "type"),
        Texts.address(status, "target_url"));
  }
}
