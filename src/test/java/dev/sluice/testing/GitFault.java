package dev.sluice.testing;

import java.net.URI;

/** What can be wrong with a Git host. */
public sealed interface GitFault {
  /** Nothing is. */
  record None() implements GitFault {}

  /** The connection is cut without an answer. */
  record Cut() implements GitFault {}

  /** The answer of a fetch ends after this many bytes, together with the connection. */
  record Truncate(int bytes) implements GitFault {}

  /** Every request gets this status and a line of text. */
  record Status(int code) implements GitFault {}

  /** Every request gets status 200 and a web page, as captive portals and proxies do. */
  record WebPage() implements GitFault {}

  /** The answer of a fetch stops after this many bytes, and the connection stays open. */
  record Stall(int bytes) implements GitFault {}

  /** Every request is redirected to another host, with path and query kept. */
  record Redirect(URI host) implements GitFault {}
}
