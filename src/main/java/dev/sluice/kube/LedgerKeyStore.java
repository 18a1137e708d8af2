package dev.sluice.kube;

import dev.sluice.model.ApiKind;
import dev.sluice.model.Failure;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import dev.sluice.promote.ledger.Ed25519Keys;
import dev.sluice.promote.ledger.LedgerKeys;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The key that this installation signs ledgers with, in an immutable Secret of the daemon's
 * namespace; it is made when there is none. Thread-safe.
 */
public final class LedgerKeyStore {

  /** Name of the Secret. */
  public static final String NAME = "sluice-ledger-key";

  private static final Logger LOG = Logger.getLogger(LedgerKeyStore.class);
  private static final ApiKind SECRET = ApiKind.of("v1", "Secret");
  private static final String PRIVATE = "private-key";
  private static final String PUBLIC = "public-key";

  private final Cluster own;
  private final String namespace;
  private final List<String> trusted;
  private @Nullable LedgerKeys known;

  /**
   * The key that is kept in a namespace of the daemon's own cluster.
   *
   * @param trusted public keys whose signatures count too: of other daemons, and earlier ones of
   *     this daemon; X.509 SubjectPublicKeyInfo in Base64
   */
  public LedgerKeyStore(Cluster own, String namespace, List<String> trusted) {
    this.own = own;
    this.namespace = namespace;
    this.trusted = List.copyOf(trusted);
  }

  /**
   * The key; the first time, it is made and written down. Asked once, then from memory.
   *
   * @throws Stopped when the cluster cannot tell, or the Secret holds something else
   */
  public synchronized LedgerKeys establish() throws Stopped {
    LedgerKeys established = known;
    if (established == null) {
      Optional<LedgerKeys> stored = stored();
      established = stored.isPresent() ? stored.get() : make();
      known = established;
    }
    return established;
  }

  private Optional<LedgerKeys> stored() throws Stopped {
    Optional<LiveObject> secret =
        own.get(SECRET, new ObjectKey("", SECRET.kind(), namespace, NAME));
    if (secret.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Object> data = Trees.map(secret.get().content(), "data");
    try {
      Ed25519Keys keys = Ed25519Keys.of(text(data, PRIVATE), text(data, PUBLIC), trusted);
      if (keys.verify(keys.own(), NAME, keys.sign(NAME))) {
        return Optional.of(keys);
      }
    } catch (IllegalArgumentException e) {
      // Which part of a key is wrong is said to nobody.
      throw notAPair();
    }
    throw notAPair();
  }

  private LedgerKeys make() throws Stopped {
    Ed25519Keys made = Ed25519Keys.generate();
    try {
      var unused = own.apply(secret(made), Cluster.Persistence.STORED, Cluster.Ownership.ASK);
      LOG.infof(
          "Made the key %s that ledgers are signed with. Other daemons that read them need its"
              + " public half in sluice.ledger.trusted-keys: %s",
          made.own(), made.publicKey());
    } catch (Stopped stopped) {
      // Whoever started beside us was first, and an immutable Secret stays as it is.
      Optional<LedgerKeys> theirs = stored();
      if (theirs.isPresent()) {
        return theirs.get();
      }
      throw stopped;
    }
    return stored().orElse(made);
  }

  private Manifest secret(Ed25519Keys keys) {
    Map<String, Object> content =
        Map.of(
            "apiVersion",
            SECRET.apiVersion(),
            "kind",
            SECRET.kind(),
            "metadata",
            Map.of("name", NAME, "namespace", namespace),
            "immutable",
            true,
            "data",
            Map.of(PRIVATE, encoded(keys.privateKey()), PUBLIC, encoded(keys.publicKey())));
    return new Manifest(SECRET, namespace, NAME, content, Origin.UNKNOWN);
  }

  private Stopped notAPair() {
    return new Stopped(
        Failure.of(
            Reason.INVALID_CONFIGURATION,
            "the Secret %s/%s holds no pair of Ed25519 keys in data.%s and data.%s, or"
                    .formatted(namespace, NAME, PRIVATE, PUBLIC)
                + " sluice.ledger.trusted-keys holds something else than public keys",
            "Put the Secret back as it was, or delete it: a new key is made then, and the old public"
                + " key in sluice.ledger.trusted-keys keeps what was signed with it valid"));
  }

  private static String text(Map<String, Object> data, String field) {
    return new String(
        Base64.getDecoder().decode(Trees.string(data, field)), StandardCharsets.UTF_8);
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
