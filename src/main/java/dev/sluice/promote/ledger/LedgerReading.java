package dev.sluice.promote.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fields.Digests;
import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import java.util.ArrayList;
import java.util.List;

/** Reads one file of a ledger, and sees whether Sluice wrote every line of it. */
final class LedgerReading {

  private static final String ACKNOWLEDGE = "\"kind\":\"" + Entry.Kind.ACKNOWLEDGE.word() + "\"";

  private final String file;
  private final String environment;
  private final Trust trust;
  private final Doubts doubts;

  /** A reading of a file of an environment's ledger. */
  LedgerReading(String file, String environment, Trust trust, Doubts doubts) {
    this.file = file;
    this.environment = environment;
    this.trust = trust;
    this.doubts = doubts;
  }

  /**
   * Its entries. That each line is the one that the line above it follows is checked for all;
   * signature and meaning of the newest only: it vouches for the others.
   *
   * @throws Stopped when it was edited by hand, or written by a newer version
   */
  History read(String text) throws Stopped {
    List<String> lines = text.lines().toList();
    head(lines.isEmpty() ? "" : lines.getFirst());
    List<String> body = lines.subList(Math.min(1, lines.size()), lines.size());
    String expected = "";
    for (int i = 0; i < body.size(); i++) {
      String problem =
          i == 0 ? newest(body.getFirst()) : older(body.get(i), expected, body.get(i - 1));
      if (!problem.isEmpty()) {
        // Whoever takes it as it stands takes something that can be read.
        var unused = entry(i, body.get(i));
        doubts.about(edited(i + 2, problem), rest(body, i));
      } else if (body.get(i).contains(ACKNOWLEDGE)) {
        doubts.taken(entry(i, body.get(i)));
      }
      expected = LedgerLine.quickPrevious(body.get(i));
    }
    String last = body.isEmpty() ? "" : LedgerLine.previous(json(body.size() - 1, body.getLast()));
    if (!last.isEmpty()) {
      doubts.about(edited(body.size() + 1, "lines below it are missing"), Digests.sha256(last));
    }
    return new History(body);
  }

  /**
   * The same for a file that was read before and has lines added on top, as it always has unless
   * somebody edited it: those that were checked then are not checked again.
   *
   * @param before the file then
   */
  History read(String text, String before, History known) throws Stopped {
    List<String> added = added(text, before);
    if (added.isEmpty() || !newest(added.getFirst()).isEmpty()) {
      return read(text);
    }
    List<String> chain = new ArrayList<>(added);
    chain.add(known.newest());
    for (int i = 1; i < chain.size(); i++) {
      if (!LedgerLine.previous(json(i - 1, chain.get(i - 1)))
          .equals(chain.get(i).isEmpty() ? "" : Digests.sha256(chain.get(i)))) {
        return read(text);
      }
    }
    return added.stream().anyMatch(line -> line.contains(ACKNOWLEDGE))
        ? read(text)
        : known.under(added);
  }

  private static List<String> added(String text, String before) {
    int body = before.indexOf('\n') + 1;
    int more = text.length() - before.length();
    boolean grown =
        body > 0
            && more > 0
            && text.startsWith(before.substring(0, body))
            && text.charAt(body + more - 1) == '\n'
            && text.regionMatches(body + more, before, body, before.length() - body);
    return grown ? text.substring(body, body + more).lines().toList() : List.of();
  }

  /**
   * The same, and every entry can be read.
   *
   * @throws Stopped as above
   */
  History readAll(String text) throws Stopped {
    History history = read(text);
    List<String> lines = text.lines().skip(1).toList();
    for (int i = 0; i < lines.size(); i++) {
      var unused = entry(i, lines.get(i));
    }
    return history;
  }

  private void head(String line) throws Stopped {
    JsonNode head;
    try {
      head = LedgerLine.json(line);
    } catch (IllegalArgumentException e) {
      throw new Stopped(edited(1, "its first line does not say what it is"), e);
    }
    int format = head.path(LedgerFile.HEAD_FORMAT).asInt(0);
    if (format > LedgerFile.FORMAT) {
      throw new Stopped(tooNew(format));
    }
    boolean ours =
        head.path(LedgerFile.HEAD_ENVIRONMENT).asText("").equals(environment)
            && head.path(LedgerFile.HEAD_APPLICATION).asText("").equals(application());
    if (format < 1 || !ours) {
      throw new Stopped(edited(1, "its first line does not say that it is this file"));
    }
  }

  private String newest(String line) throws Stopped {
    JsonNode json = json(0, line);
    Entry entry = entry(0, line);
    return entry.environment().equals(environment) && entry.application().equals(application())
        ? LedgerLine.doubt(json, trust)
        : "it is an entry of %s in %s".formatted(entry.application(), entry.environment());
  }

  private static String older(String line, String expected, String above) {
    String hash = Digests.sha256(line);
    boolean follows =
        hash.equals(expected) || hash.equals(LedgerLine.previous(LedgerLine.json(above)));
    return follows ? "" : "it is not what the entry above it follows";
  }

  private JsonNode json(int index, String line) throws Stopped {
    try {
      return LedgerLine.json(line);
    } catch (IllegalArgumentException e) {
      throw new Stopped(edited(index + 2, String.valueOf(e.getMessage())), e);
    }
  }

  private Entry entry(int index, String line) throws Stopped {
    try {
      return LedgerLine.entry(line);
    } catch (IllegalArgumentException e) {
      throw new Stopped(edited(index + 2, String.valueOf(e.getMessage())), e);
    }
  }

  private String application() {
    return LedgerFile.application(file);
  }

  private static String rest(List<String> lines, int from) {
    return Digests.sha256(String.join("\n", lines.subList(from, lines.size())));
  }

  private Failure edited(int line, String what) {
    return Edited.of(environment, new Origin(file, line), what);
  }

  private Failure tooNew(int format) {
    return Failure.at(
        Reason.LEDGER_TOO_NEW,
        new Origin(file, 1),
        LedgerFile.HEAD_FORMAT,
        "the ledger was written in format %d; this version reads up to %d"
            .formatted(format, LedgerFile.FORMAT),
        "Nothing is promoted here. Run the version of Sluice that wrote it, or a newer one.");
  }
}
