package dev.sluice.door.cli;

import dev.sluice.kube.TargetStatus;
import dev.sluice.model.CommitInfo;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.Revision;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import java.time.Instant;
import java.util.List;

/** Targets and statuses for the tests of the commands. */
final class Examples {

  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  private static final CommitInfo CHANGE =
      new CommitInfo(
          new Revision("config", COMMIT),
          "Jane Doe",
          Instant.parse("2026-02-03T04:05:06Z"),
          "raise the limit");

  private Examples() {}

  static Target target(String application, String environment) {
    return new Target(
        new TargetId("config", application, environment),
        "overlays/" + application + "/" + environment,
        application + "-" + environment,
        "",
        "main",
        SyncPolicy.DEFAULT);
  }

  static TargetStatus status(TargetStatus.Sync sync, Health health, Failure... failures) {
    return new TargetStatus(
        CHANGE, COMMIT, "sha256:1", sync, health, 7, "", List.of(failures), List.of());
  }
}
