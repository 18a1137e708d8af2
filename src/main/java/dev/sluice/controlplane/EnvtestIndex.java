package dev.sluice.controlplane;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The index of envtest archives that the controller-tools project publishes ({@code
 * envtest-releases.yaml}): for every archive its SHA-512 and its address.
 */
final class EnvtestIndex {
  private static final Pattern ENTRY =
      Pattern.compile(
          "envtest-v(?<minor>\\d+\\.\\d+)\\.(?<patch>\\d+)-(?<platform>\\w+-\\w+)\\.tar\\.gz:\\s*\\n"
              + "(?<fields>(?:[ \\t]+(?:hash|selfLink):[^\\n]*\\n?)+)");
  private static final Pattern HASH = Pattern.compile("hash:\\s*\"?([0-9a-f]{128})\"?");
  private static final Pattern LINK = Pattern.compile("selfLink:\\s*\"?(\\S+?)\"?\\s*(?:\\n|$)");

  private EnvtestIndex() {}

  /**
   * An archive of the index.
   *
   * @param version such as {@code v1.36.2}
   * @param sha512 in lower-case hexadecimal
   * @param link where it is
   */
  record Archive(String version, String sha512, String link) {}

  /**
   * The newest patch version of a minor version for a platform.
   *
   * @param yaml the index
   * @param minor such as {@code 1.36}
   * @param platform such as {@code linux-amd64}
   */
  static Optional<Archive> newest(String yaml, String minor, String platform) {
    record Candidate(int patch, Archive archive) {}
    List<Candidate> candidates = new ArrayList<>();
    Matcher entry = ENTRY.matcher(yaml);
    while (entry.find()) {
      Matcher hash = HASH.matcher(entry.group("fields"));
      Matcher link = LINK.matcher(entry.group("fields"));
      boolean fits = entry.group("minor").equals(minor) && entry.group("platform").equals(platform);
      if (fits && hash.find() && link.find()) {
        int patch = Integer.parseInt(entry.group("patch"));
        String version = "v" + minor + "." + patch;
        candidates.add(new Candidate(patch, new Archive(version, hash.group(1), link.group(1))));
      }
    }
    return candidates.stream()
        .max(Comparator.comparingInt(Candidate::patch))
        .map(Candidate::archive);
  }
}
