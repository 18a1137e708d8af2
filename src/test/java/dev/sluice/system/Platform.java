package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.kube.resource.ApprovalResource;
import dev.sluice.kube.resource.ApprovalSpec;
import dev.sluice.kube.resource.PromotionResource;
import dev.sluice.model.promotion.Entry;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** One platform of the worked example on its way through the environments. */
record Platform(ExampleWorld world, String name) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The entries of an environment's ledger about it, the newest first. */
  List<JsonNode> ledger(String environment) throws IOException {
    return entries(world, environment, name);
  }

  /** The entries of one of the files of an environment's ledger, the newest first. */
  static List<JsonNode> entries(ExampleWorld world, String environment, String file)
      throws IOException {
    List<JsonNode> entries = new ArrayList<>();
    for (String line : world.git().lines("sluice/env/" + environment, file + ".jsonl")) {
      JsonNode entry = JSON.readTree(line);
      if (entry.has("number")) {
        entries.add(entry);
      }
    }
    return entries;
  }

  /** Whether the ledger of an environment has an entry of a kind about a commit. */
  boolean has(String environment, Entry.Kind kind, String commit) throws IOException {
    return ledger(environment).stream()
        .anyMatch(entry ->
            entry.path("kind").asText().equals(kind.word())
                && entry.path("commit").asText().equals(commit));
  }

  /** The oldest entry of a kind about a commit. */
  JsonNode entry(String environment, Entry.Kind kind, String commit) throws IOException {
    return ledger(environment).stream()
        .filter(entry -> entry.path("kind").asText().equals(kind.word()))
        .filter(entry -> entry.path("commit").asText().equals(commit))
        .reduce((newer, older) -> older)
        .orElseThrow(() -> new AssertionError(name + " in " + environment));
  }

  /** Names of the gates of an entry, all of which have to have passed. */
  static Set<String> passed(JsonNode entry) {
    Set<String> names = new TreeSet<>();
    entry
        .path("gates")
        .forEach(gate -> {
          assertThat(gate.path("verdict").asText()).isEqualTo("Pass");
          names.add(gate.path("gate").asText());
        });
    return names;
  }

  /** Waits until the ledger of an environment has an entry of a kind about a commit. */
  void awaitEntry(String environment, Entry.Kind kind, String commit) {
    world.await(
        "the ledger of %s says %s of %s %s"
            .formatted(environment, kind.word(), name, commit.substring(0, 12)),
        () -> has(environment, kind, commit));
  }

  /** The promotions of a commit into an environment. */
  List<PromotionResource> promotions(String environment, String commit) {
    return world
        .admin()
        .resources(PromotionResource.class)
        .inNamespace("sluice")
        .list()
        .getItems()
        .stream()
        .filter(one -> one.getSpec().application().equals(name))
        .filter(one -> one.getSpec().environment().equals(environment))
        .filter(one -> one.getSpec().commit().equals(commit))
        .toList();
  }

  /** Waits until a promotion of a commit says something. */
  void awaitMessage(String environment, String commit, String state, String words) {
    world.await(
        "%s of %s in %s is %s: %s"
            .formatted(commit.substring(0, 12), name, environment, state, words),
        () ->
            promotions(environment, commit).stream()
                .map(PromotionResource::getStatus)
                .anyMatch(status ->
                    status != null
                        && state.equals(status.state())
                        && String.valueOf(status.message()).contains(words)));
  }

  /** People say yes as soon as the candidate waits for them, each in their own name. */
  void approve(String environment, String commit, String... people) {
    awaitMessage(environment, commit, "Gating", "approval");
    for (String person : people) {
      ApprovalResource approval = new ApprovalResource();
      approval.setMetadata(new ObjectMetaBuilder().withGenerateName("example-").build());
      approval.setSpec(
          new ApprovalSpec(null, environment, name, commit, null, "approve", person, null));
      world.client(person).resource(approval).inNamespace("sluice").create();
    }
  }
}
