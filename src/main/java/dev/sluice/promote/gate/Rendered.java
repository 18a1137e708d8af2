package dev.sluice.promote.gate;

import dev.sluice.model.Manifest;
import java.util.List;

/**
 * What gates want to know of the objects that a candidate renders to.
 *
 * @param images the images it would run
 * @param settings the variables it would be told
 */
public record Rendered(List<Image> images, List<Setting> settings) {

  /**
   * An image where it is used.
   *
   * @param reference as it is written
   * @param place the object, for people
   */
  public record Image(String reference, String place) {}

  /**
   * A variable where it is set.
   *
   * @param name its name
   * @param place the object, for people
   * @param value its value
   */
  public record Setting(String name, String place, Value value) {}

  /** From all objects that a candidate renders to, hooks included. */
  public static Rendered of(List<Manifest> objects) {
    return new Rendered(
        objects.stream().flatMap(object -> Images.of(object).stream()).toList(),
        Settings.of(objects));
  }
}
