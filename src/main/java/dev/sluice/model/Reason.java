package dev.sluice.model;

/**
 * The one table of failures: every reason with its stable word, exit code, HTTP status, commit
 * status and what makes it worth another try.
 */
public enum Reason {
  // Configuration and environments.
  INVALID_CONFIGURATION("InvalidConfiguration", Exit.USAGE, 422, Commit.ERROR, Retry.ON_CHANGE),
  INVALID_ENVIRONMENT("InvalidEnvironment", Exit.USAGE, 422, Commit.ERROR, Retry.ON_CHANGE),
  INVALID_APPLICATION("InvalidApplication", Exit.FAILED, 422, Commit.FAILURE, Retry.ON_CHANGE),
  DUPLICATE_ENVIRONMENT("DuplicateEnvironment", Exit.USAGE, 422, Commit.ERROR, Retry.ON_CHANGE),
  NO_OVERLAY_MATCHES("NoOverlayMatches", Exit.USAGE, 422, Commit.ERROR, Retry.ON_CHANGE),
  NOT_FOUND("NotFound", Exit.USAGE, 404, Commit.ERROR, Retry.ON_CHANGE),

  // Git.
  REPOSITORY_UNREACHABLE(
      "RepositoryUnreachable", Exit.UNAVAILABLE, 503, Commit.PENDING, Retry.BACK_OFF),
  REPOSITORY_NOT_FOUND("RepositoryNotFound", Exit.DENIED, 502, Commit.ERROR, Retry.BACK_OFF),
  GIT_AUTHENTICATION_FAILED(
      "GitAuthenticationFailed", Exit.DENIED, 502, Commit.ERROR, Retry.BACK_OFF),
  HOST_KEY_REJECTED("HostKeyRejected", Exit.DENIED, 502, Commit.ERROR, Retry.BACK_OFF),
  TRANSPORT_REFUSED("TransportRefused", Exit.USAGE, 422, Commit.ERROR, Retry.ON_CHANGE),
  REDIRECT_REFUSED("RedirectRefused", Exit.DENIED, 502, Commit.ERROR, Retry.BACK_OFF),
  REPOSITORY_EMPTY("RepositoryEmpty", Exit.FAILED, 409, Commit.PENDING, Retry.BACK_OFF),
  REPOSITORY_CORRUPT("RepositoryCorrupt", Exit.UNAVAILABLE, 503, Commit.PENDING, Retry.BACK_OFF),
  CACHE_UNAVAILABLE("CacheUnavailable", Exit.UNAVAILABLE, 503, Commit.PENDING, Retry.BACK_OFF),
  /** Not a failure of a run: a notice that a branch or tag no longer descends from its old tip. */
  HISTORY_REWRITTEN("HistoryRewritten", Exit.FAILED, 409, Commit.PENDING, Retry.ON_CHANGE),
  BRANCH_GONE("BranchGone", Exit.FAILED, 409, Commit.ERROR, Retry.BACK_OFF),
  PATH_GONE("PathGone", Exit.FAILED, 409, Commit.ERROR, Retry.ON_CHANGE),
  GIT_LIMIT_EXCEEDED("GitLimitExceeded", Exit.FAILED, 422, Commit.ERROR, Retry.ON_CHANGE),
  UNSAFE_PATH("UnsafePath", Exit.FAILED, 422, Commit.FAILURE, Retry.ON_CHANGE),
  SUBMODULE_REFUSED("SubmoduleRefused", Exit.FAILED, 422, Commit.FAILURE, Retry.ON_CHANGE),
  LFS_REFUSED("LfsRefused", Exit.FAILED, 422, Commit.FAILURE, Retry.ON_CHANGE),

  // Rendering.
  RENDER_FAILED("RenderFailed", Exit.FAILED, 422, Commit.FAILURE, Retry.ON_CHANGE),
  RENDER_TIMEOUT("RenderTimeout", Exit.FAILED, 422, Commit.FAILURE, Retry.BACK_OFF),
  RENDER_LIMIT_EXCEEDED("RenderLimitExceeded", Exit.FAILED, 422, Commit.FAILURE, Retry.ON_CHANGE),
  REMOTE_BASE_REFUSED("RemoteBaseRefused", Exit.FAILED, 422, Commit.FAILURE, Retry.ON_CHANGE),
  PLUGIN_REFUSED("PluginRefused", Exit.FAILED, 422, Commit.FAILURE, Retry.ON_CHANGE),
  RENDERER_UNAVAILABLE("RendererUnavailable", Exit.UNAVAILABLE, 503, Commit.ERROR, Retry.BACK_OFF),
  INVALID_MANIFEST("InvalidManifest", Exit.FAILED, 422, Commit.FAILURE, Retry.ON_CHANGE),
  DUPLICATE_OBJECT("DuplicateObject", Exit.FAILED, 422, Commit.FAILURE, Retry.ON_CHANGE),
  EMPTY_RENDER("EmptyRender", Exit.FAILED, 422, Commit.FAILURE, Retry.ON_CHANGE),

  // The order of things.
  DEPENDENCY_NOT_FOUND("DependencyNotFound", Exit.FAILED, 422, Commit.FAILURE, Retry.BACK_OFF),
  DEPENDENCY_CYCLE("DependencyCycle", Exit.FAILED, 422, Commit.FAILURE, Retry.BACK_OFF),
  HOOK_FAILED("HookFailed", Exit.FAILED, 422, Commit.FAILURE, Retry.ON_CHANGE),
  SYNC_TIMEOUT("SyncTimeout", Exit.FAILED, 504, Commit.FAILURE, Retry.BACK_OFF),
  PROGRESS_DEADLINE_EXCEEDED(
      "ProgressDeadlineExceeded", Exit.FAILED, 504, Commit.FAILURE, Retry.BACK_OFF),

  // Promotion.
  NOT_PROMOTED("NotPromoted", Exit.FAILED, 409, Commit.PENDING, Retry.ON_CHANGE),
  /** Two releases of these objects cannot run side by side. */
  STRATEGY_NOT_APPLICABLE(
      "StrategyNotApplicable", Exit.FAILED, 422, Commit.FAILURE, Retry.ON_CHANGE),
  RENDER_DRIFT("RenderDrift", Exit.FAILED, 409, Commit.FAILURE, Retry.ON_CHANGE),
  GATES_INCOMPLETE("GatesIncomplete", Exit.FAILED, 409, Commit.FAILURE, Retry.ON_CHANGE),
  LEDGER_EDITED("LedgerEdited", Exit.FAILED, 409, Commit.FAILURE, Retry.ON_CHANGE),
  LEDGER_HELD("LedgerHeld", Exit.FAILED, 409, Commit.FAILURE, Retry.ON_CHANGE),
  LEDGER_TOO_NEW("LedgerTooNew", Exit.FAILED, 409, Commit.FAILURE, Retry.ON_CHANGE),
  LEDGER_REFUSED("LedgerRefused", Exit.DENIED, 502, Commit.ERROR, Retry.BACK_OFF),
  FROZEN("Frozen", Exit.FAILED, 409, Commit.PENDING, Retry.BACK_OFF),
  /** What is verified upstream is not verified here for longer than the environment allows. */
  DR_LAG_EXCEEDED("DrLagExceeded", Exit.FAILED, 409, Commit.PENDING, Retry.ON_CHANGE),
  /** A standby could not take over: something is missing, refused or too small in its cluster. */
  DR_NOT_READY("DrNotReady", Exit.FAILED, 409, Commit.PENDING, Retry.ON_CHANGE),
  /** The schedule of a standby asked for a drill that was not held. */
  DRILL_OVERDUE("DrillOverdue", Exit.FAILED, 409, Commit.PENDING, Retry.ON_CHANGE),
  /** Somebody decides about a revision that does not wait there. */
  NO_SUCH_CANDIDATE("NoSuchCandidate", Exit.FAILED, 409, Commit.PENDING, Retry.ON_CHANGE),
  /** What a person asked for was not done; the message says why. */
  REQUEST_REFUSED("RequestRefused", Exit.FAILED, 409, Commit.PENDING, Retry.ON_CHANGE),

  // GitHub.
  GITHUB_NOT_CONFIGURED("GitHubNotConfigured", Exit.USAGE, 422, Commit.ERROR, Retry.ON_CHANGE),
  /** No answer, or one of the server's own trouble. */
  GITHUB_UNREACHABLE("GitHubUnreachable", Exit.UNAVAILABLE, 503, Commit.PENDING, Retry.BACK_OFF),
  GITHUB_RATE_LIMITED("GitHubRateLimited", Exit.UNAVAILABLE, 503, Commit.PENDING, Retry.BACK_OFF),
  GITHUB_REFUSED_CREDENTIALS(
      "GitHubRefusedCredentials", Exit.DENIED, 502, Commit.ERROR, Retry.BACK_OFF),
  GITHUB_FORBIDDEN("GitHubForbidden", Exit.DENIED, 502, Commit.ERROR, Retry.BACK_OFF),
  GITHUB_NOT_FOUND("GitHubNotFound", Exit.DENIED, 502, Commit.ERROR, Retry.BACK_OFF),
  /** Something answers that is not its API. */
  GITHUB_ANSWER_INVALID("GitHubAnswerInvalid", Exit.FAILED, 502, Commit.ERROR, Retry.BACK_OFF),

  // The cluster.
  CLUSTER_UNREACHABLE("ClusterUnreachable", Exit.UNAVAILABLE, 503, Commit.PENDING, Retry.BACK_OFF),
  CLUSTER_REFUSED_CREDENTIALS(
      "ClusterRefusedCredentials", Exit.DENIED, 502, Commit.ERROR, Retry.BACK_OFF),
  KUBECONFIG_REFUSED("KubeconfigRefused", Exit.DENIED, 502, Commit.ERROR, Retry.BACK_OFF),
  FORBIDDEN("Forbidden", Exit.DENIED, 403, Commit.ERROR, Retry.BACK_OFF),
  WATCH_FORBIDDEN("WatchForbidden", Exit.DENIED, 403, Commit.ERROR, Retry.BACK_OFF),
  UNKNOWN_KIND("UnknownKind", Exit.FAILED, 422, Commit.FAILURE, Retry.BACK_OFF),
  NAMESPACE_MISSING("NamespaceMissing", Exit.FAILED, 422, Commit.FAILURE, Retry.BACK_OFF),
  NAMESPACE_TERMINATING("NamespaceTerminating", Exit.FAILED, 409, Commit.PENDING, Retry.BACK_OFF),
  IMMUTABLE_FIELD("ImmutableField", Exit.FAILED, 422, Commit.FAILURE, Retry.BACK_OFF),
  ADMISSION_REJECTED("AdmissionRejected", Exit.FAILED, 422, Commit.FAILURE, Retry.BACK_OFF),
  OBJECT_INVALID("ObjectInvalid", Exit.FAILED, 422, Commit.FAILURE, Retry.BACK_OFF),
  OBJECT_TOO_LARGE("ObjectTooLarge", Exit.FAILED, 422, Commit.FAILURE, Retry.ON_CHANGE),
  FIELD_CONFLICT("FieldConflict", Exit.FAILED, 409, Commit.FAILURE, Retry.BACK_OFF),
  OWNED_BY_OTHER_TOOL("OwnedByOtherTool", Exit.FAILED, 409, Commit.FAILURE, Retry.BACK_OFF),
  OWNED_BY_OTHER_INSTALLATION(
      "OwnedByOtherInstallation", Exit.FAILED, 409, Commit.FAILURE, Retry.BACK_OFF),
  WANTED_BY_OTHER_TARGET("WantedByOtherTarget", Exit.FAILED, 409, Commit.FAILURE, Retry.BACK_OFF),
  /** Somebody changed what Git declares, and the environment only reports that. */
  HEALING_OFF("HealingOff", Exit.FAILED, 409, Commit.FAILURE, Retry.ON_CHANGE),
  CONTESTED("Contested", Exit.FAILED, 409, Commit.FAILURE, Retry.BACK_OFF),
  PRUNE_BLOCKED("PruneBlocked", Exit.FAILED, 409, Commit.FAILURE, Retry.ON_CHANGE),
  DELETE_REFUSED("DeleteRefused", Exit.FAILED, 409, Commit.FAILURE, Retry.BACK_OFF),
  NOT_SETTLED("NotSettled", Exit.UNAVAILABLE, 504, Commit.PENDING, Retry.BACK_OFF),
  STATE_CONFLICT("StateConflict", Exit.FAILED, 409, Commit.PENDING, Retry.BACK_OFF),
  /**
   * The object's {@code managedFields} name an API version that cannot hold the object any more.
   */
  MANAGED_FIELDS_OUTDATED(
      "ManagedFieldsOutdated", Exit.FAILED, 409, Commit.PENDING, Retry.BACK_OFF),
  THROTTLED("Throttled", Exit.UNAVAILABLE, 503, Commit.PENDING, Retry.BACK_OFF),

  /** A fault of Sluice itself: the log has the stack trace. */
  INTERNAL("InternalError", Exit.FAILED, 500, Commit.ERROR, Retry.BACK_OFF);

  private final String word;
  private final Exit exit;
  private final int httpStatus;
  private final Commit commit;
  private final Retry retry;

  Reason(String word, Exit exit, int httpStatus, Commit commit, Retry retry) {
    this.word = word;
    this.exit = exit;
    this.httpStatus = httpStatus;
    this.commit = commit;
    this.retry = retry;
  }

  /** The stable CamelCase word, the same in status, log, metric and pull request. */
  public String word() {
    return word;
  }

  /** Exit code of a command that ends with this failure. */
  public Exit exit() {
    return exit;
  }

  /** Status of an HTTP answer that carries this failure. */
  public int httpStatus() {
    return httpStatus;
  }

  /** State of the commit status that reports this failure. */
  public Commit commit() {
    return commit;
  }

  /** What makes another try worthwhile. */
  public Retry retry() {
    return retry;
  }

  /** Exit codes of the command line. */
  public enum Exit {
    OK(0),
    FAILED(1),
    USAGE(2),
    UNAVAILABLE(3),
    DENIED(4),
    /** {@code sluice diff} found changes: not a failure, but scripts want to tell it apart. */
    CHANGES(10);

    private final int code;

    Exit(int code) {
      this.code = code;
    }

    /** The number the process ends with. */
    public int code() {
      return code;
    }
  }

  /** States of a GitHub commit status. */
  public enum Commit {
    SUCCESS,
    PENDING,
    FAILURE,
    ERROR
  }

  /** What makes another try worthwhile. */
  public enum Retry {
    /** Time may mend it: try again with growing pauses. */
    BACK_OFF,
    /** Only a new commit or a new configuration mends it. */
    ON_CHANGE
  }
}
