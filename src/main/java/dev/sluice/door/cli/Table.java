package dev.sluice.door.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Columns for people. The last column is cut off at the edge of the terminal, never in a pipe.
 *
 * @param head the names of the columns
 * @param rows the rows
 */
record Table(List<String> head, List<Row> rows) {

  private static final String GAP = "  ";

  /**
   * A row.
   *
   * @param cells one per column
   * @param details lines below it, indented
   */
  record Row(List<Cell> cells, List<String> details) {

    static Row of(Cell... cells) {
      return new Row(List.of(cells), List.of());
    }
  }

  /** A cell with its tone. */
  record Cell(String text, Tone tone) {

    static Cell plain(String text) {
      return new Cell(text, Tone.PLAIN);
    }
  }

  void print(Terminal terminal) {
    int[] widths = widths();
    terminal.out().println(line(head.stream().map(Cell::plain).toList(), widths, terminal));
    for (Row row : rows) {
      terminal.out().println(line(row.cells(), widths, terminal));
      for (String detail : row.details()) {
        terminal.out().println(cut("    " + detail, terminal.width()));
      }
    }
  }

  private int[] widths() {
    int[] widths = new int[head.size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = head.get(column).length();
      for (Row row : rows) {
        widths[column] = Math.max(widths[column], row.cells().get(column).text().length());
      }
    }
    return widths;
  }

  private static String line(List<Cell> cells, int[] widths, Terminal terminal) {
    List<String> parts = new ArrayList<>();
    int room = terminal.width();
    for (int column = 0; column < cells.size(); column++) {
      Cell cell = cells.get(column);
      boolean last = column == cells.size() - 1;
      String text =
          last && terminal.width() > 0 ? cut(cell.text(), Math.max(room, 8)) : cell.text();
      String padding = last ? "" : " ".repeat(widths[column] - text.length());
      parts.add(cell.tone().paint(text, terminal) + padding);
      room -= widths[column] + GAP.length();
    }
    return String.join(GAP, parts).stripTrailing();
  }

  private static String cut(String text, int width) {
    return width > 0 && text.length() > width ? text.substring(0, width - 1) + "…" : text;
  }
}
