package dev.sluice.github;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What an App reported about a commit.
 *
 * @param id grows: of two runs the later one has the greater
 * @param name its name
 * @param commit the full id of the commit it is about
 * @param status {@code completed} or how far it is: {@code queued}, {@code in_progress}, …
 * @param conclusion how it ended: {@code success}, {@code failure}, …; empty while it has not
 * @param app the id of the App
 * @param slug the short name of the App
 * @param page where people read more; may be empty
 */
public record CheckRun(
    long id,
    String name,
    String commit,
    String status,
    String conclusion,
    long app,
    String slug,
    String page) {

  static CheckRun read(JsonNode run) {
    JsonNode app = run.path("app");
    return new CheckRun(
        run.path("id").asLong(0),
        run.path("name").asText(""),
        run.path("head_sha").asText(""),
        Texts.line(run, "status"),
        Texts.line(run, "conclusion"),
        app.path("id").asLong(0),
        Texts.line(app, "slug"),
        Texts.address(run, "html_url"));
  }
}
