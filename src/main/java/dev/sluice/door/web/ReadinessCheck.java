package dev.sluice.door.web;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** {@code /q/health/ready}: up when the daemon reaches what it works with. */
@org.eclipse.microprofile.health.Readiness
@ApplicationScoped
public class ReadinessCheck implements HealthCheck {

  private final Readiness readiness;

  /** Reports on this. */
  public ReadinessCheck(Readiness readiness) {
    this.readiness = readiness;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("daemon");
    readiness.missing().forEach(response::withData);
    return response.status(readiness.isReady()).build();
  }
}
