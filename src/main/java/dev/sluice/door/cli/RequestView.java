package dev.sluice.door.cli;

import dev.sluice.kube.RequestStore.Answer;
import dev.sluice.kube.RequestStore.Stored;
import dev.sluice.promote.machine.Decision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A request and its answer, for people and for programs. */
final class RequestView {

  private RequestView() {}

  static Table table(Stored request) {
    Optional<Decision.Answered> answered = request.answer().map(Answer::answered);
    return new Table(
        List.of("ENVIRONMENT", "APPLICATION", "ACTION", "RESULT", "MESSAGE"),
        List.of(
            Table.Row.of(
                Table.Cell.plain(orAll(request.scope().environment())),
                Table.Cell.plain(orAll(request.scope().application())),
                Table.Cell.plain(action(request)),
                new Table.Cell(result(answered), tone(answered)),
                Table.Cell.plain(
                    answered
                        .map(Decision.Answered::message)
                        .orElse("asked for as " + request.name())))));
  }

  static Map<String, Object> tree(Stored request) {
    Optional<Decision.Answered> answered = request.answer().map(Answer::answered);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("request", request.name());
    tree.put("environment", request.scope().environment());
    tree.put("application", request.scope().application());
    tree.put("action", action(request));
    tree.put("requestedBy", request.request().by());
    tree.put("result", result(answered));
    tree.put("message", answered.map(Decision.Answered::message).orElse(""));
    return tree;
  }

  private static String action(Stored request) {
    return request.request().action().name().toLowerCase(Locale.ROOT);
  }

  private static String result(Optional<Decision.Answered> answered) {
    return answered
        .map(one ->
            switch (one.result()) {
              case DONE -> "Done";
              case REFUSED -> "Refused";
            })
        .orElse("Open");
  }

  private static Tone tone(Optional<Decision.Answered> answered) {
    return answered
        .map(one ->
            switch (one.result()) {
              case DONE -> Tone.GOOD;
              case REFUSED -> Tone.BAD;
            })
        .orElse(Tone.BUSY);
  }

  private static String orAll(String name) {
    return name.isEmpty() ? "all" : name;
  }
}
