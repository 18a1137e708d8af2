package dev.sluice.demo;

/** The kinds of requests that a Git client sends over smart HTTP. */
public enum GitRequest {
  /** {@code GET info/refs}: capabilities with protocol 2, all references with protocol 0. */
  ADVERTISEMENT,
  /** {@code ls-refs} of protocol 2. */
  LS_REFS,
  /** {@code fetch} of protocol 2, or what protocol 0 posts to {@code git-upload-pack}. */
  FETCH,
  /** What is posted to {@code git-receive-pack}. */
  PUSH
}
