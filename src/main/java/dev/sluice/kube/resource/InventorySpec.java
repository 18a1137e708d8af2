package dev.sluice.kube.resource;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** One chunk of an inventory: the objects whose keys hash to it. */
@RegisterForReflection
public record InventorySpec(
    @JsonPropertyDescription("Name of the config repository in the daemon's configuration")
        String repository,
    @JsonPropertyDescription("Name of the application") String application,
    @JsonPropertyDescription("Name of the environment") String environment,
    @JsonPropertyDescription("Number of this chunk, counted from 0") int chunk,
    @JsonPropertyDescription("The objects of this chunk, sorted") List<EntryBody> objects) {

  /** One object. */
  @RegisterForReflection
  public record EntryBody(
      @JsonPropertyDescription("API group; empty for the core group") String group,
      @JsonPropertyDescription("API version it was applied in") String version,
      @JsonPropertyDescription("Kind") String kind,
      @JsonPropertyDescription("Namespace; empty for a cluster-scoped object") String namespace,
      @JsonPropertyDescription("Name") String name,
      @JsonPropertyDescription("Digest of the manifest; empty while only intended") String digest,
      @JsonPropertyDescription("Hash of our fields in the server's answer") String fingerprint,
      @JsonPropertyDescription("Hash of the fields of others at that time") String foreignHash,
      @JsonPropertyDescription("Unique id of the object") String uid) {}
}
