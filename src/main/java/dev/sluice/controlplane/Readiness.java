package dev.sluice.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Waits until a part does its work, or tells from its log why it does not. */
final class Readiness implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration INTERVAL = Duration.ofMillis(25);
  private static final int LAST_LINES = 15;

  private final Installation installation;
  private final Supervisor supervisor;
  private @Nullable ApiServer api;

  Readiness(Installation installation, Supervisor supervisor) {
    this.installation = installation;
    this.supervisor = supervisor;
  }

  /** A question to the API server. */
  @FunctionalInterface
  private interface Question {
    boolean holds(ApiServer api) throws IOException, InterruptedException;
  }

  /**
   * Waits.
   *
   * @param part the part that shall do its work
   * @param running the parts that must be running meanwhile, this one among them
   */
  void await(Part part, List<Part> running) throws IOException, InterruptedException {
    switch (part) {
      case ETCD -> {
        // The API server waits for it, and says so when it does not come.
      }
      // The status and not the text: a server that is not ready answers 500 with a list of checks,
      // most of them "ok".
      case API_SERVER -> await(part, running, api -> api.status("/readyz") == 200);
      case CONTROLLER_MANAGER ->
          await(
              part,
              running,
              api -> api.status("/api/v1/namespaces/default/serviceaccounts/default") == 200);
      case SCHEDULER, NODES -> {
        // Their work is seen on Pods and Nodes, and there may be none.
      }
    }
  }

  /**
   * Waits until the API server describes a custom kind's API: it does a moment after it serves it.
   *
   * @param groupVersion such as {@code argoproj.io/v1alpha1}
   */
  void awaitDescription(String groupVersion) throws IOException, InterruptedException {
    await(
        Part.API_SERVER,
        List.of(Part.API_SERVER),
        api -> api.status("/openapi/v3/apis/" + groupVersion) == 200);
  }

  private void await(Part part, List<Part> running, Question question)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!answered(question)) {
      for (Part needed : running) {
        if (!supervisor.isRunning(needed.id())) {
          String when = needed == part ? "it" : part.id();
          throw new ControlPlaneFailed(
              needed.id() + " ended while " + when + " was starting." + lastWords(needed));
        }
      }
      if (System.nanoTime() > deadline) {
        throw new ControlPlaneFailed(
            part.id() + " was not ready after " + PATIENCE.toSeconds() + " s." + lastWords(part));
      }
      Thread.sleep(INTERVAL);
    }
  }

  private boolean answered(Question question) throws InterruptedException {
    try {
      if (api == null) {
        // The API server writes the file when it starts for the first time.
        if (!Files.exists(installation.files().authority())) {
          return false;
        }
        api = installation.connect();
      }
      return question.holds(api);
    } catch (IOException notYet) {
      // Refused, reset, or a certificate that is only half written: ask again.
      return false;
    }
  }

  private String lastWords(Part part) throws IOException {
    Path log = supervisor.log(part.id());
    if (!Files.exists(log)) {
      return " It wrote no log.";
    }
    List<String> lines = Files.readAllLines(log);
    String last =
        String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    return " Its last words:\n" + last;
  }

  @Override
  public void close() {
    if (api != null) {
      api.close();
    }
  }
}
