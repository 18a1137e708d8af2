package dev.sluice.environments;

import dev.sluice.environments.Shape.Choice;
import dev.sluice.environments.Shape.Constant;
import dev.sluice.environments.Shape.CountOrPercentage;
import dev.sluice.environments.Shape.Field;
import dev.sluice.environments.Shape.Fields;
import dev.sluice.environments.Shape.Flag;
import dev.sluice.environments.Shape.Presence;
import dev.sluice.environments.Shape.Text;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The one table of an Environment's fields. */
final class EnvironmentShape {

  static final String API_VERSION = "sluice.dev/v1alpha1";
  static final String KIND = "Environment";

  private static final Text OVERLAYS =
      new Text(
          Pattern.compile(
              "^(?=.{1,500}$)(?!(.*/)?\\.{1,2}(/|$))(?=[^*]*\\*[^*]*$)[^/\\s]+(/[^/\\s]+)*$"),
          "a path of at most 500 characters from the root of the repository with exactly one *,"
              + " which stands for the application, without / at the ends and without . or .. in"
              + " it",
          List.of("overlays/*/prod"));

  private static final Text NAMESPACE =
      new Text(
          Pattern.compile("^(?=.{1,200}$)(\\{application\\}|\\{environment\\}|[a-z0-9-])+$"),
          "at most 200 lower-case letters, digits, hyphens and the placeholders {application} and"
              + " {environment}",
          List.of("{application}", "{application}-{environment}"));

  private static final Text SERVICE_ACCOUNT =
      new Text(
          Pattern.compile(
              "^(?=.{1,300}$)((\\{application\\}|\\{environment\\}|[a-z0-9-])+/)?"
                  + "(\\{application\\}|\\{environment\\}|[a-z0-9.-])+$"),
          "a service account of the target's namespace, or namespace/name; with the placeholders"
              + " {application} and {environment}",
          List.of("deployer", "tenants/{application}"));

  private static final Text FOREIGN_FIELDS =
      new Text(Pattern.compile("^(report|revert)$"), "report or revert", List.of("revert"));

  private static final Text TIMEOUT =
      new Text(
          Pattern.compile("^[1-9][0-9]{0,4}[smh]$"),
          "a number of seconds, minutes or hours",
          List.of("90s", "15m", "2h"));

  private static final Fields SYNC =
      new Fields(
          List.of(
              new Field(
                  "prune",
                  Presence.OPTIONAL,
                  new Flag(true),
                  "Whether objects that left Git are deleted from the cluster."),
              new Field(
                  "selfHeal",
                  Presence.OPTIONAL,
                  new Flag(true),
                  "Whether changes made behind Git's back are reverted; if not, they are"
                      + " reported."),
              new Field(
                  "maxDeletions",
                  Presence.OPTIONAL,
                  new CountOrPercentage(100_000, "10"),
                  "More deletions than this in one plan stop and ask: a count of objects, or a"
                      + " percentage of those applied so far."),
              new Field(
                  "createNamespace",
                  Presence.OPTIONAL,
                  new Flag(false),
                  "Whether a missing default namespace is created."),
              new Field(
                  "adopt",
                  Presence.OPTIONAL,
                  new Flag(false),
                  "Whether objects that Argo CD, Flux or Helm still own are taken over."),
              new Field(
                  "foreignFields",
                  Presence.OPTIONAL,
                  FOREIGN_FIELDS,
                  "What happens to fields that people set by hand and Git never mentioned: report"
                      + " only tells of them, revert removes them; left out, those of Pod templates"
                      + " and RBAC that decide what may be done are removed."),
              new Field(
                  "timeout",
                  Presence.OPTIONAL,
                  TIMEOUT,
                  "How long the sync of a revision may take until all of it is applied and healthy;"
                      + " left out: 15m.")),
          Choice.ANY);

  private static final Fields SPEC =
      new Fields(
          Stream.concat(
                  Stream.of(
                      new Field(
                          "overlays",
                          Presence.REQUIRED,
                          OVERLAYS,
                          "Pattern of the overlay directories: each match is one application, and *"
                              + " is its name."),
                      new Field(
                          "cluster",
                          Presence.OPTIONAL,
                          Names.SHAPE,
                          "A cluster registered with the daemon; left out: the one the daemon runs"
                              + " in."),
                      new Field(
                          "namespace",
                          Presence.OPTIONAL,
                          NAMESPACE,
                          "Namespace of the objects that name none; left out: default."),
                      new Field(
                          "serviceAccount",
                          Presence.OPTIONAL,
                          SERVICE_ACCOUNT,
                          "The account in whose name the cluster is written to; left out: the"
                              + " daemon's sluice.default-service-account, and without that the"
                              + " daemon itself."),
                      new Field(
                          "follows",
                          Presence.REQUIRED,
                          FollowsShape.FOLLOWS,
                          "Which revisions come here."),
                      new Field(
                          "sync", Presence.OPTIONAL, SYNC, "How the cluster is kept in step.")),
                  Stream.concat(
                      Stream.of(RolesShape.field(OVERLAYS), DrillShape.FIELD),
                      PromotionShape.FIELDS.stream()))
              .toList(),
          Choice.ANY);

  private static final Fields METADATA =
      new Fields(
          List.of(new Field("name", Presence.REQUIRED, Names.SHAPE, "The environment's name.")),
          Choice.ANY);

  static final Fields ROOT =
      new Fields(
          List.of(
              new Field(
                  "apiVersion",
                  Presence.REQUIRED,
                  new Constant(API_VERSION),
                  "The version of this format."),
              new Field("kind", Presence.REQUIRED, new Constant(KIND), "What this file declares."),
              new Field("metadata", Presence.REQUIRED, METADATA, "Names the environment."),
              new Field("spec", Presence.REQUIRED, SPEC, "What runs in the environment, and how.")),
          Choice.ANY);

  private EnvironmentShape() {}
}
