package dev.sluice.git;

import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPPublicKeyRingCollection;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;

/**
 * The keys that commits may be signed with, from one file: lines of SSH keys as in {@code
 * ssh-keygen(1)}, section ALLOWED SIGNERS, and armored OpenPGP keys, in any order.
 *
 * @param ssh SSH keys
 * @param openPgp OpenPGP keys with their subkeys
 */
record AllowedKeys(List<Ssh> ssh, List<PGPPublicKeyRing> openPgp) {

  private static final String BEGIN = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
  private static final String END = "-----END PGP PUBLIC KEY BLOCK-----";

  /** Principals, options, kind of key, key. */
  private static final Pattern LINE =
      Pattern.compile(
          "(?<who>\"[^\"]{1,500}\"|[^\\s\"]{1,500})\\s+"
              + "((?<options>[a-z-]{1,40}(=\"[^\"]{0,500}\")?(,[^\\s]{1,500})?)\\s+)?"
              + "(?<kind>(ssh|ecdsa|sk-ssh|sk-ecdsa)-[a-zA-Z0-9@.-]{1,80})\\s+"
              + "(?<key>[A-Za-z0-9+/=]{20,5000})(\\s.*)?");

  private static final int LONGEST_LINE = 8192;

  /**
   * An SSH key.
   *
   * @param who whose it is
   * @param blob the key in its wire format
   */
  record Ssh(String who, byte[] blob) {

    boolean isKey(byte[] other) {
      return Arrays.equals(blob, other);
    }
  }

  static AllowedKeys read(SourceTree tree, String path) throws Stopped {
    Optional<SourceTree.Entry> file =
        tree.find(path).filter(entry -> entry.type() == SourceTree.Type.FILE);
    if (file.isEmpty()) {
      throw broken(path, 0, "is not there", "Add the file of allowed keys to the default branch");
    }
    AllowedKeys keys = parse(path, new String(tree.read(file.get()), StandardCharsets.UTF_8));
    if (keys.ssh.isEmpty() && keys.openPgp.isEmpty()) {
      throw broken(path, 0, "holds no key", "Add the keys that commits may be signed with");
    }
    return keys;
  }

  /** The SSH key of these bytes. */
  Optional<Ssh> ssh(byte[] blob) {
    return ssh.stream().filter(key -> key.isKey(blob)).findFirst();
  }

  private static AllowedKeys parse(String path, String text) throws Stopped {
    List<Ssh> ssh = new ArrayList<>();
    List<PGPPublicKeyRing> openPgp = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.equals(BEGIN)) {
        int end = i;
        while (end < lines.size() && !lines.get(end).strip().equals(END)) {
          end++;
        }
        openPgp.addAll(rings(path, i + 1, lines.subList(i, Math.min(end + 1, lines.size()))));
        i = end;
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        ssh.add(line(path, i + 1, line));
      }
    }
    return new AllowedKeys(List.copyOf(ssh), List.copyOf(openPgp));
  }

  private static Ssh line(String path, int number, String line) throws Stopped {
    Matcher matcher = LINE.matcher(line.length() > LONGEST_LINE ? "" : line);
    if (!matcher.matches()) {
      throw broken(
          path,
          number,
          "is neither an allowed signer nor an armored OpenPGP key",
          "Write: alice@example.com ssh-ed25519 AAAA…");
    }
    String options = matcher.group("options");
    if (options != null && !options.equals("namespaces=\"git\"")) {
      throw broken(
          path,
          number,
          "has options that are not known here",
          "Only namespaces=\"git\" is; certificates and times of validity are not supported");
    }
    try {
      return new Ssh(
          matcher.group("who").replace("\"", ""), Base64.getDecoder().decode(matcher.group("key")));
    } catch (IllegalArgumentException e) {
      throw broken(path, number, "holds a key that is no Base64", "Copy it anew");
    }
  }

  private static List<PGPPublicKeyRing> rings(String path, int number, List<String> block)
      throws Stopped {
    byte[] bytes = String.join("\n", block).concat("\n").getBytes(StandardCharsets.UTF_8);
    try {
      List<PGPPublicKeyRing> rings = new ArrayList<>();
      new PGPPublicKeyRingCollection(
              PGPUtil.getDecoderStream(new ByteArrayInputStream(bytes)),
              new BcKeyFingerprintCalculator())
          .getKeyRings()
          .forEachRemaining(rings::add);
      return rings;
    } catch (IOException | PGPException | RuntimeException e) {
      throw broken(path, number, "is no OpenPGP key that can be read", "Export it anew, armored");
    }
  }

  private static Stopped broken(String path, int line, String message, String remedy) {
    return new Stopped(
        Failure.at(
            Reason.INVALID_CONFIGURATION, new Origin(path, line), "", message, remedy + "."));
  }
}
