package dev.sluice.kube;

import dev.sluice.model.Stopped;
import dev.sluice.promote.machine.Decision;
import dev.sluice.promote.machine.Request;
import java.util.List;
import java.util.Optional;

/** The PromotionRequest resources in the daemon's namespace: what people ask for. */
public interface RequestStore {

  /**
   * One request.
   *
   * @param name name of the resource
   * @param scope where
   * @param request what is asked for; its id stays unique when a name is used again
   * @param answer what became of it; empty while it is open
   */
  record Stored(String name, Scope scope, Request request, Optional<Answer> answer) {}

  /**
   * What became of a request.
   *
   * @param answered the result and one line for the person
   * @param at when, RFC 3339; empty when that is not known
   */
  record Answer(Decision.Answered answered, String at) {}

  /** All of them that can be understood; makes no request while they are watched. */
  List<Stored> list() throws Stopped;

  /** One as it is now, straight from the API server; empty when there is none. */
  Optional<Stored> read(String name) throws Stopped;

  /**
   * Creates one, in the name of whoever is connected.
   *
   * @param request its id becomes the name of the resource
   * @throws Stopped when the API server refuses it: the right is missing, or the name is another's
   */
  Stored create(Scope scope, Request request) throws Stopped;

  /** Writes the answer into the resource; not a failure when it is gone. */
  void answer(String id, Decision.Answered answered) throws Stopped;

  /** Deletes one; not a failure when it is gone. */
  void delete(String name) throws Stopped;

  /** Tells of requests, until the store is closed. */
  void watch(Listener listener) throws Stopped;

  /** Hears of requests; returns at once. */
  interface Listener {

    /** One that has no answer is there. */
    void asked(Stored request);
  }
}
