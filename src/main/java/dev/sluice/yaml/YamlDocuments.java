package dev.sluice.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads files that nobody trusts: bounded in size and depth. Aliases share their anchor's node and
 * are never written out, so an alias bomb stays as small as its file.
 */
public final class YamlDocuments {

  private YamlDocuments() {}

  /**
   * How much is read.
   *
   * @param bytes largest file in bytes
   * @param depth deepest nesting of mappings and sequences
   */
  public record Limits(int bytes, int depth) {}

  /**
   * The documents of a file, in order; one that holds nothing is a null scalar.
   *
   * @throws YamlProblem when it is no YAML, a key stands twice in a mapping, or a limit is passed
   */
  public static List<YamlNode> read(byte[] content, Limits limits) throws YamlProblem {
    if (content.length > limits.bytes()) {
      throw new YamlProblem(
          0, "the file has %d bytes, more than %d".formatted(content.length, limits.bytes()));
    }
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(limits.bytes() + 1).build();
    try {
      Iterator<Event> events = new Parse(settings).parseString(text(content)).iterator();
      return documents(new NodeBuilder(events, limits.depth()), events);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(Mark::getLine).orElse(-1) + 1;
      throw new YamlProblem(line, "not valid YAML: " + e.getProblem(), e);
    } catch (YamlEngineException e) {
      throw new YamlProblem(0, "not valid YAML: " + e.getMessage(), e);
    }
  }

  private static List<YamlNode> documents(NodeBuilder builder, Iterator<Event> events)
      throws YamlProblem {
    List<YamlNode> documents = new ArrayList<>();
    while (events.hasNext()) {
      if (events.next().getEventId() == Event.ID.DocumentStart) {
        documents.add(builder.document());
      }
    }
    return documents;
  }

  private static String text(byte[] content) throws YamlProblem {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new YamlProblem(0, "the file is not UTF-8 text", e);
    }
  }
}
