package dev.sluice.probe;

import dev.sluice.model.ApiKind;
import dev.sluice.model.Installation;
import dev.sluice.model.Labels;
import dev.sluice.model.Manifest;
import dev.sluice.model.Origin;
import dev.sluice.model.Target;
import dev.sluice.model.Trees;
import dev.sluice.model.promotion.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From the file of a Job to its object: under its own name and the label of the target's hooks. */
final class JobManifest {

  static final ApiKind JOB = ApiKind.of("batch/v1", "Job");

  /** What a Job tells is needed until its promotion has ended, and by people afterwards. */
  private static final long KEPT_SECONDS = 7 * 24 * 3600;

  /** The variable that tells a Job of a takeover what it is run for: drill, failover, failback. */
  private static final String TAKEOVER = "SLUICE_TAKEOVER";

  private JobManifest() {}

  /**
   * The object.
   *
   * @param documents what stands in the file
   * @throws ProbeFailed when that is not exactly one Job
   */
  static Manifest of(JobOrder order, List<Map<String, Object>> documents, Installation installation)
      throws ProbeFailed {
    if (documents.size() != 1
        || !Trees.string(documents.getFirst(), "apiVersion").equals("batch/v1")
        || !Trees.string(documents.getFirst(), "kind").equals("Job")) {
      throw new ProbeFailed(
          "%s has to hold one object, a Job of batch/v1".formatted(order.manifest()));
    }
    Map<String, Object> content = new LinkedHashMap<>(documents.getFirst());
    Target target = order.target();
    String own = Trees.string(Trees.map(content, "metadata"), "namespace");
    String namespace = own.isEmpty() ? target.effectiveNamespace() : own;
    String mark = installation.mark(Labels.hooksOf(target.id()));
    Map<String, Object> metadata = labelled(Trees.map(content, "metadata"), mark);
    metadata.put("name", order.name());
    metadata.remove("generateName");
    Map<String, Object> annotations = new LinkedHashMap<>(Trees.map(metadata, "annotations"));
    annotations.put(Labels.PROMOTION, order.promotion().id());
    metadata.put("annotations", annotations);
    content.put("metadata", metadata);
    content.put("spec", spec(order, Trees.map(content, "spec"), mark));
    return new Manifest(JOB, own, order.name(), content, Origin.file(order.manifest()))
        .inNamespace(namespace);
  }

  private static Map<String, Object> spec(JobOrder order, Map<String, Object> before, String mark) {
    Map<String, Object> spec = new LinkedHashMap<>(before);
    long timeout = Math.max(1, order.gate().timeout().toSeconds());
    long own = Trees.number(before, "activeDeadlineSeconds", timeout);
    spec.put("activeDeadlineSeconds", Math.min(own, timeout));
    long kept = Trees.number(before, "ttlSecondsAfterFinished", KEPT_SECONDS);
    spec.put("ttlSecondsAfterFinished", Math.max(kept, KEPT_SECONDS));
    spec.remove("suspend"); // whoever runs it decides when
    Map<String, Object> template = new LinkedHashMap<>(Trees.map(before, "template"));
    if (order.promotion().kind() == Entry.Kind.ROLE) {
      template.put("spec", told(Trees.map(template, "spec"), order.promotion().reason()));
    }
    template.put("metadata", labelled(Trees.map(template, "metadata"), mark));
    spec.put("template", template);
    return spec;
  }

  /** A drill must be able to leave alone what a failover moves for good. */
  private static Map<String, Object> told(Map<String, Object> before, String takeover) {
    Map<String, Object> spec = new LinkedHashMap<>(before);
    List<Object> containers = new ArrayList<>();
    for (Map<String, Object> container : Trees.maps(before, "containers")) {
      Map<String, Object> one = new LinkedHashMap<>(container);
      List<Object> env = new ArrayList<>(Trees.maps(container, "env"));
      env.add(Map.of("name", TAKEOVER, "value", takeover));
      one.put("env", env);
      containers.add(one);
    }
    spec.put("containers", containers);
    return spec;
  }

  private static Map<String, Object> labelled(Map<String, Object> before, String mark) {
    Map<String, Object> metadata = new LinkedHashMap<>(before);
    Map<String, Object> labels = new LinkedHashMap<>(Trees.map(metadata, "labels"));
    labels.put(Labels.TARGET, mark);
    metadata.put("labels", labels);
    return metadata;
  }
}
