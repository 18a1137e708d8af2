package dev.sluice.yaml;

import dev.sluice.model.Origin;
import java.util.List;
import java.util.Optional;

/**
 * Finds the line of a field in the file an object was written in, so that a refusal of the API
 * server can point at it. Best effort: an overlay may rename, patch or generate objects, and then
 * the nearest thing that stands in the file is named.
 */
public final class ManifestLocator {

  private static final YamlDocuments.Limits LIMITS = new YamlDocuments.Limits(4 << 20, 100);

  private ManifestLocator() {}

  /**
   * Where a field of an object stands.
   *
   * @param file path of the file, for the answer
   * @param content the file
   * @param kind kind of the object
   * @param name name of the object, after kustomize's prefixes and suffixes
   * @param field the field as the API server writes it, such as {@code
   *     spec.template.spec.containers[0].image}; empty for the object itself
   * @return the line of the deepest part of the field that is in the file; line 0 when the object
   *     is not found there
   */
  public static Origin locate(String file, byte[] content, String kind, String name, String field) {
    return find(content, kind, name)
        .map(object -> new Origin(file, line(object, FieldPath.parse(field))))
        .orElse(Origin.file(file));
  }

  private static Optional<YamlNode.Mapping> find(byte[] content, String kind, String name) {
    List<YamlNode.Mapping> ofKind;
    try {
      ofKind =
          YamlDocuments.read(content, LIMITS).stream()
              .filter(YamlNode.Mapping.class::isInstance)
              .map(YamlNode.Mapping.class::cast)
              .filter(document -> kind.equals(text(document, "kind")))
              .toList();
    } catch (YamlProblem notReadable) {
      // A file that renders and yet cannot be read here costs the line number, nothing else.
      return Optional.empty();
    }
    Optional<YamlNode.Mapping> exact =
        ofKind.stream().filter(document -> name.equals(name(document))).findFirst();
    Optional<YamlNode.Mapping> renamed =
        ofKind.stream()
            .filter(document -> !name(document).isEmpty() && name.contains(name(document)))
            .findFirst();
    return exact.or(() -> renamed).or(() -> only(ofKind));
  }

  private static Optional<YamlNode.Mapping> only(List<YamlNode.Mapping> documents) {
    return documents.size() == 1 ? Optional.of(documents.getFirst()) : Optional.empty();
  }

  private static int line(YamlNode.Mapping object, List<FieldPath.Step> path) {
    FieldPath.Found at = new FieldPath.Found(object.line(), object);
    for (FieldPath.Step step : path) {
      Optional<FieldPath.Found> next = step.in(at.value());
      if (next.isEmpty()) {
        break;
      }
      at = next.get();
    }
    return at.line();
  }

  private static String name(YamlNode.Mapping document) {
    return document
        .find("metadata")
        .map(entry -> entry.value() instanceof YamlNode.Mapping map ? text(map, "name") : "")
        .orElse("");
  }

  private static String text(YamlNode.Mapping mapping, String key) {
    return mapping
        .find(key)
        .map(entry -> entry.value() instanceof YamlNode.Scalar scalar ? scalar.text() : "")
        .orElse("");
  }
}
