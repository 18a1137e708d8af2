package dev.sluice.git;

import dev.sluice.promote.gate.Evidence.Signed;
import dev.sluice.promote.gate.Evidence.Signed.State;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.signature.SignatureFactory;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * A signature of {@code ssh-keygen -Y sign}; the format is <a
 * href="https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.sshsig">PROTOCOL.sshsig</a>.
 */
final class SshSignature {

  private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
  private static final String NAMESPACE = "git";

  /** What makes a signature worthless: broken, or made with SHA-1. */
  private static final Set<String> REFUSED = Set.of("ssh-rsa", "ssh-dss");

  private SshSignature() {}

  /** What stands in a signature. */
  private record Parts(byte[] key, String namespace, byte[] reserved, String hash, byte[] made) {

    static Parts read(String armored) {
      String body = armored.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
      ByteArrayBuffer buffer = new ByteArrayBuffer(Base64.getDecoder().decode(body));
      byte[] magic = new byte[MAGIC.length];
      buffer.getRawBytes(magic);
      if (!MessageDigest.isEqual(magic, MAGIC) || buffer.getUInt() != 1) {
        throw new IllegalArgumentException("no SSH signature of version 1");
      }
      return new Parts(
          buffer.getBytes(),
          buffer.getString(),
          buffer.getBytes(),
          buffer.getString(),
          buffer.getBytes());
    }

    /** What was really signed. */
    byte[] signed(byte[] payload) throws GeneralSecurityException {
      String algorithm =
          switch (hash) {
            case "sha256" -> "SHA-256";
            case "sha512" -> "SHA-512";
            default -> throw new GeneralSecurityException("unknown hash");
          };
      ByteArrayBuffer buffer = new ByteArrayBuffer();
      buffer.putRawBytes(MAGIC);
      buffer.putString(namespace);
      buffer.putBytes(reserved);
      buffer.putString(hash);
      buffer.putBytes(MessageDigest.getInstance(algorithm).digest(payload));
      return buffer.getCompactData();
    }
  }

  static Signed check(String armored, byte[] payload, AllowedKeys keys) {
    try {
      Parts parts = Parts.read(armored);
      PublicKey key = new ByteArrayBuffer(parts.key()).getRawPublicKey();
      Optional<AllowedKeys.Ssh> allowed = keys.ssh(parts.key());
      if (allowed.isEmpty()) {
        return new Signed(
            State.UNKNOWN_KEY, "SSH key " + String.valueOf(KeyUtils.getFingerPrint(key)));
      }
      if (!parts.namespace().equals(NAMESPACE)) {
        return new Signed(State.BAD, "it was made for something else than Git");
      }
      return verifies(parts, key, payload)
          ? new Signed(State.GOOD, allowed.get().who())
          : new Signed(State.BAD, "it does not fit the commit");
    } catch (Exception e) { // the library throws just about everything
      return new Signed(State.BAD, "it cannot be read");
    }
  }

  private static boolean verifies(Parts parts, PublicKey key, byte[] payload) throws Exception {
    String algorithm = new ByteArrayBuffer(parts.made()).getString();
    String kind = KeyUtils.getKeyType(key);
    boolean fits =
        algorithm.equals(kind) || (algorithm.startsWith("rsa-sha2-") && "ssh-rsa".equals(kind));
    SignatureFactory factory = BuiltinSignatures.fromFactoryName(algorithm);
    if (!fits || REFUSED.contains(algorithm) || factory == null) {
      return false;
    }
    Signature verifier = factory.create();
    verifier.initVerifier(null, key);
    verifier.update(null, parts.signed(payload));
    return verifier.verify(null, parts.made());
  }
}
