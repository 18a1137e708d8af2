package dev.sluice.kube;

import dev.sluice.model.ApiKind;
import dev.sluice.model.LiveObject;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A complete list of one kind, read in pages; each object is reduced at once, so that no more than
 * one page of bodies is held.
 *
 * @param items the reduced objects
 * @param version the resource version of the list
 */
record Listing<T>(List<T> items, String version) {

  private static final int PAGE = 500;

  // A page token that expired (HTTP 410) voids the pages before it: the list starts over.
  private static final int MOST_STARTS = 3;

  /** Lists. A partial list is never returned. */
  static <T> Listing<T> read(
      Connection connection, Collection from, Function<LiveObject, T> reduction) throws Stopped {
    for (int start = 1; ; start++) {
      try {
        return pages(connection, from, reduction);
      } catch (Expired e) {
        if (start == MOST_STARTS) {
          throw ApiErrors.stopped(asked(connection, from.info(), "list"), e.answer);
        }
      }
    }
  }

  /** What a message about a list or watch has to name. */
  static Asked asked(Connection connection, KindInfo info, String verb) {
    ApiKind kind = info.kind();
    var key = new ObjectKey(kind.group(), kind.kind(), "", "*");
    return new Asked(connection.cluster(), verb, kind, info.plural(), key, Optional.empty());
  }

  /** Items of a list do not name their kind; this does. */
  static LiveObject item(KindInfo info, Map<String, Object> content) {
    Map<String, Object> whole = new LinkedHashMap<>(content);
    whole.putIfAbsent("apiVersion", info.kind().apiVersion());
    whole.putIfAbsent("kind", info.kind().kind());
    return new LiveObject(whole);
  }

  private static <T> Listing<T> pages(
      Connection connection, Collection from, Function<LiveObject, T> reduction)
      throws Stopped, Expired {
    List<T> items = new ArrayList<>();
    String next = "";
    while (true) {
      String token = next.isEmpty() ? "" : "&continue=" + Paths.escape(next);
      Request request = Request.get(from.query("limit=" + PAGE + token));
      Map<String, Object> page = page(connection, from.info(), request);
      Trees.maps(page, "items").forEach(i -> items.add(reduction.apply(item(from.info(), i))));
      Map<String, Object> metadata = Trees.map(page, "metadata");
      next = Trees.string(metadata, "continue");
      if (next.isEmpty()) {
        return new Listing<>(items, Trees.string(metadata, "resourceVersion"));
      }
    }
  }

  private static Map<String, Object> page(Connection connection, KindInfo info, Request request)
      throws Stopped, Expired {
    Answer answer = connection.send(request);
    if (answer.status() == 410) {
      throw new Expired(answer);
    }
    if (!answer.successful()) {
      throw ApiErrors.stopped(asked(connection, info, "list"), answer);
    }
    try {
      return answer.tree();
    } catch (IOException e) {
      throw connection.senseless(request, e);
    }
  }

  private static final class Expired extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    Expired(Answer answer) {
      super("HTTP 410", null, false, false);
      this.answer = answer;
    }
  }
}
