package dev.sluice.environments;

import dev.sluice.environments.Shape.Choice;
import dev.sluice.environments.Shape.Field;
import dev.sluice.environments.Shape.Fields;
import dev.sluice.environments.Shape.Flag;
import dev.sluice.environments.Shape.ListOf;
import dev.sluice.environments.Shape.Presence;
import dev.sluice.environments.Shape.Text;
import java.util.List;
import java.util.regex.Pattern;

/** The fields that say where an environment's revisions come from. */
final class FollowsShape {

  private static final Pattern REF =
      Pattern.compile(
          "^(?!refs/|/|-)(?!.*(//|\\.\\.|@\\{))[^\\s~^:?*\\[\\\\]*[^\\s~^:?*\\[\\\\/.]$");

  private static final Text BRANCH = new Text(REF, "the short name of a branch", List.of("main"));

  private static final Text TAG = new Text(REF, "the short name of a tag", List.of("v1.4.0"));

  private static final Text COMMIT =
      new Text(
          Pattern.compile("^[0-9a-f]{40}$"),
          "a full commit id, 40 hexadecimal digits in lower case",
          List.of("4b825dc642cb6eb9a060e54bf8d69288fbee4904"));

  static final Fields FOLLOWS =
      new Fields(
          List.of(
              alternative("branch", BRANCH, "The branch whose revisions begin their way here."),
              alternative(
                  "environment",
                  Names.SHAPE,
                  "The environment whose verified revisions come here."),
              alternative(
                  "environments",
                  new ListOf(Names.SHAPE, "names of environments"),
                  "Several environments likewise: the regions of one stage."),
              alternative("tag", TAG, "The tag that runs here."),
              alternative("commit", COMMIT, "The commit that runs here, for good."),
              new Field(
                  "match",
                  Presence.OPTIONAL,
                  GateTexts.MATCH,
                  "Whether all of several environments must have verified a revision, or any one;"
                      + " left out: all of them."),
              new Field(
                  "verified",
                  Presence.OPTIONAL,
                  new Flag(false),
                  "Whether everything that is verified there is taken up, rollbacks and pins too, as"
                      + " a standby does.")),
          Choice.EXACTLY_ONE);

  private FollowsShape() {}

  private static Field alternative(String name, Shape shape, String meaning) {
    return new Field(name, Presence.ALTERNATIVE, shape, meaning);
  }
}
