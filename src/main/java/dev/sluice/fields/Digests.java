package dev.sluice.fields;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** SHA-256 over canonical texts, as 64 lower-case hexadecimal digits. */
public final class Digests {

  private Digests() {}

  /** The digest of a tree: the same for every way of writing the same value. */
  public static String sha256(Map<String, Object> tree) {
    return sha256(CanonicalJson.of(tree));
  }

  /** The digest of a text in UTF-8. */
  public static String sha256(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
