package dev.sluice.loop.promotion;

import dev.sluice.kube.RequestStore;
import dev.sluice.kube.Scope;
import dev.sluice.model.Stopped;
import dev.sluice.promote.machine.Decision;
import dev.sluice.promote.machine.Request;
import dev.sluice.testing.ConfigRepository;
import dev.sluice.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * The config repository of an original, prod, and its standby, dr, and what its ledgers say.
 *
 * @param config the repository
 * @param suffix makes namespaces of this test its own
 */
record StandbyStage(ConfigRepository config, String suffix) {

  /** A takeover looks at Jobs every few seconds, and there are several. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Scope DR = new Scope("", "dr", "");

  /**
   * Commits it.
   *
   * @param prod lines of YAML for the spec of prod
   * @param dr the same for dr
   * @param files more files, by path
   */
  void commit(String prod, String dr, Map<String, String> files) throws IOException {
    Map<String, String> all = new TreeMap<>(files);
    all.put("apps/web/prod/value", "serves");
    all.put("apps/web/prod-asleep/value", "fenced");
    all.put("apps/web/dr/value", "asleep");
    all.put("apps/web/dr-active/value", "awake");
    all.put("environments/prod.yaml", environment("prod", "{ branch: main }", prod));
    all.put("environments/dr.yaml", environment("dr", "{ environment: prod, verified: true }", dr));
    config.commit("main", all);
  }

  /** Whether the standby runs what is verified. */
  boolean isReady() {
    return lines("dr", "web").stream().anyMatch(line -> line.contains("\"kind\":\"Verified\""));
  }

  /** The lines of a ledger about the whole environment, newest first. */
  List<String> lines(String environment) {
    return lines(environment, "_environment");
  }

  private List<String> lines(String environment, String file) {
    try {
      return config.lines("sluice/env/" + environment, file + ".jsonl").stream().skip(1).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks for something and waits for the answer. */
  Decision.Answered ask(EngineRig rig, Request.Action action) throws Stopped {
    String name = create(rig, action);
    Eventually.holds("the answer to " + action, PATIENCE, () -> answer(rig, name).isPresent());
    return answer(rig, name).orElseThrow();
  }

  /** Asks for something; returns at once with the name of the request. */
  String create(EngineRig rig, Request.Action action) throws Stopped {
    return rig.requests().create(DR, request(action)).name();
  }

  /** The answer to a request; empty before there is one. */
  Optional<Decision.Answered> answer(EngineRig rig, String name) {
    try {
      return rig.requests()
          .read(name)
          .flatMap(RequestStore.Stored::answer)
          .map(RequestStore.Answer::answered);
    } catch (Stopped stopped) {
      throw new AssertionError(stopped);
    }
  }

  private static Request request(Request.Action action) {
    return new Request(
        action.name().toLowerCase(Locale.ROOT) + "-" + System.nanoTime(),
        action,
        "ada",
        Instant.now(),
        "to see whether it can",
        "",
        OptionalLong.empty(),
        0,
        Optional.empty(),
        Set.of());
  }

  private String environment(String name, String follows, String more) {
    return """
    apiVersion: sluice.dev/v1alpha1
    kind: Environment
    metadata: { name: %s }
    spec:
      overlays: apps/*/%s
      namespace: "{application}-{environment}-%s"
      follows: %s
    %s
    """
        .formatted(name, name, suffix, follows, more.indent(2));
  }
}
