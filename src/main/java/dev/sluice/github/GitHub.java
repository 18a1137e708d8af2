package dev.sluice.github;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads from GitHub hosts: one request after the other per account, none while a host wants none,
 * and none that would carry a token elsewhere. Blocks; thread-safe.
 */
public final class GitHub implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final int LONGEST = 8 << 20;
  private static final int HOPS = 3;

  /** A check may carry 128 KiB of text: so many of them fit into an answer. */
  private static final int CHECKS_A_PAGE = 30;

  private static final int STATUSES_A_PAGE = 100;
  private static final Duration AFTER_SILENCE = Duration.ofSeconds(15);
  private static final Pattern NEXT = Pattern.compile("<([^<>]+)>\\s*;[^,<]*\\brel=\"?next\\b");

  private final Exchange exchange;
  private final InstantSource clock;
  private final Map<Account, Allowance> allowances = new ConcurrentHashMap<>();

  /** Who asks whom: what limits count by. */
  private record Account(URI api, Optional<Path> tokenFile) {}

  /** Asks, with the limits of every day. */
  public GitHub(RequestListener listener, InstantSource clock) {
    this(new Exchange.Limits(TIMEOUT, LONGEST), listener, clock);
  }

  GitHub(Exchange.Limits limits, RequestListener listener, InstantSource clock) {
    this.exchange = new Exchange(limits, listener);
    this.clock = clock;
  }

  /**
   * The checks of one name on a commit, of each suite the latest.
   *
   * @param app the short name or the id of an App, if only its checks are wanted; a short name
   *     leaves them all in
   */
  public Listing<CheckRun> checkRuns(
      GitHubRepository repository, String commit, String name, String app) {
    String id = app.matches("[0-9]{1,18}") ? "&app_id=" + app : "";
    return new Listing<>(
        this,
        repository,
        repository.below(
            "/commits/%s/check-runs?check_name=%s&filter=latest&per_page=%d%s"
                .formatted(commit, encoded(name), CHECKS_A_PAGE, id)),
        page -> page.get("check_runs"),
        CheckRun::read,
        run -> run.name().equals(name) && run.commit().equals(commit),
        run -> false);
  }

  /**
   * The statuses of one context on a commit, the newest first.
   *
   * @param enough after which of them no older one is wanted
   */
  public Listing<CommitStatus> statuses(
      GitHubRepository repository, String commit, String context, Predicate<CommitStatus> enough) {
    return new Listing<>(
        this,
        repository,
        repository.below("/commits/%s/statuses?per_page=%d".formatted(commit, STATUSES_A_PAGE)),
        page -> page,
        CommitStatus::read,
        status -> status.context().equals(context),
        enough);
  }

  /** Until when nothing is asked of a repository's host; empty when it may be asked. */
  public Optional<Instant> resumesAt(GitHubRepository repository) {
    return allowance(repository).resumesAt();
  }

  /**
   * One page.
   *
   * @param etag of the answer that is known already; empty for none
   */
  Reply get(GitHubRepository repository, URI address, String etag) throws Stopped {
    Allowance allowance = allowance(repository);
    return allowance.take(() -> {
      Origin home = Origin.of(repository.api());
      String token = token(repository);
      URI at = address;
      for (int hop = 0; hop <= HOPS; hop++) {
        HttpResponse<byte[]> answer = send(request(at, token, etag), allowance);
        Optional<String> moved = moved(answer);
        if (moved.isEmpty()) {
          return reply(repository, answer, at, token, allowance);
        }
        at = home.follow(at, moved.get());
      }
      throw Answers.notTheApi(repository, "it redirects in circles");
    });
  }

  private HttpResponse<byte[]> send(HttpRequest request, Allowance allowance) throws Stopped {
    try {
      return exchange.ask(request);
    } catch (Stopped silent) {
      allowance.pauseLonger(silent.failure(), AFTER_SILENCE);
      throw silent;
    }
  }

  private Reply reply(
      GitHubRepository repository,
      HttpResponse<byte[]> answer,
      URI at,
      String token,
      Allowance allowance)
      throws Stopped {
    int status = answer.statusCode();
    if (status == 200 || status == 304) {
      allowance.well();
      RateLimit.heed(repository, answer, allowance, clock.instant());
      return status == 304 ? new Reply.Unchanged() : page(repository, answer, at);
    }
    // Whatever is in front of the host may repeat what it was sent.
    String said = Answers.words(answer);
    String words = token.isEmpty() ? said : said.replace(token, "(the token)");
    if (RateLimit.isHit(answer, words)) {
      throw new Stopped(RateLimit.hit(repository, answer, words, allowance, clock.instant()));
    }
    Failure failure = Answers.failure(repository, answer, words);
    if (failure.reason() == Reason.GITHUB_UNREACHABLE) {
      allowance.pauseLonger(failure, AFTER_SILENCE);
    }
    throw new Stopped(failure);
  }

  private static Reply page(GitHubRepository repository, HttpResponse<byte[]> answer, URI at)
      throws Stopped {
    Matcher next = NEXT.matcher(String.join(", ", answer.headers().allValues("Link")));
    Optional<URI> more =
        next.find()
            ? Optional.of(Origin.of(repository.api()).follow(at, next.group(1)))
            : Optional.empty();
    return new Reply.Page(
        Answers.content(repository, answer), answer.headers().firstValue("ETag").orElse(""), more);
  }

  private static Optional<String> moved(HttpResponse<byte[]> answer) {
    return switch (answer.statusCode()) {
      case 301, 302, 307, 308 -> answer.headers().firstValue("Location");
      default -> Optional.empty();
    };
  }

  private static HttpRequest request(URI address, String token, String etag) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("Accept", "application/vnd.github+json")
            .header("X-GitHub-Api-Version", "2022-11-28")
            .header("User-Agent", "sluice");
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (!etag.isEmpty()) {
      request.header("If-None-Match", etag);
    }
    return request.build();
  }

  private static String token(GitHubRepository repository) throws Stopped {
    if (repository.tokenFile().isEmpty()) {
      return "";
    }
    Path file = repository.tokenFile().get();
    String token;
    try {
      token = Files.readString(file).strip();
    } catch (IOException e) {
      throw new Stopped(unusable(file, "cannot be read"), e);
    }
    if (!token.matches("[\\x21-\\x7e]+")) {
      throw new Stopped(unusable(file, "does not hold a token and nothing else"));
    }
    return token;
  }

  private static Failure unusable(Path file, String what) {
    return Failure.of(
        Reason.GITHUB_REFUSED_CREDENTIALS,
        "the token file %s %s".formatted(file, what),
        "Put the token into it; it is read anew");
  }

  private Allowance allowance(GitHubRepository repository) {
    return allowances.computeIfAbsent(
        new Account(repository.api(), repository.tokenFile()), ignored -> new Allowance(clock));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    exchange.close();
  }
}
