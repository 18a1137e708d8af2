package dev.sluice.live;

import dev.sluice.model.FieldPointer;
import dev.sluice.model.IgnoreRule;
import dev.sluice.model.Manifest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The rules that one delegate makes, while they are gathered. */
final class Delegated {

  private final String namespace;
  private final String inFavourOf;
  private final List<IgnoreRule> rules = new ArrayList<>();

  Delegated(Manifest delegate) {
    this.namespace = delegate.namespace();
    this.inFavourOf = delegate.kind().kind() + " " + delegate.name();
  }

  /**
   * Leaves fields of an object in the delegate's own namespace to it.
   *
   * @param name empty where the delegate names no such object: nothing is left to it then
   */
  void leave(String group, String kind, String name, String... pointers) {
    leaveIn(namespace, group, kind, name, pointers);
  }

  /** The same in another namespace. */
  void leaveIn(String namespace, String group, String kind, String name, String... pointers) {
    if (name.isEmpty()) {
      return; // an empty name would mean every object of the kind
    }
    // What the delegate leaves out of its spec (a subset without a name) is no pointer.
    List<FieldPointer> fields =
        Arrays.stream(pointers)
            .filter(pointer -> FieldPointer.SYNTAX.matcher(pointer).find())
            .map(FieldPointer::parse)
            .toList();
    rules.add(new IgnoreRule(group, kind, namespace, name, fields, Set.of(), inFavourOf));
  }

  List<IgnoreRule> rules() {
    return List.copyOf(rules);
  }

  /** A name as one step of a pointer. */
  static String step(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
