package dev.sluice.loop;

/** Keeps what is wrong beyond single targets, for whoever asks the daemon how it fares. */
public interface Troubles {

  /** Something is wrong, until {@link #mended} is told the same name. */
  void found(String what, String why);

  /** It is right again, or always was. */
  void mended(String what);
}
