package dev.sluice.promote.ledger;

import dev.sluice.fields.Digests;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One Ed25519 key pair to sign with, and public keys of other daemons to trust. */
public final class Ed25519Keys implements LedgerKeys {

  private static final String ALGORITHM = "Ed25519";
  private static final int ID_LENGTH = 16;

  private final KeyPair pair;
  private final String own;
  private final Map<String, PublicKey> trusted = new HashMap<>();

  private Ed25519Keys(KeyPair pair, List<PublicKey> others) {
    this.pair = pair;
    this.own = id(pair.getPublic());
    trusted.put(own, pair.getPublic());
    others.forEach(key -> trusted.put(id(key), key));
  }

  /** A new pair. */
  public static Ed25519Keys generate() {
    try {
      return new Ed25519Keys(KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair(), List.of());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  /**
   * A stored pair and others' public keys.
   *
   * @param privateKey PKCS #8, Base64
   * @param publicKey X.509 SubjectPublicKeyInfo, Base64
   * @param others in the same form
   * @throws IllegalArgumentException when one of them is no such key; no key is in the message
   */
  public static Ed25519Keys of(String privateKey, String publicKey, List<String> others) {
    try {
      KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
      KeyPair pair =
          new KeyPair(
              publicKey(keys, publicKey),
              keys.generatePrivate(
                  new PKCS8EncodedKeySpec(Base64.getDecoder().decode(privateKey.strip()))));
      List<PublicKey> trusted = new ArrayList<>();
      for (String other : others) {
        trusted.add(publicKey(keys, other));
      }
      return new Ed25519Keys(pair, trusted);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException("not an Ed25519 key: " + e.getClass().getSimpleName(), e);
    }
  }

  @Override
  public String own() {
    return own;
  }

  /** The private half: PKCS #8, Base64. For nothing but the Secret it is kept in. */
  public String privateKey() {
    return Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
  }

  /** The public half: X.509 SubjectPublicKeyInfo, Base64. */
  public String publicKey() {
    return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
  }

  @Override
  public String sign(String text) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(pair.getPrivate());
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the ledger's key cannot sign", e);
    }
  }

  @Override
  public boolean verify(String key, String text, String signature) {
    PublicKey publicKey = trusted.get(key);
    if (publicKey == null) {
      return false;
    }
    try {
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(publicKey);
      check.update(text.getBytes(StandardCharsets.UTF_8));
      return check.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false; // not even a signature
    }
  }

  private static PublicKey publicKey(KeyFactory keys, String text) throws GeneralSecurityException {
    return keys.generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(text.strip())));
  }

  private static String id(PublicKey key) {
    return Digests.sha256(Base64.getEncoder().encodeToString(key.getEncoded()))
        .substring(0, ID_LENGTH);
  }
}
