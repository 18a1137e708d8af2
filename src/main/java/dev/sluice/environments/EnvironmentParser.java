package dev.sluice.environments;

import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.promotion.Follows;
import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.yaml.YamlDocuments;
import dev.sluice.yaml.YamlNode;
import dev.sluice.yaml.YamlNode.Mapping;
import dev.sluice.yaml.YamlNode.Scalar;
import dev.sluice.yaml.YamlProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads one environment file, which may hold several documents. */
final class EnvironmentParser {

  private static final YamlDocuments.Limits LIMITS = new YamlDocuments.Limits(256 << 10, 32);

  private static final String NAME = "metadata.name";

  private EnvironmentParser() {}

  /** What a file declares; what is wrong with it is added to the failures. */
  static Drafts parse(String file, byte[] content, List<Failure> failures) {
    Complaints complaints = new Complaints(failures, file, Reason.INVALID_ENVIRONMENT);
    List<YamlNode> documents;
    try {
      documents =
          YamlDocuments.read(content, LIMITS).stream().filter(node -> !isEmpty(node)).toList();
    } catch (YamlProblem problem) {
      complaints.add(problem.line(), "", problem.what(), "Mend the file and push again");
      return new Drafts(List.of(), Map.of(Drafts.NAMELESS, new Origin(file, problem.line())));
    }
    if (documents.isEmpty()) {
      complaints.add(0, "", "declares no environment", "Fill the file, or delete it");
    }
    List<Drafts.Draft> good = new ArrayList<>();
    Map<String, Origin> broken = new TreeMap<>();
    for (YamlNode document : documents) {
      int before = failures.size();
      Origin origin = new Origin(file, document.line());
      Values values = new ShapeCheck(complaints).check(document, EnvironmentShape.ROOT);
      Optional<Drafts.Draft> draft =
          failures.size() == before
              ? Optional.of(draft(values, complaints, origin))
              : Optional.empty();
      if (failures.size() == before) {
        draft.ifPresent(good::add);
      } else if (isOtherKind(document)) {
        onlyTheKind(failures.subList(before, failures.size()));
      } else {
        broken.put(values.has(NAME) ? values.text(NAME) : Drafts.NAMELESS, origin);
      }
    }
    return new Drafts(good, broken);
  }

  private static boolean isEmpty(YamlNode document) {
    return document instanceof Scalar scalar && scalar.isNull();
  }

  private static boolean isOtherKind(YamlNode document) {
    Optional<YamlNode.Entry> kind =
        document instanceof Mapping mapping ? mapping.find("kind") : Optional.empty();
    return kind.isPresent()
        && kind.get().value() instanceof Scalar scalar
        && !scalar.text().equals(EnvironmentShape.KIND);
  }

  /** Another kind has other fields: to complain about them would be noise. */
  private static void onlyTheKind(List<Failure> ofDocument) {
    ofDocument.removeIf(failure -> !failure.field().equals("kind"));
  }

  private static Drafts.Draft draft(Values values, Complaints complaints, Origin origin) {
    FollowsSection section = new FollowsSection(values, complaints);
    Follows follows = section.follows();
    PromotionSection promotion = new PromotionSection(values, complaints, follows);
    PromotionPolicy policy = promotion.policy();
    Environment environment =
        new Environment(
            values.text(NAME),
            values.text("spec.overlays"),
            values.text("spec.cluster"),
            values.text("spec.namespace"),
            follows instanceof Follows.Ref ref ? ref.name() : "",
            sync(values),
            values.text("spec.serviceAccount"),
            follows,
            policy,
            promotion.own(policy),
            new RolesSection(values, complaints).roles(follows),
            new DrillSection(values, complaints).drill(follows),
            Target.Driver.BRANCH,
            origin);
    return new Drafts.Draft(environment, new Origin(origin.file(), section.line()));
  }

  private static SyncPolicy sync(Values values) {
    return new SyncPolicy(
        values.flag("spec.sync.prune", true) ? SyncPolicy.Prune.DELETE : SyncPolicy.Prune.KEEP,
        values.flag("spec.sync.selfHeal", true)
            ? SyncPolicy.SelfHeal.REVERT
            : SyncPolicy.SelfHeal.REPORT,
        limit(values.text("spec.sync.maxDeletions")),
        values.flag("spec.sync.createNamespace", false)
            ? SyncPolicy.Namespaces.CREATE
            : SyncPolicy.Namespaces.REQUIRE,
        values.flag("spec.sync.adopt", false)
            ? SyncPolicy.Adoption.TAKE_OVER
            : SyncPolicy.Adoption.REFUSE,
        foreign(values.text("spec.sync.foreignFields")),
        timeout(values.text("spec.sync.timeout")));
  }

  private static SyncPolicy.ForeignFields foreign(String text) {
    return switch (text) {
      case "report" -> SyncPolicy.ForeignFields.REPORT;
      case "revert" -> SyncPolicy.ForeignFields.REVERT;
      default -> SyncPolicy.DEFAULT.foreign();
    };
  }

  private static Duration timeout(String text) {
    return text.isEmpty()
        ? SyncPolicy.DEFAULT_TIMEOUT
        : Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
  }

  private static SyncPolicy.DeletionLimit limit(String text) {
    if (text.isEmpty()) {
      return SyncPolicy.DEFAULT.maxDeletions();
    }
    return text.endsWith("%")
        ? new SyncPolicy.DeletionLimit(Integer.parseInt(text.substring(0, text.length() - 1)), true)
        : new SyncPolicy.DeletionLimit(Integer.parseInt(text), false);
  }
}
