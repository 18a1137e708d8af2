package dev.sluice.corpus;

import dev.sluice.fields.CanonicalJson;
import dev.sluice.kube.KindInfo;
import dev.sluice.model.ApiKind;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import dev.sluice.testing.Eventually;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everybody but Sluice: installers, people with kubectl, controllers that are not here. */
final class OtherWriters {

  private static final Set<String> WORDS =
      Set.of("apiVersion", "kind", "name", "namespace", "manager", "verb", "body", "subresource");

  private final CorpusRig rig;

  OtherWriters(CorpusRig rig) {
    this.rig = rig;
  }

  /** Applies an object that belongs to nobody's Git, and waits until a CRD is served. */
  void install(Map<String, Object> object) {
    String namespace = Trees.string(Trees.map(object, "metadata"), "namespace");
    all(kind(object), namespace)
        .resource(generic(object))
        .fieldManager("installer")
        .forceConflicts()
        .serverSideApply();
    if (Trees.string(object, "kind").equals("CustomResourceDefinition")) {
      awaitServed(Trees.map(object, "spec"));
    }
  }

  /** Carries out one change of a live file; returns the object as it is then. */
  Optional<GenericKubernetesResource> change(Map<String, Object> change) {
    CaseStep.only(change, WORDS);
    Resource<GenericKubernetesResource> resource =
        resource(kind(change), Trees.string(change, "namespace"), Trees.string(change, "name"));
    String verb = Trees.string(change, "verb");
    if (verb.equals("delete")) {
      resource.delete();
      Eventually.holds(change + " is gone", () -> resource.get() == null);
      return Optional.empty();
    }
    PatchType type =
        switch (verb) {
          case "apply" -> PatchType.SERVER_SIDE_APPLY;
          case "merge" -> PatchType.JSON_MERGE;
          case "strategic" -> PatchType.STRATEGIC_MERGE;
          case "json" -> PatchType.JSON;
          default -> throw new IllegalArgumentException("verb: " + verb);
        };
    PatchContext context = context(type, Trees.string(change, "manager"));
    String body = CanonicalJson.of(change.get("body"));
    String subresource = Trees.string(change, "subresource");
    return Optional.of(
        subresource.isEmpty()
            ? resource.patch(context, body)
            : resource.subresource(subresource).patch(context, body));
  }

  /** An object that is only tried: whether it is refused does not matter. */
  void probe(Map<String, Object> probe) {
    CaseStep.only(probe, Set.of("create", "delete"));
    boolean deleting = probe.containsKey("delete");
    Map<String, Object> object = Trees.map(probe, deleting ? "delete" : "create");
    var resource = all(kind(object), "").resource(generic(object));
    try {
      if (deleting) {
        resource.dryRun().delete();
      } else {
        resource.dryRun().fieldManager("probe").forceConflicts().serverSideApply();
      }
    } catch (KubernetesClientException refused) {
      // That is an answer too.
    }
  }

  /** An object as it stands; null when it does not. */
  @Nullable Map<String, Object> read(Map<String, Object> named) {
    GenericKubernetesResource found =
        resource(kind(named), Trees.string(named, "namespace"), Trees.string(named, "name")).get();
    return found == null
        ? null
        : Serialization.unmarshal(Serialization.asJson(found), java.util.TreeMap.class);
  }

  Resource<GenericKubernetesResource> resource(ApiKind kind, String namespace, String name) {
    return all(kind, namespace).withName(name);
  }

  private NonNamespaceOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      all(ApiKind kind, String namespace) {
    KindInfo info = info(kind);
    boolean namespaced = info.scope() == KindInfo.Scope.NAMESPACED;
    var all =
        TestCluster.admin()
            .genericKubernetesResources(
                new ResourceDefinitionContext.Builder()
                    .withGroup(kind.group())
                    .withVersion(kind.version())
                    .withKind(kind.kind())
                    .withPlural(info.plural())
                    .withNamespaced(namespaced)
                    .build());
    return namespaced ? all.inNamespace(namespace.isEmpty() ? rig.namespace : namespace) : all;
  }

  KindInfo info(ApiKind kind) {
    try {
      return rig.cluster()
          .kind(kind)
          .orElseThrow(() -> new AssertionError("the cluster does not serve " + kind));
    } catch (Stopped e) {
      throw new AssertionError(e);
    }
  }

  private static GenericKubernetesResource generic(Map<String, Object> object) {
    return Serialization.unmarshal(CanonicalJson.of(object), GenericKubernetesResource.class);
  }

  private static ApiKind kind(Map<String, Object> object) {
    return ApiKind.of(Trees.string(object, "apiVersion"), Trees.string(object, "kind"));
  }

  private static PatchContext context(PatchType type, String manager) {
    if (manager.isEmpty()) {
      throw new IllegalArgumentException("a live change names its manager");
    }
    var builder = new PatchContext.Builder().withPatchType(type).withFieldManager(manager);
    return type == PatchType.SERVER_SIDE_APPLY ? builder.withForce(true).build() : builder.build();
  }

  private static void awaitServed(Map<String, Object> spec) {
    for (Map<String, Object> version : Trees.maps(spec, "versions")) {
      String apiVersion = Trees.string(spec, "group") + "/" + Trees.string(version, "name");
      boolean served = Boolean.TRUE.equals(version.get("served"));
      Eventually.holds(
          apiVersion + (served ? " is served" : " is served no more"),
          () -> serves(apiVersion, Trees.map(spec, "names")) == served);
    }
  }

  private static boolean serves(String apiVersion, Map<String, Object> names) {
    var list = TestCluster.admin().getApiResources(apiVersion);
    return list != null
        && list.getResources().stream()
            .anyMatch(resource -> resource.getKind().equals(Trees.string(names, "kind")));
  }
}
