package dev.sluice.git;

import dev.sluice.promote.gate.Evidence.Signed;
import dev.sluice.promote.gate.Evidence.Signed.State;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.util.RawParseUtils;

/**
 * A commit's signature and what it was made over: the commit without it.
 *
 * @param signature armored; empty for none
 * @param payload what was signed
 */
record CommitSignature(String signature, byte[] payload) {

  private static final byte[] HEADER = "gpgsig".getBytes(StandardCharsets.US_ASCII);

  static CommitSignature of(RevCommit commit) {
    byte[] raw = commit.getRawBuffer();
    int value = RawParseUtils.headerStart(HEADER, raw, 0);
    if (value < 0) {
      return new CommitSignature("", raw);
    }
    int begin = value - HEADER.length - 1;
    int end = RawParseUtils.headerEnd(raw, value);
    ByteArrayOutputStream payload = new ByteArrayOutputStream(raw.length);
    payload.write(raw, 0, begin);
    payload.write(raw, end + 1, raw.length - end - 1);
    // Lines of a header that go on begin with a space.
    String armored = new String(raw, value, end - value, StandardCharsets.US_ASCII);
    return new CommitSignature(armored.replace("\n ", "\n"), payload.toByteArray());
  }

  Signed check(AllowedKeys keys) {
    if (signature.isEmpty()) {
      return new Signed(State.UNSIGNED, "");
    }
    if (signature.startsWith("-----BEGIN SSH SIGNATURE-----")) {
      return SshSignature.check(signature, payload, keys);
    }
    return signature.startsWith("-----BEGIN PGP ")
        ? OpenPgpSignature.check(signature, payload, keys)
        : new Signed(State.BAD, "it is neither made with SSH nor with OpenPGP");
  }
}
