package dev.sluice.door.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.CommitInfo;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.LedgerEntries;
import dev.sluice.promote.ledger.LedgerTexts;
import dev.sluice.promote.ledger.Waiting;
import dev.sluice.testing.MemoryTree;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The ledger reads like a logbook. */
class HistoryCommandTest {

  private static final String TIP = "a".repeat(40);

  private final Entry first = LedgerEntries.release(1, "shop", "prod");
  private final Entry verified = LedgerEntries.outcome(2, Entry.Kind.VERIFIED, first);
  private final Entry second = LedgerEntries.release(3, "shop", "prod");
  private final Entry freeze =
      new Entry(
          1,
          Entry.Kind.FREEZE,
          "",
          "prod",
          Instant.parse("2026-03-01T10:00:02.5Z"),
          "",
          "",
          OptionalLong.empty(),
          List.of(),
          List.of(),
          Map.of(),
          "",
          "",
          "ada",
          "year\u001b[2Jend",
          Optional.of(Instant.parse("2026-03-02T00:00:00Z")),
          Map.of("level", "1"));
  private final MemoryTree files =
      new MemoryTree()
          .file("_environment.jsonl", LedgerTexts.file("", "prod", freeze))
          .file("shop.jsonl", LedgerTexts.file("shop", "prod", first, verified, second))
          .file("README.md", "for people");

  private final Console console = Console.pipe().clone(new LedgerClone());

  @Test
  void theNewestComesFirstWithWhatItPassedBelowIt() {
    assertThat(console.run("history", "prod")).isZero();
    assertThat(console.out())
        .isEqualTo(
            """
            WHEN                  APPLICATION  ENTRY  WHAT           COMMIT        OUTCOME   BY      WHY
            2026-03-01T10:00:03Z  shop         3      Promote        000000000000            sluice  from staging release 3
                approved by ada at 2026-03-01T10:00:00Z: looks good
                gate soak: pass: healthy for 30m (2026-03-01T09:59:00Z)
                gate dependsOn: skipped: left out
                engine=kustomize v1
            2026-03-01T10:00:02Z  *            1      Freeze                                 ada     year [2Jend (until 2026-03-02T00:00:00Z)
                level=1
            2026-03-01T10:00:02Z  shop         2      Verified of 1  000000000000            sluice
            2026-03-01T10:00:01Z  shop         1      Promote        000000000000  Verified  sluice  from staging release 3
                approved by ada at 2026-03-01T10:00:00Z: looks good
                gate soak: pass: healthy for 30m (2026-03-01T09:59:00Z)
                gate dependsOn: skipped: left out
                engine=kustomize v1
            """);
  }

  @Test
  void whatWaitsForTheGitHostIsShownFromTheCluster() {
    console.desk().waiting.add(new Waiting(List.of(freeze), Optional.empty()));
    assertThat(console.run("history", "prod", "--waiting")).isZero();
    assertThat(console.out())
        .contains("Freeze", "It counts already, and is pushed when the Git host is back.")
        .doesNotContain("Promote");

    console
        .desk()
        .waiting
        .set(0, new Waiting(List.of(verified), Optional.of("the ledger moved meanwhile")));
    assertThat(console.run("history", "prod", "shop", "--waiting")).isZero();
    assertThat(console.out())
        .contains("Verified of 1", "Held, for the ledger moved", "sluice acknowledge prod");
  }

  @Test
  void oneApplicationAndAsManyAsAreWanted() {
    assertThat(console.run("history", "prod", "shop", "--limit", "1")).isZero();
    assertThat(console.out())
        .contains("2026-03-01T10:00:03Z  shop")
        .doesNotContain("Freeze", "Verified")
        .endsWith("\n2 older; --limit 0 shows all.\n");
  }

  @Test
  void programsGetEveryField() {
    assertThat(console.run("history", "prod", "shop", "--limit=0", "-o", "json")).isZero();
    assertThat(console.out())
        .startsWith("{\n  \"environment\" : \"prod\",\n  \"ledger\" : \"" + TIP + "\"")
        .contains("\"kind\" : \"Promote\"", "\"outcome\" : \"Verified\"", "\"verdict\" : \"Pass\"")
        .contains("\"commit\" : \"" + first.commit() + "\"")
        .doesNotContain("older");
  }

  @Test
  void noLedgerIsSaidWithWhatToDo() {
    assertThat(console.run("history", "dev")).isEqualTo(2);
    assertThat(console.out()).isEmpty();
    assertThat(console.err()).contains("NotFound", "no branch sluice/env/dev", "git fetch");
  }

  @Test
  void anUnknownApplicationIsToldWhichThereAre() {
    assertThat(console.run("history", "prod", "blog")).isEqualTo(2);
    assertThat(console.err()).contains("no application blog", "It has these: shop");
  }

  @Test
  void aLimitBelowNothingIsRefused() {
    assertThat(console.run("history", "prod", "--limit", "-3")).isEqualTo(2);
    assertThat(console.err()).contains("--limit -3 is no number of entries");
  }

  @Test
  void anEditByHandIsNamedAndDoesNotHideTheOthers() {
    files.file(
        "blog.jsonl",
        LedgerTexts.file("blog", "prod", LedgerEntries.release(1, "blog", "prod")) + "hello\n");

    assertThat(console.run("history", "prod", "shop")).isZero();
    assertThat(console.run("history", "prod", "blog")).isEqualTo(1);
    assertThat(console.err()).contains("LedgerEdited", "blog.jsonl:3");
  }

  /** A clone that a fetch brought the ledger of prod to. */
  private final class LedgerClone implements Ports.Clone {

    @Override
    public Optional<Revision> branch(String name) {
      return name.equals("sluice/env/prod") ? Optional.of(new Revision("", TIP)) : Optional.empty();
    }

    @Override
    public Source source(Revision revision) {
      assertThat(revision.commit()).isEqualTo(TIP);
      return new Source(revision, files);
    }

    @Override
    public Revision resolve(String name) throws Stopped {
      throw new Stopped(Failure.of(Reason.NOT_FOUND, "no name is asked for", ""));
    }

    @Override
    public List<Revision> parents(Revision revision) {
      return List.of();
    }

    @Override
    public CommitInfo describe(Revision revision) {
      return CommitInfo.ofUnknown(revision);
    }
  }
}
