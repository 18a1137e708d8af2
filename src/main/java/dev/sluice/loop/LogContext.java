package dev.sluice.loop;

import dev.sluice.model.TargetId;
import org.jboss.logging.MDC;

/** Names the target in every line that is logged while it runs; fixed keys for programs. */
final class LogContext implements AutoCloseable {

  private static final String REPOSITORY = "repository";
  private static final String APPLICATION = "application";
  private static final String ENVIRONMENT = "environment";

  private LogContext() {}

  static LogContext of(TargetId target) {
    MDC.put(REPOSITORY, target.repository());
    MDC.put(APPLICATION, target.application());
    MDC.put(ENVIRONMENT, target.environment());
    return new LogContext();
  }

  @Override
  public void close() {
    MDC.remove(REPOSITORY);
    MDC.remove(APPLICATION);
    MDC.remove(ENVIRONMENT);
  }
}
