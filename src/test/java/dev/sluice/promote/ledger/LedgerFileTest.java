package dev.sluice.promote.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is written is read again, and whatever else is in the file is named. */
class LedgerFileTest {

  private final Ed25519Keys keys = Ed25519Keys.generate();
  private final Entry first = LedgerEntries.release(1, "shop", "prod");
  private final Entry verified = LedgerEntries.outcome(2, Entry.Kind.VERIFIED, first);
  private final Entry second = LedgerEntries.release(3, "shop", "prod");
  private final String file =
      LedgerFile.append(
          LedgerFile.append("", "shop", "prod", List.of(first), keys),
          "shop",
          "prod",
          List.of(verified, second),
          keys);

  @Test
  void everythingComesBackTheNewestFirst() throws Stopped {
    assertThat(read(file)).containsExactly(second, verified, first);
    assertThat(file.lines().findFirst())
        .contains("{\"application\":\"shop\",\"environment\":\"prod\",\"format\":1}");
  }

  @Test
  void theSameEntriesMakeTheSameText() {
    String again = LedgerFile.append("", "shop", "prod", List.of(first, verified, second), keys);

    assertThat(again).isEqualTo(file);
  }

  @Test
  void whatIsAddedLeavesTheLinesBelowAsTheyWere() {
    String longer =
        LedgerFile.append(
            file, "shop", "prod", List.of(LedgerEntries.release(4, "shop", "prod")), keys);

    assertThat(longer.lines().skip(2)).containsExactlyElementsOf(file.lines().skip(1).toList());
  }

  @Test
  void anEditOfTheNewestLineBreaksItsSignature() {
    Failure failure = refused(file.replaceFirst("looks good", "looks bad"));

    assertThat(failure.reason()).isEqualTo(Reason.LEDGER_EDITED);
    assertThat(failure.where()).hasToString("shop.jsonl:2");
    assertThat(failure.message()).contains("signature");
  }

  @Test
  void anEditOfAnOlderLineBreaksTheChain() {
    int last = file.lastIndexOf("looks good");
    String edited = file.substring(0, last) + "looks bad!" + file.substring(last + 10);

    assertThat(refused(edited).where()).hasToString("shop.jsonl:4");
  }

  @Test
  void aLineThatIsMissingIsNoticed() {
    List<String> lines = file.lines().toList();

    assertThat(refused(text(lines.get(0), lines.get(1), lines.get(3))).where())
        .hasToString("shop.jsonl:3");
    assertThat(refused(text(lines.get(0), lines.get(1), lines.get(2))).message())
        .contains("missing");
  }

  @Test
  void theKeyOfAStrangerDoesNotCount() {
    String forged = LedgerFile.append("", "shop", "prod", List.of(first), Ed25519Keys.generate());

    assertThat(refused(forged).message()).contains("not that of a trusted key");
  }

  @Test
  void theKeyOfAnotherDaemonCountsWhereItIsTrusted() throws Stopped {
    Ed25519Keys other = Ed25519Keys.generate();
    String text = LedgerFile.append("", "shop", "prod", List.of(first), other);
    Ed25519Keys trusting =
        Ed25519Keys.of(keys.privateKey(), keys.publicKey(), List.of(other.publicKey()));

    assertThat(LedgerFile.read("shop.jsonl", text, trusting, Set.of())).containsExactly(first);
  }

  @Test
  void aTextThatAPersonTookAsItStandsIsRead() throws Stopped {
    String edited = file.replaceFirst("looks good", "looks bad!");
    String hash = refused(edited).remedy().replaceAll(".*--text ([0-9a-f]{64}).*", "$1");

    assertThat(LedgerFile.read("shop.jsonl", edited, keys, Set.of(hash))).hasSize(3);
    assertThat(
            LedgerFile.read(
                "shop.jsonl",
                LedgerFile.append(
                    edited,
                    "shop",
                    "prod",
                    List.of(LedgerEntries.release(4, "shop", "prod")),
                    keys),
                keys,
                Set.of(hash)))
        .hasSize(4);
  }

  @Test
  void aNewerFormatIsRefusedByName() {
    Failure failure = refused(file.replaceFirst("\"format\":1", "\"format\":2"));

    assertThat(failure.reason()).isEqualTo(Reason.LEDGER_TOO_NEW);
  }

  @Test
  void nonsenseIsRefusedWithItsLine() {
    assertThat(refused(file + "hello\n").where().line()).isEqualTo(5);
    assertThat(refused("hello\n").where().line()).isEqualTo(1);
  }

  private List<Entry> read(String text) throws Stopped {
    return LedgerFile.read("shop.jsonl", text, keys, Set.of());
  }

  private Failure refused(String text) {
    return catchThrowableOfType(Stopped.class, () -> read(text)).failure();
  }

  private static String text(String... lines) {
    return String.join("\n", lines) + "\n";
  }
}
