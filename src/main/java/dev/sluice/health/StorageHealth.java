package dev.sluice.health;

import dev.sluice.model.Health;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Trees;
import java.util.List;

/** Claims and volumes. */
final class StorageHealth {

  private StorageHealth() {}

  static Health claim(LiveObject object) {
    for (String type : List.of("ControllerResizeError", "NodeResizeError")) {
      Condition failed = Condition.of(object, type);
      if (failed.isTrue()) {
        return States.degraded(failed.words());
      }
    }
    for (String type : List.of("Resizing", "FileSystemResizePending")) {
      Condition resize = Condition.of(object, type);
      if (resize.isTrue()) {
        return States.progressing(resize.words());
      }
    }
    return switch (phase(object)) {
      case "Bound" -> Health.HEALTHY;
      case "Lost" -> States.degraded("its volume is lost");
      case "Pending", "" ->
          States.progressing("waits for a volume, or for the first Pod that uses it");
      case String other -> unknown(other);
    };
  }

  static Health volume(LiveObject object) {
    return switch (phase(object)) {
      case "Available", "Bound", "Released" -> Health.HEALTHY;
      case "Failed" ->
          States.degraded(
              "its reclamation failed: "
                  + Trees.string(Trees.map(object.content(), "status"), "message"));
      case "Pending", "" -> States.progressing("not available yet");
      case String other -> unknown(other);
    };
  }

  private static String phase(LiveObject object) {
    return Trees.string(Trees.map(object.content(), "status"), "phase");
  }

  private static Health unknown(String phase) {
    return new Health(Health.State.UNKNOWN, "unknown phase " + phase);
  }
}
