package sla;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** One of tests/vectors: a built policy, events, a roster, and what {@code sla run} says. */
record Vector(
    Path folder, Instant asOf, String first, boolean many, List<Event> events, List<Map<String, String>> roster) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Path root() {
    String set = System.getProperty("sla.vectors", "");
    Assumptions.assumeFalse(
        set.isEmpty(), "sla.vectors is not set: tests/vectors/make writes the folder that it should name");
    return Path.of(set);
  }

  static List<String> names() {
    List<String> names = new ArrayList<>();
    json(root().resolve("vectors.json")).forEach(name -> names.add(name.asText()));
    return names;
  }

  private static JsonNode json(Path path) {
    try {
      return JSON.readTree(path.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<JsonNode> rows(Path path) {
    List<JsonNode> rows = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(path)) rows.add(JSON.readTree(line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  static Vector read(String name) {
    Path folder = root().resolve(name);
    JsonNode said = json(folder.resolve("vector.json"));
    List<Event> events = new ArrayList<>();
    for (JsonNode log : said.get("events")) {
      for (JsonNode row : rows(folder.resolve(log.get("ndjson").asText()))) {
        event(log.get("record").asText(), row).ifPresent(events::add);
      }
    }
    List<Map<String, String>> roster = new ArrayList<>();
    for (JsonNode row : rows(folder.resolve(said.get("roster").asText()))) {
      Map<String, String> person = new HashMap<>();
      row.fields().forEachRemaining(cell -> person.put(cell.getKey(), cell.getValue().asText()));
      roster.add(person);
    }
    return new Vector(
        folder,
        Instant.parse(said.get("as_of").asText()),
        said.get("events").get(0).get("record").asText(),
        said.get("events").size() > 1,
        events,
        roster);
  }

  /** Empty for a row whose time is none ("yesterday"), which every reader leaves out. */
  private static Optional<Event> event(String record, JsonNode row) {
    Instant time;
    try {
      time = OffsetDateTime.parse(row.get("ts").asText()).toInstant();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
    Event made =
        Event.of(row.path(record + "_id").asText(), row.path("event").asText(), time)
            .record(record)
            .owner(row.path("owner").asText())
            .team(row.path("team").asText())
            .actor(row.path("actor").asText())
            .id(row.path("event_id").asText());
    List<Field> fields = new ArrayList<>();
    List<String> taken = List.of("ts", "event", "owner", "team", "actor", "event_id", record + "_id");
    row.fields()
        .forEachRemaining(
            cell -> {
              if (!taken.contains(cell.getKey())) fields.add(Field.of(cell.getKey(), cell.getValue().asText()));
            });
    return Optional.of(made.fields(fields));
  }

  Policy open() {
    return Policy.open(folder.resolve("policy.so"));
  }

  List<JsonNode> expected(String table) {
    return rows(folder.resolve("expected").resolve(table + ".ndjson"));
  }

  /** Those of the record that a session follows, by time. */
  List<Event> firstEvents() {
    return events.stream()
        .filter(event -> event.record().equals(first))
        .map(event -> event.record(""))
        .sorted(Comparator.comparing(Event::time))
        .toList();
  }
}
