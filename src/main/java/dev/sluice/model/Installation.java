package dev.sluice.model;

import java.util.regex.Pattern;

/**
 * Which Sluice it is: two daemons with targets of the same names may share a cluster, and neither
 * may touch what is the other's.
 *
 * @param id eight lower-case letters and digits, the same for as long as the installation lives
 */
public record Installation(String id) {

  private static final Pattern ID = Pattern.compile("[a-z0-9]{8}");
  private static final char SEPARATOR = '.'; // never part of a target's name

  /** What a command says of a cluster that no daemon has worked on yet. */
  public static final Installation NOT_YET = new Installation("00000000");

  /**
   * An installation.
   *
   * @throws IllegalArgumentException the id does not have the form of one
   */
  public Installation {
    if (!isId(id)) {
      throw new IllegalArgumentException("not the id of an installation: " + id);
    }
  }

  /** Whether a text has the form of an id. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** The same id for the same seed: what was deleted by mistake comes back as it was. */
  public static Installation of(String seed) {
    return new Installation(Labels.hash("installation " + seed).substring(0, 8));
  }

  /** Value of the label {@link Labels#TARGET} on the objects of a target; at most 63 characters. */
  public String mark(TargetId target) {
    return Labels.shortName(target) + SEPARATOR + id;
  }

  /** Whether a label value was written by this installation. */
  public boolean wrote(String mark) {
    return idIn(mark).equals(id);
  }

  /** The target's part of a label value. */
  public static String nameIn(String mark) {
    int at = mark.lastIndexOf(SEPARATOR);
    return at < 0 ? mark : mark.substring(0, at);
  }

  /** The installation's part of a label value; empty in one of the first release. */
  public static String idIn(String mark) {
    int at = mark.lastIndexOf(SEPARATOR);
    return at < 0 ? "" : mark.substring(at + 1);
  }
}
