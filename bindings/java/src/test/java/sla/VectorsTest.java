package sla;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every vector, as a whole and event by event, gives the rows of {@code sla run}. */
class VectorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<String> names() {
    return Vector.names().stream();
  }

  private static <T> void same(List<JsonNode> expected, List<T> found, Function<T, ObjectNode> row) {
    for (int i = 0; i < Math.min(expected.size(), found.size()); ++i) {
      assertEquals(sorted(expected.get(i)), sorted(row.apply(found.get(i))), "row " + i);
    }
    assertEquals(expected.size(), found.size());
  }

  /** Keys in alphabetical order, numbers however wide. */
  private static String sorted(JsonNode row) {
    return JSON.convertValue(row, new TypeReference<TreeMap<String, Object>>() {}).toString();
  }

  private static String text(String text) {
    return text.isEmpty() ? null : text;
  }

  private static String text(Instant at) {
    return at == null ? null : at.toString();
  }

  private static ObjectNode row(Verdict v) {
    ObjectNode row =
        JSON.createObjectNode()
            .put("clause", v.clause())
            .put("subject", text(v.subject()))
            .put("cycle", v.cycle())
            .put("tier", text(v.tier()))
            .put("status", v.status())
            .put("start", text(v.start()))
            .put("due", text(v.due()))
            .put("breach", text(v.breach()))
            .put("stop", text(v.stop()))
            .put("elapsed_business_us", v.elapsedBusiness().toNanos() / 1000)
            .put("elapsed_wall_us", v.elapsedWall().toNanos() / 1000)
            .put("owner", text(v.owner()))
            .put("team", text(v.team()))
            .put("version", v.version());
    return v.record().isEmpty() ? row : row.put("record", v.record());
  }

  private static ObjectNode row(Action a) {
    return JSON.createObjectNode()
        .put("key", a.key())
        .put("clause", a.clause())
        .put("subject", text(a.subject()))
        .put("cycle", text(a.cycle()))
        .put("run", a.run())
        .put("step", a.step())
        .put("effect", a.effect())
        .put("kind", a.kind())
        .put("when", text(a.when()))
        .put("state", a.state())
        .put("at", text(a.at()))
        .put("deliver_at", text(a.deliverAt()))
        .put("to", text(a.to()))
        .put("channel", text(a.channel()))
        .put("message", text(a.message()))
        .put("version", a.version());
  }

  private static ObjectNode row(Point p) {
    return JSON.createObjectNode()
        .put("key", p.key())
        .put("clause", p.clause())
        .put("subject", text(p.subject()))
        .put("cycle", text(p.cycle()))
        .put("run", p.run())
        .put("step", p.step())
        .put("effect", p.effect())
        .put("at", text(p.at()))
        .put("counts_at", text(p.countsAt()))
        .put("points", p.points())
        .put("to", text(p.to()))
        .put("owner", text(p.owner()))
        .put("team", text(p.team()))
        .put("version", p.version());
  }

  @ParameterizedTest
  @MethodSource("names")
  void aHistoryGivesTheRowsOfSlaRun(String name) throws Exception {
    Vector vector = Vector.read(name);
    try (Policy policy = vector.open();
        Outcome outcome = policy.evaluate(vector.events(), Options.asOf(vector.asOf()).roster(vector.roster()))) {
      same(vector.expected("verdicts"), outcome.verdicts(), VectorsTest::row);
      same(vector.expected("actions"), outcome.actions(), VectorsTest::row);
      same(vector.expected("points"), outcome.points(), VectorsTest::row);
      int periods = 0;
      JsonNode clauses = JSON.readTree(outcome.summary()).get("clauses");
      for (JsonNode clause : clauses) periods += clause.get("periods").size();
      assertFalse(clauses.isEmpty());
      assertEquals(periods, outcome.table(Outcome.Kind.PERIODS).rows());
      assertTrue(JSON.readTree(outcome.findings()).isArray());
    }
  }

  /** As a log's reader: a value that cannot be read is left out, the event counts. */
  static void take(Session session, Event event) {
    while (true) {
      try {
        session.event(event);
        return;
      } catch (SlaException e) {
        assertEquals(Status.BAD_DATA, e.status(), e.getMessage());
        List<Field> kept =
            event.fields().stream().filter(field -> !e.getMessage().contains("`" + field.name() + "`")).toList();
        if (kept.size() == event.fields().size()) return;
        event = event.fields(kept);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void eventByEventGivesTheSameRows(String name) {
    Vector vector = Vector.read(name);
    SessionOptions options = SessionOptions.DEFAULT.roster(vector.roster());
    List<Event> events = vector.firstEvents();
    try (Policy policy = vector.open()) {
      Session session = policy.session(options);
      for (int i = 0; i < events.size() && !events.get(i).time().isAfter(vector.asOf()); ++i) {
        take(session, events.get(i));
        if (i % (events.size() / 6 + 1) == 0) session.advance(events.get(i).time());
        if (i == events.size() / 2) {
          byte[] snapshot = session.snapshot();
          session.close();
          session = policy.restore(snapshot, options);
        }
      }
      session.advance(vector.asOf());
      // Subjects stand in the order in which they came, which is not that of the log; a session follows one kind and
      // does not say it.
      List<String> expected =
          vector.expected("verdicts").stream()
              .filter(row -> !vector.many() || row.get("record").asText().equals(vector.first()))
              .map(row -> sorted(((ObjectNode) row).without("record")))
              .sorted()
              .toList();
      assertEquals(expected, session.rows().stream().map(row -> sorted(row(row))).sorted().toList());
      session.close();
    }
  }
}
