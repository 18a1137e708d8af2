package dev.sluice.loop.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.GitHost;
import dev.sluice.demo.GitHostOptions;
import dev.sluice.kube.TestAccess;
import dev.sluice.promote.ledger.Ed25519Keys;
import dev.sluice.testing.ConfigRepository;
import dev.sluice.testing.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A unit with its promotions on a real API server and its ledger on a real Git host. */
class UnitsApiTest {

  private static final String LEDGER = "sluice/env/dev";

  @TempDir Path folder;

  @BeforeAll
  static void install() {
    TestAccess.installOwnKinds();
  }

  @Test
  void aUnitIsOneCommitOfSeveralFilesForwardAndBack() throws Exception {
    try (ConfigRepository config = ConfigRepository.create(folder, "config");
        GitHost host = GitHost.start(folder, GitHostOptions.open())) {
      String first = config.commit("main", files("good", "good"));
      try (EngineRig rig =
          new EngineRig(
              new EngineRig.Place(
                  TestCluster.shared().kubeconfig("admin"),
                  TestCluster.newNamespace("units"),
                  host.url("config"),
                  folder.resolve("data"),
                  Ed25519Keys.generate()))) {
        rig.start();
        awaitKinds(config, "frontend", "Verified", "Promote");
        awaitKinds(config, "backend", "Verified", "Promote");
        assertThat(config.length(LEDGER))
            .as("one commit with both releases, one with both outcomes")
            .isEqualTo(2);

        String second = config.commit("main", files("broken", "fine"));
        rig.poll();
        awaitKinds(
            config,
            "backend",
            "Verified",
            "Pin",
            "Rollback",
            "Veto",
            "Failed",
            "Promote",
            "Verified",
            "Promote");
        awaitKinds(
            config,
            "frontend",
            "Verified",
            "Pin",
            "Rollback",
            "Failed",
            "Promote",
            "Verified",
            "Promote");
        assertThat(config.length(LEDGER)).as("both forward, failed, back, verified").isEqualTo(6);
        assertThat(newest(config, "frontend", "Failed")).contains(second, "goes with backend");
        assertThat(newest(config, "frontend", "Rollback")).contains(first);
      }
    }
  }

  private static Map<String, String> files(String backend, String frontend) {
    Map<String, String> files = new HashMap<>();
    files.put("apps/backend/kustomization.yaml", "resources: []\n");
    files.put("apps/backend/value", backend);
    files.put("apps/frontend/kustomization.yaml", "resources: []\n");
    files.put("apps/frontend/value", frontend);
    files.put(
        "environments/dev.yaml",
        """
        apiVersion: sluice.dev/v1alpha1
        kind: Environment
        metadata: { name: dev }
        spec:
          overlays: apps/*
          namespace: "{application}-{environment}"
          follows: { branch: main }
          rollback: { automatic: true }
          units:
            - [backend, frontend]
        """);
    return files;
  }

  private static void awaitKinds(ConfigRepository config, String application, String... kinds) {
    TestAccess.until(
        "the ledger of " + application + " holds " + List.of(kinds),
        () -> kinds(config, application).equals(List.of(kinds)));
  }

  private static String newest(ConfigRepository config, String application, String kind) {
    return lines(config, application).stream()
        .filter(line -> line.contains("\"kind\":\"" + kind + "\""))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> kinds(ConfigRepository config, String application) {
    return lines(config, application).stream()
        .map(line -> line.replaceAll(".*\"kind\":\"(?=[A-Z])([A-Za-z]+)\".*", "$1"))
        .toList();
  }

  private static List<String> lines(ConfigRepository config, String application) {
    try {
      return config.lines(LEDGER, application + ".jsonl").stream().skip(1).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
