package dev.sluice.kube;

import dev.sluice.model.ApiKind;
import dev.sluice.model.Failure;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The kinds that a cluster serves, asked for one API version at a time: so the broken server of one
 * group breaks no other. A kind that is not found is asked for again, at most every few seconds.
 */
final class Kinds {

  private static final Duration FRESH = Duration.ofSeconds(3);

  // After a CRD was applied, its kind may appear at any moment: every miss asks.
  private static final Duration EXPECTED = Duration.ofSeconds(60);

  /** One API version as it was served at some time. */
  private record Page(Map<String, KindInfo> kinds, Instant read) {}

  private final Connection connection;
  private final InstantSource clock;
  private final Map<String, Page> pages = new ConcurrentHashMap<>();
  private final Map<String, Instant> expected = new ConcurrentHashMap<>();

  Kinds(Connection connection, InstantSource clock) {
    this.connection = connection;
    this.clock = clock;
  }

  /**
   * How a kind is served; empty when it is not.
   *
   * @throws Stopped when its API version cannot be asked for
   */
  Optional<KindInfo> find(ApiKind kind) throws Stopped {
    String version = kind.apiVersion();
    Page page = pages.get(version);
    if (page == null || (!page.kinds().containsKey(kind.kind()) && mayHaveChanged(kind, page))) {
      page = read(kind);
      pages.put(version, page);
    }
    return Optional.ofNullable(page.kinds().get(kind.kind()));
  }

  /**
   * How a kind is served in whichever version, the preferred one first; empty when no version does.
   *
   * @throws Stopped when what is served could not be read completely: nothing is known then
   */
  Optional<KindInfo> findInAnyVersion(ApiKind kind) throws Stopped {
    if (kind.group().isEmpty()) {
      return find(kind);
    }
    for (String version : versions(kind)) {
      Page page = read(new ApiKind(kind.group(), version, kind.kind()));
      pages.put(kind.group() + "/" + version, page);
      if (page.kinds().isEmpty()) {
        throw incomplete(kind, version);
      }
      KindInfo info = page.kinds().get(kind.kind());
      if (info != null) {
        return Optional.of(info);
      }
    }
    return Optional.empty();
  }

  private List<String> versions(ApiKind kind) throws Stopped {
    Request request = Request.get("/apis");
    Answer answer = connection.send(request);
    if (!answer.successful()) {
      throw ApiErrors.stopped(asked(kind), answer);
    }
    try {
      Map<String, Object> list = answer.tree();
      if (!Trees.string(list, "kind").equals("APIGroupList")) {
        throw connection.senseless(request, new IOException("no APIGroupList"));
      }
      return Trees.maps(list, "groups").stream()
          .filter(group -> Trees.string(group, "name").equals(kind.group()))
          .flatMap(group -> Trees.maps(group, "versions").stream())
          .map(version -> Trees.string(version, "version"))
          .toList();
    } catch (IOException e) {
      throw connection.senseless(request, e);
    }
  }

  private Stopped incomplete(ApiKind kind, String version) {
    return new Stopped(
        Failure.of(
            Reason.UNKNOWN_KIND,
            "%s lists the API version %s/%s, but does not say which kinds it has"
                .formatted(connection.called(), kind.group(), version),
            "Look after the API service of that group; Sluice tries again by itself"));
  }

  private Asked asked(ApiKind kind) {
    var key = new ObjectKey(kind.group(), kind.kind(), "", "*");
    return new Asked(connection.cluster(), "get", kind, "*", key, Optional.empty());
  }

  /** New kinds of this group may appear from now on: a CRD was applied. */
  void expect(String group) {
    expected.put(group, clock.instant().plus(EXPECTED));
  }

  private boolean mayHaveChanged(ApiKind kind, Page page) {
    Instant now = clock.instant();
    Instant until = expected.get(kind.group());
    return (until != null && now.isBefore(until)) || now.isAfter(page.read().plus(FRESH));
  }

  private Page read(ApiKind kind) throws Stopped {
    Request request = Request.get(Paths.version(kind.group(), kind.version()));
    Answer answer = connection.send(request);
    if (answer.status() == 404) {
      return new Page(Map.of(), clock.instant());
    }
    if (answer.status() == 503 && mayBeAggregated(kind)) {
      throw new Stopped(
          Failure.of(
              Reason.UNKNOWN_KIND,
              "%s cannot reach the server of the API version %s"
                  .formatted(connection.called(), kind.apiVersion()),
              "Look at the APIService of that group and at what stands behind it; Sluice tries"
                  + " again by itself, and the other objects go on"));
    }
    if (!answer.successful()) {
      throw ApiErrors.stopped(asked(kind), answer);
    }
    try {
      return new Page(kinds(kind, answer.tree()), clock.instant());
    } catch (IOException e) {
      throw connection.senseless(request, e);
    }
  }

  /** Groups that other programs serve behind the API server: they can be away on their own. */
  private static boolean mayBeAggregated(ApiKind kind) {
    return kind.group().contains(".") && !kind.group().endsWith(".k8s.io");
  }

  private static Map<String, KindInfo> kinds(ApiKind asked, Map<String, Object> list) {
    Map<String, KindInfo> kinds = new HashMap<>();
    for (Map<String, Object> resource : Trees.maps(list, "resources")) {
      String plural = Trees.string(resource, "name");
      String kind = Trees.string(resource, "kind");
      boolean usable =
          !plural.contains("/")
              && Trees.list(resource, "verbs").contains("patch"); // no subresource
      if (usable) {
        boolean namespaced = Boolean.TRUE.equals(resource.get("namespaced"));
        kinds.put(
            kind,
            new KindInfo(
                new ApiKind(asked.group(), asked.version(), kind),
                plural,
                namespaced ? KindInfo.Scope.NAMESPACED : KindInfo.Scope.CLUSTER));
      }
    }
    return Map.copyOf(kinds);
  }
}
