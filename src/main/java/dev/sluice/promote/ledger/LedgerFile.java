package dev.sluice.promote.ledger;

import dev.sluice.fields.CanonicalJson;
import dev.sluice.fields.Digests;
import dev.sluice.model.promotion.Entry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The history of one application as a file: a line that says what it is, then one JSON object a
 * line, the newest first. Each names the hash of the line below it and is signed, so the signature
 * of the newest vouches for all of them.
 */
final class LedgerFile {

  /** The version of this format: a new kind of entry is a new version. */
  static final int FORMAT = 1;

  static final String HEAD_FORMAT = "format";
  static final String HEAD_ENVIRONMENT = "environment";
  static final String HEAD_APPLICATION = "application";

  private static final String SUFFIX = ".jsonl";
  // No application is called so: names of Kubernetes know no underscore.
  private static final String OF_ENVIRONMENT = "_environment";

  private LedgerFile() {}

  /** The name of an application's file; of the whole environment's for the empty name. */
  static String name(String application) {
    return (application.isEmpty() ? OF_ENVIRONMENT : application) + SUFFIX;
  }

  /** The application of a file; the other way round. */
  static String application(String file) {
    String name = file.substring(0, file.length() - SUFFIX.length());
    return name.equals(OF_ENVIRONMENT) ? "" : name;
  }

  /** Whether a file is one of a ledger. */
  static boolean isLedger(String file) {
    return file.endsWith(SUFFIX);
  }

  /**
   * A file with more entries.
   *
   * @param text the file before; empty for a new one
   * @param entries the older first
   */
  static String append(
      String text, String application, String environment, List<Entry> entries, LedgerKeys keys) {
    String body = text.substring(text.indexOf('\n') + 1);
    int end = body.indexOf('\n');
    String below = end < 0 ? body : body.substring(0, end);
    StringBuilder longer = new StringBuilder();
    for (Entry entry : entries) {
      below = LedgerLine.of(entry, below, keys);
      longer.insert(0, below + "\n");
    }
    return head(application, environment) + "\n" + longer + body;
  }

  /** The hash of the newest line of a file, which vouches for all below it. */
  static String newest(String text) {
    int from = text.indexOf('\n') + 1;
    int to = text.indexOf('\n', from);
    return Digests.sha256(text.substring(from, to < 0 ? text.length() : to));
  }

  private static String head(String application, String environment) {
    Map<String, Object> head = new TreeMap<>();
    head.put(HEAD_FORMAT, FORMAT);
    head.put(HEAD_ENVIRONMENT, environment);
    if (!application.isEmpty()) {
      head.put(HEAD_APPLICATION, application);
    }
    return CanonicalJson.of(head);
  }
}
