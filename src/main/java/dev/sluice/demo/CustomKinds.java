package dev.sluice.demo;

import dev.sluice.controlplane.ControlPlane;
import dev.sluice.kube.TargetStatus;
import dev.sluice.kube.TargetStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Stands for the operators of the worked example, once the daemon has brought their kinds. */
public final class CustomKinds {

  /** The application of the worked example that holds the CustomResourceDefinitions. */
  private static final String APPLICATION = "crds";

  private static final String STAGES = "/demo/stages.yaml";

  private final ControlPlane plane;
  private boolean alive;

  CustomKinds(ControlPlane plane) {
    this.plane = plane;
  }

  /** Starts their life when the definitions are in the cluster; does nothing afterwards. */
  void look(List<TargetStore.Stored> targets) throws IOException, InterruptedException {
    if (!alive && targets.stream().anyMatch(CustomKinds::areDefined)) {
      alive = true;
      plane.play(stages());
    }
  }

  /** What KWOK plays: Stage objects. */
  public static String stages() throws IOException {
    try (InputStream file = CustomKinds.class.getResourceAsStream(STAGES)) {
      if (file == null) {
        throw new IOException(STAGES + " is missing from the program");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static boolean areDefined(TargetStore.Stored stored) {
    TargetStatus status = stored.status();
    return stored.target().id().application().equals(APPLICATION)
        && status.sync() == TargetStatus.Sync.SYNCED
        && switch (status.health().state()) {
          case HEALTHY, SUSPENDED -> true;
          case PROGRESSING, UNKNOWN, MISSING, DEGRADED -> false;
        };
  }
}
