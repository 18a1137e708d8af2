package dev.sluice.probe;

import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import dev.sluice.yaml.YamlProblem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The file {@code teams.yaml} in the root of a config repository.
 *
 * @param files reads it
 */
public record TeamsFile(CommitFiles files) implements Teams {

  /** Where it stands. */
  public static final String PATH = "teams.yaml";

  /**
   * What it says.
   *
   * @param teams user names by team
   * @param people names in Git, in lower case, by user name
   */
  private record Content(Map<String, Set<String>> teams, Map<String, Set<String>> people) {}

  @Override
  public Set<String> members(Revision policy, String team) throws Stopped {
    Optional<Content> content = read(policy);
    Set<String> members = content.map(Content::teams).orElse(Map.of()).get(team);
    if (members == null) {
      throw new Stopped(
          Failure.at(
              Reason.NOT_FOUND,
              Origin.file(PATH),
              "teams",
              "there is no team " + team,
              "Name its members under teams in the file %s of the repository's root"
                  .formatted(PATH)));
    }
    return members;
  }

  @Override
  public Set<String> userNames(Revision policy, Set<String> authors) throws Stopped {
    Set<String> names = new TreeSet<>();
    read(policy)
        .map(Content::people)
        .orElse(Map.of())
        .forEach((user, known) -> {
          if (known.stream().anyMatch(authors::contains)) {
            names.add(user);
          }
        });
    return names;
  }

  private Optional<Content> read(Revision policy) throws Stopped {
    SourceTree tree = files.at(policy).tree();
    Optional<SourceTree.Entry> entry =
        tree.find(PATH).filter(one -> one.type() == SourceTree.Type.FILE);
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    try {
      List<Map<String, Object>> documents = YamlTrees.read(tree.read(entry.get()));
      if (documents.size() != 1) {
        throw broken("", "has to hold one document with teams and people");
      }
      return Optional.of(content(documents.getFirst()));
    } catch (YamlProblem e) {
      throw broken("", String.valueOf(e.getMessage()));
    }
  }

  private static Content content(Map<String, Object> document) throws Stopped {
    Set<String> known = Set.of("teams", "people");
    for (String key : document.keySet()) {
      if (!known.contains(key)) {
        throw broken(key, "is not known here; known are teams and people");
      }
    }
    Map<String, Set<String>> people = new TreeMap<>();
    for (Map.Entry<String, Set<String>> one : lists(document, "people").entrySet()) {
      Set<String> names = new TreeSet<>();
      one.getValue().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
      people.put(one.getKey(), names);
    }
    return new Content(lists(document, "teams"), people);
  }

  private static Map<String, Set<String>> lists(Map<String, Object> document, String field)
      throws Stopped {
    if (document.containsKey(field) && !(document.get(field) instanceof Map<?, ?>)) {
      throw broken(field, "has to be a mapping of names to lists");
    }
    Map<String, Set<String>> lists = new TreeMap<>();
    for (Map.Entry<String, Object> one : Trees.map(document, field).entrySet()) {
      String place = field + "." + one.getKey();
      if (!(one.getValue() instanceof List<?> list)) {
        throw broken(place, "has to be a list of names");
      }
      Set<String> names = new TreeSet<>();
      for (Object name : list) {
        if (!(name instanceof String text) || text.isBlank()) {
          throw broken(place, "has to be a list of names");
        }
        names.add(text.strip());
      }
      lists.put(one.getKey(), names);
    }
    return lists;
  }

  private static Stopped broken(String field, String message) {
    return new Stopped(
        Failure.at(
            Reason.INVALID_CONFIGURATION,
            Origin.file(PATH),
            field,
            message,
            "No approval counts by it until it is mended on the default branch."));
  }
}
