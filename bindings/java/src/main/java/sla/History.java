package sla;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Collects events, to be judged together. {@link Policy#evaluate} is shorter for a list of events; this takes Arrow
 * streams as well.
 */
public final class History implements AutoCloseable {
  private final Policy policy;
  private final Owned owned;
  private final Failure failure = new Failure();
  private final Memory out = new Memory(8);

  /** An empty history. Of the options, {@code asOf} is not looked at. */
  public History(Policy policy, Options options) {
    this.policy = policy.share();
    Memory raw = new Memory(Layout.HISTORY_OPTIONS_SIZE);
    raw.buffer()
        .putInt(0, Layout.HISTORY_OPTIONS_SIZE)
        .putInt(Layout.HISTORY_THREADS, options.threads())
        .putInt(Layout.HISTORY_STRICT, options.strict() ? 1 : 0);
    try {
      this.policy.use(
          address -> {
            failure.check(Library.get().historyNew(address, raw.address(), out.address(), failure.address()));
            return null;
          });
    } catch (SlaException e) {
      this.policy.close();
      throw e;
    }
    owned = new Owned(this, out.first(), Library.get()::historyFree);
    if (!options.roster().isEmpty()) setRoster(options.roster());
  }

  private void setRoster(List<Map<String, String>> people) {
    ArrowOut roster = ArrowOut.roster(people);
    try {
      setRosterArrow(roster.address());
    } finally {
      roster.done();
    }
  }

  /** Adds events, of one or several kinds of records. */
  public void add(List<Event> events) {
    Map<String, List<Event>> byRecord = new LinkedHashMap<>();
    for (Event event : events) byRecord.computeIfAbsent(event.record(), name -> new ArrayList<>()).add(event);
    byRecord.forEach(
        (record, own) -> {
          ArrowOut stream = stream(record.isEmpty() ? "lead" : record, own);
          try {
            addArrow(record, stream.address());
          } finally {
            stream.done();
          }
        });
  }

  /**
   * Reads events of a kind of record (empty: leads) from an ArrowArrayStream of the C stream interface to its end and
   * releases it; the struct itself stays the caller's. Columns are found by name, as in a log without a source block.
   */
  public synchronized void addArrow(String record, long arrayStream) {
    int index = policy.use(address -> Policy.record(address, record));
    failure.check(Library.get().historyAddEvents(owned.address(), index, arrayStream, failure.address()));
  }

  /** Reads a roster from an ArrowArrayStream and releases it. The last one counts. */
  public synchronized void setRosterArrow(long arrayStream) {
    failure.check(Library.get().historySetRoster(owned.address(), arrayStream, failure.address()));
  }

  /** Judges everything as of an instant, once. */
  public synchronized Outcome judge(Instant asOf) {
    failure.check(
        Library.get().historyJudge(owned.address(), Times.micros(asOf), out.address(), failure.address()));
    return new Outcome(out.first());
  }

  @Override
  public synchronized void close() {
    owned.close();
    policy.close();
  }

  private static final Map<String, Function<Event, String>> OPTIONAL = new LinkedHashMap<>();

  static {
    OPTIONAL.put("owner", Event::owner);
    OPTIONAL.put("team", Event::team);
    OPTIONAL.put("actor", Event::actor);
    OPTIONAL.put("event_id", Event::id);
    OPTIONAL.put("into", Event::into);
  }

  /** The columns of a log without a source block; those that no event says anything in are left out. */
  private static ArrowOut stream(String record, List<Event> events) {
    List<String> columns = new ArrayList<>(List.of(record + "_id", "ts", "event"));
    List<Function<Event, String>> cells = new ArrayList<>(List.of(Event::subject, event -> "", Event::word));
    OPTIONAL.forEach(
        (name, cell) -> {
          if (events.stream().allMatch(event -> cell.apply(event).isEmpty())) return;
          columns.add(name);
          cells.add(cell);
        });
    int own = columns.size();
    Map<String, String[]> fields = fields(columns, events);
    columns.addAll(fields.keySet());
    List<String[]> values = List.copyOf(fields.values());
    return new ArrowOut(
        columns,
        1,
        events.size(),
        (row, column) -> {
          String cell = column < own ? cells.get(column).apply(events.get(row)) : values.get(column - own)[row];
          return cell == null ? "" : cell;
        },
        row -> Times.micros(events.get(row).time()));
  }

  private static Map<String, String[]> fields(List<String> taken, List<Event> events) {
    Map<String, String[]> fields = new LinkedHashMap<>();
    for (int row = 0; row < events.size(); ++row) {
      for (Field field : events.get(row).fields()) {
        String where = "event " + row + " of \"" + events.get(row).subject() + "\" ";
        if (field.unknown()) {
          throw SlaException.invalid(
              where + "makes \"" + field.name() + "\" unknown, for which a log has no word; a session takes it");
        }
        if (taken.contains(field.name())) {
          throw SlaException.invalid(where + "gives a field the name of the column \"" + field.name() + "\"");
        }
        fields.computeIfAbsent(field.name(), name -> new String[events.size()])[row] = field.text();
      }
    }
    return fields;
  }
}
