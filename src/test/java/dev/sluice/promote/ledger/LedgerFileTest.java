package dev.sluice.promote.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import dev.sluice.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is written is read again, and whatever else is in the file is named. */
class LedgerFileTest {

  private final Ed25519Keys keys = LedgerTexts.KEYS;
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

  /** A change of the format that nobody meant shows here; one that was meant has a new number. */
  @Test
  void theFormatIsTheOneOfTheCommittedFiles() throws IOException {
    Path golden = Checkout.root().resolve("src/test/resources/ledger");
    String seal = Seal.of("prod", Map.of("shop.jsonl", file), "c".repeat(40), keys);
    if (Boolean.getBoolean("sluice.write-ledger")) {
      Files.createDirectories(golden);
      Files.writeString(golden.resolve("shop.jsonl"), file);
      Files.writeString(golden.resolve("_seal.json"), seal);
    }
    assertThat(golden.resolve("shop.jsonl")).hasContent(file);
    assertThat(golden.resolve("_seal.json")).hasContent(seal);
  }

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
  void linesThatAreMissingOrStandInAnotherOrderAreNoticed() {
    List<String> lines = file.lines().toList();

    assertThat(refused(text(lines.get(0), lines.get(1), lines.get(3))).where())
        .hasToString("shop.jsonl:3");
    assertThat(refused(text(lines.get(0), lines.get(1), lines.get(3), lines.get(2))).where())
        .hasToString("shop.jsonl:3");
    assertThat(refused(text(lines.get(0), lines.get(1), lines.get(2))).message())
        .contains("missing");
  }

  /** The quick way to the hash of the line below must not be led astray. */
  @Test
  void textsThatLookLikeTheChainAreNoChain() throws Stopped {
    Entry odd =
        withSkipped(
            LedgerEntries.release(2, "shop", "prod"),
            Map.of("previous", "\"previous\":\"abc\"", "a", "\\\"previous\\\":\\\"abc\""));
    String text =
        LedgerFile.append(
            "",
            "shop",
            "prod",
            List.of(first, odd, LedgerEntries.release(3, "shop", "prod")),
            keys);

    assertThat(read(text)).containsExactly(LedgerEntries.release(3, "shop", "prod"), odd, first);
    assertThat(refused(text.substring(0, text.lastIndexOf("{"))).message()).isNotEmpty();
  }

  @Test
  void theKeyOfAStrangerDoesNotCount() {
    String forged =
        LedgerFile.append("", "shop", "prod", List.of(first), LedgerTexts.keys((byte) 8));

    assertThat(refused(forged).message()).contains("not that of a trusted key");
  }

  @Test
  void theKeyOfAnotherDaemonCountsWhereItIsTrusted() throws Stopped {
    Ed25519Keys other = LedgerTexts.keys((byte) 8);
    String text = LedgerFile.append("", "shop", "prod", List.of(first), other);
    Ed25519Keys trusting =
        Ed25519Keys.of(keys.privateKey(), keys.publicKey(), List.of(other.publicKey()));

    assertThat(reading(trusting).read(text)).containsExactly(first);
  }

  @Test
  void aNewerFormatIsRefusedByName() {
    Failure failure = refused(file.replaceFirst("\"format\":1", "\"format\":2"));

    assertThat(failure.reason()).isEqualTo(Reason.LEDGER_TOO_NEW);
    assertThat(failure.where()).hasToString("shop.jsonl:1");
  }

  @Test
  void nonsenseIsRefusedWithItsLine() {
    assertThat(refused(file + "hello\n").where().line()).isEqualTo(5);
    assertThat(refused("hello\n").where().line()).isEqualTo(1);
    assertThat(refused("").where().line()).isEqualTo(1);
  }

  @Test
  void aFileOfAnotherEnvironmentIsRefused() {
    assertThat(refused(LedgerTexts.file("shop", "dev", first)).where().line()).isEqualTo(1);
    assertThat(refused(file.replaceFirst("\"prod\"", "\"dev\"")).where().line()).isEqualTo(1);
    assertThat(
            refused(LedgerTexts.file("shop", "prod", LedgerEntries.release(1, "web", "prod")))
                .message())
        .contains("an entry of web");
  }

  private static Entry withSkipped(Entry entry, Map<String, String> skipped) {
    return new Entry(
        entry.number(),
        entry.kind(),
        entry.application(),
        entry.environment(),
        entry.at(),
        entry.commit(),
        entry.digest(),
        entry.about(),
        entry.gates(),
        entry.approvals(),
        skipped,
        entry.policy(),
        entry.promotion(),
        entry.by(),
        entry.reason(),
        entry.until(),
        entry.details());
  }

  private List<Entry> read(String text) throws Stopped {
    return reading(keys).read(text);
  }

  private static LedgerReading reading(Trust trust) {
    return new LedgerReading("shop.jsonl", "prod", trust, new Doubts.Refused());
  }

  private Failure refused(String text) {
    return catchThrowableOfType(Stopped.class, () -> read(text)).failure();
  }

  private static String text(String... lines) {
    return String.join("\n", lines) + "\n";
  }
}
