package dev.sluice.door.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.model.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Results as JSON-like trees, and trees as text. */
final class Trees {

  private Trees() {}

  static String json(Object tree) {
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of maps, lists and strings is always writable", e);
    }
  }

  static String yaml(Object tree) {
    DumpSettings settings =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(1 << 20).build();
    return new Dump(settings).dumpToString(tree);
  }

  static Map<String, Object> of(Failure failure) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("reason", failure.reason().word());
    tree.put("message", failure.message());
    tree.put("file", failure.where().file());
    tree.put("line", failure.where().line());
    tree.put("field", failure.field());
    tree.put("remedy", failure.remedy());
    return tree;
  }

  static List<Map<String, Object>> of(List<Failure> failures) {
    return failures.stream().map(Trees::of).toList();
  }
}
