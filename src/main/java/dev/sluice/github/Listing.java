package dev.sluice.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.model.Stopped;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A list at GitHub, which can be read again and again. It remembers the pages it was given: what
 * has not changed since costs nothing of the account's limit.
 */
public final class Listing<T> {

  /** Of a hundred: whoever reports more about one commit is not waited for. */
  private static final int MOST_PAGES = 20;

  private final GitHub host;
  private final GitHubRepository repository;
  private final URI first;
  private final Function<JsonNode, @Nullable JsonNode> array;
  private final Function<JsonNode, T> reader;
  private final Predicate<T> wanted;
  private final Predicate<T> enough;
  private Map<URI, Known<T>> known = new HashMap<>();

  /** A page of before. */
  private record Known<T>(String etag, List<T> items, Optional<URI> next) {}

  Listing(
      GitHub host,
      GitHubRepository repository,
      URI first,
      Function<JsonNode, @Nullable JsonNode> array,
      Function<JsonNode, T> reader,
      Predicate<T> wanted,
      Predicate<T> enough) {
    this.host = host;
    this.repository = repository;
    this.first = first;
    this.array = array;
    this.reader = reader;
    this.wanted = wanted;
    this.enough = enough;
  }

  /**
   * As it is now, in the host's order.
   *
   * @throws Stopped when it cannot be read whole
   */
  public synchronized List<T> read() throws Stopped {
    List<T> items = new ArrayList<>();
    Map<URI, Known<T>> seen = new HashMap<>();
    Optional<URI> next = Optional.of(first);
    while (next.isPresent()) {
      if (seen.size() == MOST_PAGES) {
        throw Answers.notTheApi(
            repository,
            "a list of reports about one commit has more than %d pages".formatted(MOST_PAGES));
      }
      Known<T> page = page(next.get());
      seen.put(next.get(), page);
      items.addAll(page.items());
      boolean done = page.items().stream().anyMatch(enough);
      next = done ? Optional.empty() : page.next().filter(one -> !seen.containsKey(one));
    }
    known = seen;
    return items;
  }

  private Known<T> page(URI address) throws Stopped {
    Known<T> before = known.get(address);
    return switch (host.get(repository, address, before == null ? "" : before.etag())) {
      case Reply.Unchanged ignored -> {
        if (before == null) {
          throw Answers.notTheApi(repository, "304 for something that was never asked for");
        }
        yield before;
      }
      case Reply.Page page -> new Known<>(page.etag(), items(page.content()), page.next());
    };
  }

  private List<T> items(JsonNode content) throws Stopped {
    JsonNode list = array.apply(content);
    if (list == null || !list.isArray()) {
      throw Answers.notTheApi(repository, "JSON of another form");
    }
    List<T> items = new ArrayList<>();
    for (JsonNode element : list) {
      T item = reader.apply(element);
      if (wanted.test(item)) {
        items.add(item);
      }
    }
    return List.copyOf(items);
  }
}
