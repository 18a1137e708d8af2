package dev.sluice.loop.promotion;

import dev.sluice.fields.Digests;
import dev.sluice.kube.TestAccess;
import dev.sluice.model.Manifest;
import dev.sluice.model.Source;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.render.Closure;
import dev.sluice.render.Desired;
import dev.sluice.render.DesiredObject;
import dev.sluice.render.Renderer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Renders the text of one file to one object. */
final class TextRenderer implements Renderer {

  @Override
  public Desired render(Source source, String overlay) throws Stopped {
    String text = text(source, overlay);
    Manifest manifest =
        TestAccess.manifest(
            """
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"},
             "data": {"value": "%s"}}
            """
                .formatted(text));
    return new Desired(
        new ArrayList<>(List.of(new DesiredObject(manifest, Digests.sha256(text)))),
        new Closure("texts", new TreeMap<>()),
        Digests.sha256(text),
        List.of());
  }

  @Override
  public String yaml(Source source, String overlay) {
    throw new UnsupportedOperationException();
  }

  /** The text of an overlay. */
  static String text(Source source, String overlay) throws Stopped {
    SourceTree.Entry file = source.tree().find(overlay + "/value").orElseThrow();
    return new String(source.tree().read(file), StandardCharsets.UTF_8);
  }
}
