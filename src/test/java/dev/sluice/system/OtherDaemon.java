package dev.sluice.system;

import dev.sluice.git.GitRepository;
import dev.sluice.git.RepositorySettings;
import dev.sluice.git.RepositorySettings.Exemption;
import dev.sluice.kube.LedgerKeyStore;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.Ed25519Keys;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.LedgerBranches;
import dev.sluice.promote.ledger.LedgerKeys;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.ledger.SignedLedger;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Another daemon of the same installation, as its ledgers see it: it has the same key, and reaches
 * the repository by a way of its own.
 */
final class OtherDaemon implements AutoCloseable {

  private final GitRepository repository;
  private final LedgerKeys keys;

  private OtherDaemon(GitRepository repository, LedgerKeys keys) {
    this.repository = repository;
    this.keys = keys;
  }

  /** One with a clone in a folder. */
  static OtherDaemon of(World world, Path folder) throws Stopped {
    String url = world.repository(World.CONFIG).directory().toUri().toString();
    return new OtherDaemon(
        GitRepository.open(
            RepositorySettings.of(World.CONFIG, url).with(Set.of(Exemption.ALLOW_FILE)), folder),
        keys(world));
  }

  /** Pins what runs. */
  void pin(String environment, String application, String reason) throws Stopped {
    LedgerState state = read(environment);
    Entry current = state.standing(application).current().orElseThrow();
    append(
        environment,
        List.of(
            new Entry(
                state.next(application),
                Entry.Kind.PIN,
                application,
                environment,
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                current.commit(),
                current.digest(),
                OptionalLong.of(current.number()),
                List.of(),
                List.of(),
                Map.of(),
                "",
                "",
                "eva",
                reason,
                Optional.empty(),
                Map.of())));
  }

  LedgerState read(String environment) throws Stopped {
    repository.follow(Set.of(LedgerBranches.of(environment)));
    repository.poll();
    return ledger(environment).read();
  }

  /** Writes entries on top of what is there now. */
  void append(String environment, List<Entry> entries) throws Stopped {
    LedgerState now = read(environment);
    if (!(ledger(environment).append(now, entries) instanceof Ledger.Appended.Accepted)) {
      throw new AssertionError("somebody else was faster");
    }
  }

  @Override
  public void close() throws IOException {
    repository.close();
  }

  private Ledger ledger(String environment) {
    return new SignedLedger(environment, repository.ledger(LedgerBranches.of(environment)), keys);
  }

  private static LedgerKeys keys(World world) {
    Secret secret =
        world.admin().secrets().inNamespace("sluice").withName(LedgerKeyStore.NAME).get();
    return Ed25519Keys.of(text(secret, "private-key"), text(secret, "public-key"), List.of());
  }

  private static String text(Secret secret, String key) {
    return new String(
        Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
  }
}
