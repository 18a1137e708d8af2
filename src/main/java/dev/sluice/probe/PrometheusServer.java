package dev.sluice.probe;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A Prometheus server that the operator named.
 *
 * @param url its base address
 * @param tokenFile file with the token it is asked with; read anew every time
 */
public record PrometheusServer(URI url, Optional<Path> tokenFile) {}
