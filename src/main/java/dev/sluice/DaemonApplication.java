package dev.sluice;

import dev.sluice.config.Settings;
import dev.sluice.config.SluiceConfig;
import dev.sluice.door.web.Readiness;
import dev.sluice.model.Stopped;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.time.Clock;
import org.jboss.logging.Logger;

/** The daemon inside Quarkus: put together here, ended by SIGTERM. */
public final class DaemonApplication implements QuarkusApplication {

  private static final Logger LOG = Logger.getLogger(DaemonApplication.class);

  private final SluiceConfig config;
  private final Readiness readiness;
  private final MeterRegistry registry;

  /** Created by Quarkus. */
  public DaemonApplication(SluiceConfig config, Readiness readiness, MeterRegistry registry) {
    this.registry = registry;
    this.config = config;
    this.readiness = readiness;
  }

  @Override
  public int run(String... args) {
    try (Assembly assembly = new Assembly(config, readiness, registry, Clock.systemUTC())) {
      assembly.start();
      LOG.infof("Following %s", Settings.repositories(config).stream().map(r -> r.name()).toList());
      Quarkus.waitForExit();
      return 0;
    } catch (Stopped stopped) {
      LOG.error(stopped.failure());
      return stopped.failure().reason().exit().code();
    }
  }
}
