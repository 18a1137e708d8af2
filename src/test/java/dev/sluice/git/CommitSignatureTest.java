package dev.sluice.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import dev.sluice.promote.gate.Evidence.Signed;
import dev.sluice.testing.MemoryTree;
import dev.sluice.testing.RuleCase;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One folder per commit that Git made with {@code ssh-keygen} or {@code gpg}: the commit, the
 * allowed keys, and what its signature is worth.
 */
class CommitSignatureTest {

  @TestFactory
  Stream<DynamicTest> cases() {
    return RuleCase.in("signatures", CommitSignatureTest::check);
  }

  private static void check(RuleCase one) {
    byte[] raw = one.text("commit.txt").getBytes(StandardCharsets.UTF_8);
    Map<String, Object> expected = one.read("expected.yaml");
    Signed signed = CommitSignature.of(RevCommit.parse(raw)).check(keys(one.text("keys")));
    assertThat(signed)
        .isEqualTo(
            new Signed(
                Signed.State.valueOf(Trees.string(expected, "state")),
                Trees.string(expected, "text")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# nobody yet\n",
        "alice@example.com\n",
        "alice@example.com ssh-ed25519 not*base64*at*all*at*all\n",
        "alice@example.com cert-authority ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ\n",
        "alice@example.com valid-before=\"20200101\" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ\n",
        "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nnothing\n-----END PGP PUBLIC KEY BLOCK-----\n",
      })
  void aFileOfKeysThatIsNotUnderstoodAllowsNobody(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(Stopped.class)
        .hasMessageContaining("allowed-signers");
  }

  @Test
  void aFileOfKeysThatIsNotThereAllowsNobody() {
    assertThatThrownBy(() -> AllowedKeys.read(new MemoryTree(), "allowed-signers"))
        .hasMessageContaining("is not there");
  }

  private static AllowedKeys keys(String text) {
    try {
      return read(text);
    } catch (Stopped stopped) {
      throw new AssertionError(stopped);
    }
  }

  private static AllowedKeys read(String text) throws Stopped {
    return AllowedKeys.read(new MemoryTree().file("allowed-signers", text), "allowed-signers");
  }
}
