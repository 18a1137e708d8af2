package dev.sluice.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;

/** The difference of two texts as Git shows it. */
public final class TextDiff {

  private TextDiff() {}

  /** The hunks of a unified diff with three lines of context; empty for equal texts. */
  public static String hunks(String before, String after) {
    RawText one = new RawText(before.getBytes(StandardCharsets.UTF_8));
    RawText other = new RawText(after.getBytes(StandardCharsets.UTF_8));
    EditList edits = new HistogramDiff().diff(RawTextComparator.DEFAULT, one, other);
    ByteArrayOutputStream hunks = new ByteArrayOutputStream();
    try (DiffFormatter formatter = new DiffFormatter(hunks)) {
      formatter.format(edits, one, other);
    } catch (IOException e) {
      throw new UncheckedIOException("an array can be written to", e);
    }
    return hunks.toString(StandardCharsets.UTF_8);
  }
}
