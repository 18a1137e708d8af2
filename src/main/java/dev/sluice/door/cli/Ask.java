package dev.sluice.door.cli;

import dev.sluice.kube.Scope;
import dev.sluice.model.TargetId;
import dev.sluice.promote.machine.Request;
import dev.sluice.promote.machine.Request.Action;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * What a command asks the daemon for.
 *
 * @param scope where
 * @param action what
 * @param commit the commit it is about; empty for the one that is in question
 * @param release the release it is about
 * @param level of a freeze; 0 for other actions
 * @param until when it ends by itself
 * @param overrides what is knowingly done although it is kept from happening by itself
 */
record Ask(
    Scope scope,
    Action action,
    String commit,
    OptionalLong release,
    int level,
    Optional<Instant> until,
    Set<Request.Despite> overrides) {

  static Ask about(TargetId target, Action action) {
    return about(Scope.of(target), action);
  }

  static Ask about(Scope scope, Action action) {
    return new Ask(scope, action, "", OptionalLong.empty(), 0, Optional.empty(), Set.of());
  }

  Ask commit(String id) {
    return new Ask(scope, action, id, release, level, until, overrides);
  }

  /** 0 is none. */
  Ask release(long number) {
    OptionalLong named = number == 0 ? OptionalLong.empty() : OptionalLong.of(number);
    return new Ask(scope, action, commit, named, level, until, overrides);
  }

  Ask level(int number) {
    return new Ask(scope, action, commit, release, number, until, overrides);
  }

  Ask until(Optional<Instant> end) {
    return new Ask(scope, action, commit, release, level, end, overrides);
  }

  Ask overriding(Set<Request.Despite> what) {
    return new Ask(scope, action, commit, release, level, until, what);
  }

  /** The verb of the command. */
  String word() {
    return action.name().toLowerCase(Locale.ROOT);
  }

  /** The request under a new name; whoever is connected asks it. */
  Request request(String by, String reason, Instant now) {
    String name = word() + "-" + UUID.randomUUID();
    return new Request(name, action, by, now, reason, commit, release, level, until, overrides);
  }
}
