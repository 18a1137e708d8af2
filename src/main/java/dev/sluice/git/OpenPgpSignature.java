package dev.sluice.git;

import dev.sluice.promote.gate.Evidence.Signed;
import dev.sluice.promote.gate.Evidence.Signed.State;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Set;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/** A detached OpenPGP signature (RFC 9580). A key that expires keeps what it signed before. */
final class OpenPgpSignature {

  private static final Set<Integer> BROKEN_HASHES =
      Set.of(HashAlgorithmTags.MD5, HashAlgorithmTags.SHA1);

  private OpenPgpSignature() {}

  static Signed check(String armored, byte[] payload, AllowedKeys keys) {
    try {
      PGPSignature signature = read(armored);
      for (PGPPublicKeyRing ring : keys.openPgp()) {
        PGPPublicKey key = ring.getPublicKey(signature.getKeyID());
        if (key != null) {
          return check(signature, payload, ring.getPublicKey(), key);
        }
      }
      return new Signed(State.UNKNOWN_KEY, "OpenPGP key %016X".formatted(signature.getKeyID()));
    } catch (IOException | PGPException | RuntimeException e) {
      return new Signed(State.BAD, "it cannot be read");
    }
  }

  private static PGPSignature read(String armored) throws IOException, PGPException {
    Object first =
        new BcPGPObjectFactory(
                PGPUtil.getDecoderStream(
                    new ByteArrayInputStream(armored.getBytes(StandardCharsets.US_ASCII))))
            .nextObject();
    if (first instanceof PGPSignatureList list && list.size() == 1) {
      return list.get(0);
    }
    throw new PGPException("not one signature");
  }

  private static Signed check(
      PGPSignature signature, byte[] payload, PGPPublicKey master, PGPPublicKey key)
      throws PGPException {
    if (BROKEN_HASHES.contains(signature.getHashAlgorithm())
        || signature.getSignatureType() != PGPSignature.BINARY_DOCUMENT) {
      return new Signed(State.BAD, "it is made in a way that is not safe any more");
    }
    if (master.hasRevocation() || key.hasRevocation()) {
      return new Signed(State.BAD, "its key was revoked");
    }
    if (isExpired(master, signature) || isExpired(key, signature)) {
      return new Signed(State.BAD, "its key had expired");
    }
    if (key.getKeyID() != master.getKeyID() && !isBound(master, key)) {
      return new Signed(State.BAD, "its key does not belong to the allowed one");
    }
    signature.init(new BcPGPContentVerifierBuilderProvider(), key);
    signature.update(payload);
    return signature.verify()
        ? new Signed(State.GOOD, owner(master))
        : new Signed(State.BAD, "it does not fit the commit");
  }

  private static boolean isExpired(PGPPublicKey key, PGPSignature signature) {
    long seconds = key.getValidSeconds();
    return seconds > 0
        && signature
            .getCreationTime()
            .toInstant()
            .isAfter(key.getCreationTime().toInstant().plusSeconds(seconds));
  }

  private static boolean isBound(PGPPublicKey master, PGPPublicKey key) throws PGPException {
    Iterator<PGPSignature> bindings = key.getSignaturesOfType(PGPSignature.SUBKEY_BINDING);
    while (bindings.hasNext()) {
      PGPSignature binding = bindings.next();
      if (binding.getKeyID() == master.getKeyID()) {
        binding.init(new BcPGPContentVerifierBuilderProvider(), master);
        if (binding.verifyCertification(master, key)) {
          return true;
        }
      }
    }
    return false;
  }

  private static String owner(PGPPublicKey master) {
    Iterator<String> names = master.getUserIDs();
    return names.hasNext() ? names.next() : "OpenPGP key %016X".formatted(master.getKeyID());
  }
}
