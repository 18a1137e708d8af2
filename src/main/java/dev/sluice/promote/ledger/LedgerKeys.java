package dev.sluice.promote.ledger;

/** Keys that entries are signed with, so that an edit by hand is seen. */
public interface LedgerKeys extends Trust {

  /** The id of the key that this daemon signs with. */
  String own();

  /** The signature of a text with that key, in Base64. */
  String sign(String text);
}
