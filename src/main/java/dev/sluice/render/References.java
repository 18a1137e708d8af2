package dev.sluice.render;

import dev.sluice.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The places of a kustomization that name something to load. */
final class References {

  /** Fields whose text is a file or a directory; kustomize takes them in any case of letters. */
  private static final Set<String> LOADING =
      Set.of(
          "resources",
          "bases",
          "components",
          "crds",
          "configurations",
          "generators",
          "transformers",
          "validators",
          "patchesstrategicmerge",
          "path",
          "paths",
          "files",
          "envs",
          "env",
          "urls",
          "repo");

  private static final Set<String> DIRECTORIES =
      Set.of("resources", "bases", "components", "generators", "transformers", "validators");

  /** {@code key=path}, as generators write it. */
  private static final Pattern WITH_KEY = Pattern.compile("^[^=/:]*=");

  private final List<Reference> found = new ArrayList<>();
  private final Set<YamlNode> loading = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<YamlNode> others = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * One of them.
   *
   * @param field where it stands, such as {@code resources[1]}
   * @param line its line, from 1
   * @param text what it names
   * @param mayBeDirectory whether a directory may stand there
   */
  record Reference(String field, int line, String text, boolean mayBeDirectory) {}

  private References() {}

  /** All of them, those behind aliases too, each node once. */
  static List<Reference> in(YamlNode kustomization) {
    References references = new References();
    references.walk(kustomization, "", "");
    return references.found;
  }

  private void walk(YamlNode node, String path, String field) {
    // An alias shares its anchor's node, so a bomb of aliases is walked once.
    if (!(LOADING.contains(field) ? loading : others).add(node)) {
      return;
    }
    switch (node) {
      case YamlNode.Mapping mapping -> {
        for (YamlNode.Entry entry : mapping.entries()) {
          String below = path.isEmpty() ? entry.key() : path + "." + entry.key();
          walk(entry.value(), below, entry.key().toLowerCase(Locale.ROOT));
        }
      }
      case YamlNode.Sequence sequence -> {
        for (int i = 0; i < sequence.elements().size(); i++) {
          walk(sequence.elements().get(i), path + "[" + i + "]", field);
        }
      }
      case YamlNode.Scalar scalar -> {
        boolean inline = scalar.text().contains("\n");
        if (LOADING.contains(field) && !inline && !scalar.text().isEmpty()) {
          String text = WITH_KEY.matcher(scalar.text()).replaceFirst("");
          found.add(new Reference(path, scalar.line(), text, DIRECTORIES.contains(field)));
        }
      }
    }
  }
}
