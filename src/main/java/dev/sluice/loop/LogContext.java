package dev.sluice.loop;

import dev.sluice.model.TargetId;
import dev.sluice.promote.machine.Promotion;
import java.util.List;
import java.util.Map;
import org.jboss.logging.MDC;

/** Says in every line that is logged meanwhile what it is about; fixed keys for programs. */
public final class LogContext implements AutoCloseable {

  private static final String REPOSITORY = "repository";
  private static final String APPLICATION = "application";
  private static final String ENVIRONMENT = "environment";
  private static final String PROMOTION = "promotion";
  private static final String COMMIT = "commit";
  private static final String STATE = "state";

  private final List<String> keys;

  private LogContext(Map<String, String> fields) {
    this.keys = List.copyOf(fields.keySet());
    fields.forEach(MDC::put);
  }

  /** A target. */
  public static LogContext of(TargetId target) {
    return new LogContext(
        Map.of(
            REPOSITORY,
            target.repository(),
            APPLICATION,
            target.application(),
            ENVIRONMENT,
            target.environment()));
  }

  /** A revision on its way, besides its target. */
  public static LogContext of(Promotion promotion) {
    return new LogContext(
        Map.of(
            PROMOTION,
            promotion.id(),
            COMMIT,
            promotion.commit(),
            STATE,
            promotion.state().word()));
  }

  @Override
  public void close() {
    keys.forEach(MDC::remove);
  }
}
