package dev.sluice.environments;

import dev.sluice.environments.Shape.Choice;
import dev.sluice.environments.Shape.Field;
import dev.sluice.environments.Shape.Fields;
import dev.sluice.environments.Shape.ListOf;
import dev.sluice.environments.Shape.Presence;
import dev.sluice.environments.Shape.Text;
import dev.sluice.model.FieldPointer;
import dev.sluice.model.IgnoreRule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** {@code spec.ignoreDifferences} of an application: fields that are left to others. */
final class IgnoreSection {

  private static final String PATH = "spec.ignoreDifferences";

  private static final Text GROUP =
      new Text(
          Pattern.compile("^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$"),
          "an API group, or core for the group without a name",
          List.of("apps"));

  private static final Text KIND_NAME =
      new Text(
          Pattern.compile("^[A-Z][A-Za-z0-9]{0,62}$"),
          "a kind as manifests write it",
          List.of("Deployment"));

  private static final Text NAME =
      new Text(
          Pattern.compile("^[a-zA-Z0-9*]([a-zA-Z0-9*.:_-]{0,251}[a-zA-Z0-9*])?$"),
          "a name, in which * stands for any characters",
          List.of("web", "web-*"));

  private static final Text POINTER =
      new Text(
          FieldPointer.SYNTAX,
          "a JSON pointer to a field that is no part of the object's identity, in which list"
              + " elements are named by their keys ([name=web]) or all are meant ([*]), never by a"
              + " number",
          List.of("/spec/replicas", "/spec/template/spec/containers[name=web]/image"));

  private static final Text MANAGER =
      new Text(
          Pattern.compile("^(?!sluice(-parked)?$)\\S.{0,126}\\S$"),
          "a field manager other than Sluice's own",
          List.of("kube-controller-manager"));

  private static final Fields RULE =
      new Fields(
          List.of(
              new Field(
                  "group",
                  Presence.OPTIONAL,
                  GROUP,
                  "API group of the objects; left out: every group that has the kind."),
              new Field("kind", Presence.REQUIRED, KIND_NAME, "Kind of the objects."),
              new Field("name", Presence.OPTIONAL, NAME, "Their name; left out: every one."),
              new Field(
                  "namespace", Presence.OPTIONAL, NAME, "Their namespace; left out: every one."),
              new Field(
                  "fields",
                  Presence.OPTIONAL,
                  new ListOf(POINTER, "JSON pointers"),
                  "The fields that are left to others."),
              new Field(
                  "managers",
                  Presence.OPTIONAL,
                  new ListOf(MANAGER, "field managers"),
                  "Field managers; what one of them owns on the live object is left to it.")),
          Choice.A_LIST);

  static final Field FIELD =
      new Field(
          "ignoreDifferences",
          Presence.OPTIONAL,
          new ListOf(RULE, "rules"),
          "Fields that are neither applied nor compared, because somebody else sets them in the"
              + " cluster.");

  private IgnoreSection() {}

  /** The rules of a file that has the right shape. */
  static List<IgnoreRule> rules(Values values) {
    return values.elements(PATH).stream().map(rule -> rule(values, rule)).toList();
  }

  private static IgnoreRule rule(Values values, String path) {
    Set<String> managers = new TreeSet<>(values.texts(path + ".managers"));
    return new IgnoreRule(
        values.text(path + ".group"),
        values.text(path + ".kind"),
        values.text(path + ".namespace"),
        values.text(path + ".name"),
        values.texts(path + ".fields").stream().map(FieldPointer::parse).toList(),
        managers,
        String.join(", ", managers));
  }
}
