package dev.sluice.promote.ledger;

import dev.sluice.model.promotion.Entry;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Files of ledgers for tests, signed with a key that every run has. */
public final class LedgerTexts {

  /** Signs the same text the same way in every run. */
  public static final Ed25519Keys KEYS = keys((byte) 7);

  private LedgerTexts() {}

  /** The file of an application; the older entries first. */
  public static String file(String application, String environment, Entry... entries) {
    return LedgerFile.append("", application, environment, List.of(entries), KEYS);
  }

  /** The key that follows from a number. */
  static Ed25519Keys keys(byte seed) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, new Always(seed));
      KeyPair pair = generator.generateKeyPair();
      Base64.Encoder encoder = Base64.getEncoder();
      return Ed25519Keys.of(
          encoder.encodeToString(pair.getPrivate().getEncoded()),
          encoder.encodeToString(pair.getPublic().getEncoded()),
          List.of());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** No chance at all. */
  private static final class Always extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte value;

    Always(byte value) {
      this.value = value;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      Arrays.fill(bytes, value);
    }
  }
}
