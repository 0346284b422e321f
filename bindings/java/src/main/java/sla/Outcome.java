package sla;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** What was judged: tables and texts. */
public final class Outcome implements AutoCloseable {
  /** The tables. */
  public enum Kind {
    VERDICTS,
    ACTIONS,
    POINTS,
    /** One row for each clause, period and group: counts, percentage, verdict. */
    PERIODS
  }

  private final Owned owned;
  private final Failure failure = new Failure();

  Outcome(long address) {
    owned = new Owned(this, address, Library.get()::outcomeFree);
  }

  /** One row for each obligation and each result of a period, in the policy's order. */
  public List<Verdict> verdicts() {
    Table t = table(Kind.VERDICTS);
    return rows(
        t,
        i ->
            new Verdict(
                t.text(i, "clause"),
                t.text(i, "subject"),
                t.integer(i, "cycle"),
                t.text(i, "tier"),
                t.text(i, "status"),
                t.instant(i, "start"),
                t.instant(i, "due"),
                t.instant(i, "breach"),
                t.instant(i, "stop"),
                Times.duration(t.integer(i, "elapsed_business_us")),
                Times.duration(t.integer(i, "elapsed_wall_us")),
                t.text(i, "owner"),
                t.text(i, "team"),
                t.integer(i, "version"),
                t.text(i, "record")));
  }

  /** The reminders, escalations and tasks. */
  public List<Action> actions() {
    Table t = table(Kind.ACTIONS);
    return rows(
        t,
        i ->
            new Action(
                t.text(i, "key"),
                t.text(i, "kind"),
                t.text(i, "state"),
                t.text(i, "clause"),
                t.text(i, "subject"),
                t.text(i, "when"),
                t.text(i, "to"),
                t.text(i, "channel"),
                t.text(i, "message"),
                t.instant(i, "at"),
                t.instant(i, "deliver_at"),
                0,
                t.text(i, "cycle"),
                t.integer(i, "run"),
                t.integer(i, "step"),
                t.integer(i, "effect"),
                t.integer(i, "version")));
  }

  /** The awards and deductions. */
  public List<Point> points() {
    Table t = table(Kind.POINTS);
    return rows(
        t,
        i ->
            new Point(
                t.text(i, "key"),
                t.text(i, "clause"),
                t.text(i, "subject"),
                t.text(i, "cycle"),
                t.integer(i, "run"),
                t.integer(i, "step"),
                t.integer(i, "effect"),
                t.instant(i, "at"),
                t.instant(i, "counts_at"),
                t.integer(i, "points"),
                t.text(i, "to"),
                t.text(i, "owner"),
                t.text(i, "team"),
                t.integer(i, "version")));
  }

  private static <T> List<T> rows(Table table, IntFunction<T> row) {
    List<T> made = new ArrayList<>(table.rows());
    for (int i = 0; i < table.rows(); ++i) made.add(row.apply(i));
    return made;
  }

  /** A table as it is. */
  public Table table(Kind kind) {
    Memory stream = new Memory(Layout.STREAM_SIZE);
    arrow(kind, stream.address());
    try {
      return Table.read(stream.address());
    } finally {
      Library.get().callVoid(stream.buffer().getLong(Layout.STREAM_RELEASE), stream.address());
    }
  }

  /**
   * A table as a stream of Arrow's C stream interface, written to an empty ArrowArrayStream of the caller, who releases
   * it. It may outlive the outcome.
   */
  public synchronized void arrow(Kind kind, long arrayStream) {
    failure.check(Library.get().outcomeTable(owned.address(), kind.ordinal(), arrayStream, failure.address()));
  }

  /** What {@code sla run --format json} says: clauses with counts, periods and verdicts. */
  public String summary() {
    return json(0);
  }

  /** What was noticed about the data, as JSON: kinds, counts and examples. */
  public String findings() {
    return json(1);
  }

  private synchronized String json(int what) {
    Memory text = new Memory(Layout.TEXT_SIZE);
    failure.check(Library.get().outcomeJson(owned.address(), what, text.address(), failure.address()));
    return Memory.text(text.buffer(), 0);
  }

  @Override
  public synchronized void close() {
    owned.close();
  }
}
