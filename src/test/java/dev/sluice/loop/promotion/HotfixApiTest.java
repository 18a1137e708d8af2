package dev.sluice.loop.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.GitHost;
import dev.sluice.demo.GitHostOptions;
import dev.sluice.kube.RequestStore;
import dev.sluice.kube.Scope;
import dev.sluice.kube.TestAccess;
import dev.sluice.kube.resource.PromotionResource;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.Ed25519Keys;
import dev.sluice.promote.machine.Decision;
import dev.sluice.promote.machine.Request;
import dev.sluice.testing.ConfigRepository;
import dev.sluice.testing.Eventually;
import dev.sluice.testing.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits that people name, most of them in branches that nobody follows. */
class HotfixApiTest {

  private static final Scope PROD = new Scope("config", "prod", "web");

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private ConfigRepository config;
  private GitHost host;
  private String state;
  private EngineRig rig;
  private String first;

  @BeforeAll
  static void install() {
    TestAccess.installOwnKinds();
  }

  @BeforeEach
  void firstRelease() throws Exception {
    config = ConfigRepository.create(folder, "config");
    host = GitHost.start(folder, GitHostOptions.open());
    state = TestCluster.newNamespace("hotfix");
    first = config.commit("main", files("first"));
    rig =
        new EngineRig(
            new EngineRig.Place(
                TestCluster.shared().kubeconfig("admin"),
                state,
                host.url("config"),
                folder.resolve("data"),
                Ed25519Keys.generate()));
    rig.start();
    awaitNewest(Entry.Kind.VERIFIED, first);
  }

  @AfterEach
  void close() throws Exception {
    rig.close();
    host.close();
    config.close();
  }

  @Test
  void comesFromABranchThatNobodyFollowsAndBindsUntilItIsMerged() throws Exception {
    String fix = branch("hotfix/login", "fixed");

    // Nothing was polled since the push.
    assertThat(ask("hotfix", Request.Action.HOTFIX, fix).result()).isEqualTo(Decision.Result.DONE);
    awaitNewest(Entry.Kind.VERIFIED, fix);
    assertThat(lines().get(1)).contains("\"kind\":\"Hotfix\"");

    config.deleteBranch("hotfix/login");
    String without = config.commit("main", files("second"));
    rig.poll();
    TestAccess.until(
        "the next candidate waits for the hotfix",
        () ->
            TestCluster.admin()
                .resources(PromotionResource.class)
                .inNamespace(state)
                .list()
                .getItems()
                .stream()
                .filter(one -> one.getSpec().commit().equals(without) && one.getStatus() != null)
                .anyMatch(one ->
                    one.getStatus().message().contains("does not contain the hotfix " + fix)));

    config.reset("main", fix);
    String merged = config.commit("main", files("third"));
    rig.poll();
    awaitNewest(Entry.Kind.VERIFIED, merged);
  }

  @Test
  void otherCommitsAreRefusedWithTheReason() throws Exception {
    String fix = branch("hotfix/login", "fixed");
    String feature = branch("feature", "feature");
    String fork = branch("fork", "fork");
    config.deleteBranch("fork");
    config.ref("refs/pull/1/head", fork);

    assertRefused(ask("a", Request.Action.PROMOTE, fix), fix, "only in hotfix/login");
    assertRefused(ask("b", Request.Action.HOTFIX, feature), feature, "in no branch", "hotfix/*");
    assertRefused(ask("c", Request.Action.HOTFIX, fork), fork, "in no branch", "hotfix/*");
    assertRefused(ask("d", Request.Action.PROMOTE, feature), feature, "in no branch");
    String withdrawn = config.commit("main", files("withdrawn"));
    rig.poll();
    config.rewrite("main", files("another"));
    rig.poll();
    assertRefused(ask("e", Request.Action.HOTFIX, withdrawn), withdrawn, "in no branch");
    host.close();
    assertRefused(
        ask("f", Request.Action.HOTFIX, "0".repeat(40)), "in no branch", "could not be asked");
  }

  private String branch(String name, String value) throws IOException {
    config.reset(name, first);
    return config.commit(name, files(value));
  }

  private Decision.Answered ask(String id, Request.Action action, String commit) throws Exception {
    rig.requests()
        .create(
            PROD,
            new Request(
                id,
                action,
                "ada",
                Instant.now(),
                "we are being flooded",
                commit,
                OptionalLong.empty(),
                0,
                Optional.empty()));
    Eventually.holds("the request is answered", PATIENCE, () -> answer(id).isPresent());
    return answer(id).orElseThrow();
  }

  private Optional<Decision.Answered> answer(String id) throws Exception {
    return rig.requests().list().stream()
        .filter(one -> one.name().equals(id))
        .flatMap(one -> one.answer().stream())
        .map(RequestStore.Answer::answered)
        .findFirst();
  }

  private static void assertRefused(Decision.Answered answered, String... words) {
    assertThat(answered.result()).as(answered.message()).isEqualTo(Decision.Result.REFUSED);
    assertThat(answered.message()).contains(words);
  }

  private static Map<String, String> files(String value) {
    Map<String, String> files = new HashMap<>();
    files.put("apps/web/kustomization.yaml", "resources: []\n");
    files.put("apps/web/value", value);
    files.put("environments/dev.yaml", environment("dev", "{ branch: main }"));
    files.put("environments/prod.yaml", environment("prod", "{ environment: dev }"));
    return files;
  }

  private static String environment(String name, String follows) {
    return """
    apiVersion: sluice.dev/v1alpha1
    kind: Environment
    metadata: { name: %s }
    spec:
      overlays: apps/*
      namespace: "{application}-{environment}"
      follows: %s
    """
        .formatted(name, follows);
  }

  private void awaitNewest(Entry.Kind kind, String commit) {
    TestAccess.until(
        "the newest entry of prod is " + kind.word() + " of " + commit,
        () -> {
          List<String> lines = lines();
          return !lines.isEmpty()
              && lines.getFirst().contains("\"kind\":\"" + kind.word() + "\"")
              && lines.getFirst().contains(commit);
        });
  }

  private List<String> lines() {
    try {
      return config.lines("sluice/env/prod", "web.jsonl").stream().skip(1).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
