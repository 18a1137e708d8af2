package dev.sluice.fields;

import dev.sluice.model.LiveObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings the entries of {@code managedFields} to one API version. An API server converts an object
 * to the version of every entry; where a CRD has gained a version with defaulted fields, an older
 * version cannot hold them, and every server-side apply fails.
 */
public final class ManagedVersions {

  private ManagedVersions() {}

  /**
   * The JSON merge patch that does it. It holds the version that was seen, so that nobody's write
   * in between is lost, and changes no field outside {@code metadata}.
   *
   * @param apiVersion the version that Git names, such as {@code example.org/v1}
   */
  public static Map<String, Object> patch(LiveObject live, String apiVersion) {
    List<Map<String, Object>> entries = new ArrayList<>();
    for (Map<String, Object> entry : live.managedFields()) {
      Map<String, Object> moved = new LinkedHashMap<>(entry);
      moved.put("apiVersion", apiVersion);
      entries.add(moved);
    }
    return Map.of(
        "metadata", Map.of("resourceVersion", live.resourceVersion(), "managedFields", entries));
  }
}
