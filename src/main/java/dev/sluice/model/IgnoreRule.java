package dev.sluice.model;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Fields of some objects that are not ours to write: somebody else sets them in the cluster.
 *
 * @param group the API group of the objects; empty for every group, {@code core} for the core group
 * @param kind the kind of the objects
 * @param namespace their namespace; empty for every one; {@code *} stands for any characters
 * @param name their name; empty for every one; {@code *} stands for any characters
 * @param fields the fields
 * @param managers field managers: what one of them owns on the live object is meant too
 * @param inFavourOf who the fields are left to, for people; empty where the rule does not say
 */
public record IgnoreRule(
    String group,
    String kind,
    String namespace,
    String name,
    List<FieldPointer> fields,
    Set<String> managers,
    String inFavourOf) {

  /** Whether the rule means an object. */
  public boolean selects(ObjectKey key) {
    return key.kind().equals(kind)
        && (group.isEmpty() || key.group().equals(group.equals("core") ? "" : group))
        && matches(namespace, key.namespace())
        && matches(name, key.name());
  }

  private static boolean matches(String wanted, String actual) {
    if (wanted.isEmpty() || wanted.equals(actual)) {
      return true;
    }
    return wanted.contains("*")
        && Pattern.matches(
            String.join(
                ".*", List.of(wanted.split("\\*", -1)).stream().map(Pattern::quote).toList()),
            actual);
  }

  /** For people: {@code Deployment.apps web}. */
  public String selection() {
    String qualified = group.isEmpty() || group.equals("core") ? kind : kind + "." + group;
    String place = namespace.isEmpty() ? name : namespace + "/" + (name.isEmpty() ? "*" : name);
    return place.isEmpty() ? qualified : qualified + " " + place;
  }
}
