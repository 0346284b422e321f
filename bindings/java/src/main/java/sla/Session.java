package sla;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * Takes events as they happen and says, whenever its clock is moved, what that changed. It keeps the policy's library
 * loaded also after the policy is closed.
 */
public final class Session implements AutoCloseable {
  private static final int TAKEN = 0, REPEATED = 1, CONFLICTING = 2, MALFORMED = 3, TOO_LATE = 4;

  private final String record;
  private final Owned owned;
  private final Failure failure = new Failure();
  private final Memory out = new Memory(64);
  private final EventWriter writer = new EventWriter();

  private Session(String record, long address) {
    this.record = record;
    owned = new Owned(this, address, Library.get()::sessionFree);
  }

  static Session begin(Policy policy, SessionOptions options, byte[] snapshot) {
    return policy.use(
        address -> {
          Failure failure = new Failure();
          Memory out = new Memory(8);
          Memory raw = new Memory(Layout.SESSION_OPTIONS_SIZE);
          int index = Policy.record(address, options.record());
          ArrowOut roster = options.roster().isEmpty() ? null : ArrowOut.roster(options.roster());
          raw.buffer()
              .putInt(0, Layout.SESSION_OPTIONS_SIZE)
              .putInt(Layout.SESSION_RECORD, index)
              .putLong(Layout.SESSION_ROSTER, roster == null ? 0 : roster.address())
              .putLong(Layout.SESSION_LATENESS, Times.micros(options.lateness()))
              .putLong(Layout.SESSION_RETENTION, Times.micros(options.retention()));
          int status;
          if (snapshot == null) {
            status = Library.get().sessionNew(address, raw.address(), out.address(), failure.address());
          } else {
            Memory bytes = new Memory(snapshot.length);
            bytes.buffer().put(0, snapshot);
            status =
                Library.get()
                    .sessionRestore(
                        address, raw.address(), bytes.address(), snapshot.length, out.address(), failure.address());
            Reference.reachabilityFence(bytes);
          }
          Reference.reachabilityFence(raw);
          if (roster != null) roster.done();
          failure.check(status);
          return new Session(options.record(), out.first());
        });
  }

  /**
   * Takes an event, in any order of time; what it changes is said by the next advance. An event later than the clock is
   * kept until then.
   *
   * @throws SlaException BAD_DATA: the policy cannot read it; REFUSED: later than the options allow. It is left out, and
   *     the session goes on.
   */
  public synchronized Receipt event(Event event) {
    if (!event.record().isEmpty() && !event.record().equals(record)) {
      throw SlaException.invalid("the session does not follow the record \"" + event.record() + "\"");
    }
    long session = owned.address();
    failure.check(Library.get().sessionEvent(session, writer.write(event), out.address(), failure.address()));
    switch (out.buffer().getInt(0)) {
      case TAKEN:
        return Receipt.TAKEN;
      case REPEATED:
        return Receipt.REPEATED;
      case CONFLICTING:
        return Receipt.CONFLICTING;
      case MALFORMED:
        throw new SlaException(Status.BAD_DATA, failure.message());
      case TOO_LATE:
        throw new SlaException(Status.REFUSED, failure.message());
      default:
        throw new SlaException(Status.INTERNAL, "libsla gave a receipt that is not known here");
    }
  }

  /**
   * Takes events by numbers, in order. All before the first one that fails are taken.
   *
   * @throws SlaException INVALID_ARGUMENT: a number that the session or the policy does not have; REFUSED: too late
   */
  public synchronized void events(FastEvents events) {
    if (events.count() == 0) return;
    long address = Library.get().addressOf(events.buffer());
    failure.check(
        Library.get().sessionFastEvents(owned.address(), address, events.count(), 0, failure.address()));
    Reference.reachabilityFence(events);
  }

  /** The number of a subject in this session, made when it is new. */
  public synchronized int subjectId(String name) {
    Memory text = Memory.textStruct(name);
    failure.check(
        Library.get().sessionSubjectId(owned.address(), text.address(), out.address(), failure.address()));
    Reference.reachabilityFence(text);
    return out.buffer().getInt(0);
  }

  /** The number of an owner or actor in this session, made when it is new. */
  public synchronized int ownerId(String name) {
    Memory text = Memory.textStruct(name);
    failure.check(Library.get().sessionOwnerId(owned.address(), text.address(), out.address(), failure.address()));
    Reference.reachabilityFence(text);
    return out.buffer().getInt(0);
  }

  /** The number of a team in this session, made when it is new. */
  public synchronized int teamId(String name) {
    Memory text = Memory.textStruct(name);
    failure.check(Library.get().sessionTeamId(owned.address(), text.address(), out.address(), failure.address()));
    Reference.reachabilityFence(text);
    return out.buffer().getInt(0);
  }

  /**
   * Moves the clock and says what changed: first the corrections, then what went on.
   *
   * @throws SlaException REFUSED: {@code to} is before the last instant; nothing has changed then
   */
  public synchronized List<Change> advance(Instant to) {
    failure.check(
        Library.get().sessionAdvance(owned.address(), Times.micros(to), out.address(), failure.address()));
    return Rows.list(out.buffer(), Layout.CHANGE_SIZE, Rows::change);
  }

  /** All verdicts as of the last advance, in the policy's order; none before the first. */
  public synchronized List<Verdict> rows() {
    failure.check(Library.get().sessionRows(owned.address(), out.address(), failure.address()));
    return Rows.list(out.buffer(), Layout.VERDICT_SIZE, Rows::verdict);
  }

  /**
   * What is open on a subject as of the last advance, and when that can change. A subject that is not known has nothing
   * due.
   */
  public synchronized Dues due(String subject) {
    Memory text = Memory.textStruct(subject);
    failure.check(Library.get().sessionDue(owned.address(), text.address(), out.address(), failure.address()));
    Reference.reachabilityFence(text);
    return new Dues(
        Rows.list(out.buffer(), Layout.DUE_SIZE, Rows::due),
        Times.instant(out.buffer().getLong(Layout.DUES_NEXT_CHANGE)));
  }

  /**
   * The earliest instant after the last advance at which time alone changes something, of all subjects; null: none. So
   * long the caller may sleep when no event arrives.
   */
  public synchronized Instant nextChange() {
    failure.check(Library.get().sessionNextChange(owned.address(), out.address(), failure.address()));
    return Times.instant(out.first());
  }

  /** The instant of the last advance; null before the first. */
  public synchronized Instant now() {
    return Times.instant(Library.get().sessionNow(owned.address()));
  }

  /** How many facts it has taken. */
  public synchronized long factCount() {
    return Library.get().sessionFactCount(owned.address());
  }

  /** Everything that it knows and has said, with a version and a checksum, for {@link Policy#restore}. */
  public synchronized byte[] snapshot() {
    failure.check(
        Library.get()
            .sessionSnapshot(owned.address(), out.address(), out.address() + 8, failure.address()));
    byte[] bytes = new byte[Math.toIntExact(out.buffer().getLong(8))];
    if (bytes.length > 0) Library.get().view(out.first(), bytes.length).get(bytes);
    return bytes;
  }

  @Override
  public synchronized void close() {
    owned.close();
  }

  /** Lays an event out as C has it: the struct, its values, their texts. */
  private static final class EventWriter {
    private final Memory memory = new Memory(1024);
    private int at;

    long write(Event event) {
      int values = event.fields().size();
      memory.reserve(room(event, values));
      ByteBuffer raw = memory.buffer();
      at = Layout.EVENT_SIZE + values * Layout.VALUE_SIZE;
      raw.putInt(0, Layout.EVENT_SIZE)
          .putInt(Layout.EVENT_KIND, event.fact().ordinal())
          .putInt(Layout.EVENT_SUBJECT_ID, Layout.NO_ID)
          .putInt(Layout.EVENT_CODE, -1)
          .putLong(Layout.EVENT_TIME, Times.micros(event.time()))
          .putLong(Layout.EVENT_SEQUENCE, event.sequence())
          .putLong(Layout.EVENT_VALUES, values == 0 ? 0 : memory.address() + Layout.EVENT_SIZE)
          .putLong(Layout.EVENT_VALUE_COUNT, values);
      text(Layout.EVENT_SUBJECT, event.subject());
      text(Layout.EVENT_EVENT, event.name());
      text(Layout.EVENT_OWNER, event.owner());
      text(Layout.EVENT_TEAM, event.team());
      text(Layout.EVENT_ACTOR, event.actor());
      text(Layout.EVENT_ID, event.id());
      text(Layout.EVENT_INTO, event.into());
      for (int i = 0; i < values; ++i) {
        Field field = event.fields().get(i);
        int value = Layout.EVENT_SIZE + i * Layout.VALUE_SIZE;
        raw.putInt(value + Layout.VALUE_FIELD, -1)
            .putInt(
                value + Layout.VALUE_KIND,
                field.unknown() ? Layout.VALUE_UNKNOWN_KIND : Layout.VALUE_TEXT_KIND)
            .putLong(value + Layout.VALUE_NUMBER, 0);
        text(value + Layout.VALUE_NAME, field.name());
        text(value + Layout.VALUE_TEXT, field.text());
      }
      return memory.address();
    }

    /** A char becomes at most three bytes. */
    private static int room(Event event, int values) {
      long chars =
          (long) event.subject().length() + event.name().length() + event.owner().length() + event.team().length()
              + event.actor().length() + event.id().length() + event.into().length();
      for (int i = 0; i < values; ++i) {
        chars += event.fields().get(i).name().length() + event.fields().get(i).text().length();
      }
      return Math.toIntExact(Layout.EVENT_SIZE + (long) values * Layout.VALUE_SIZE + 3 * chars);
    }

    private void text(int member, String text) {
      ByteBuffer raw = memory.buffer();
      if (text.isEmpty()) {
        raw.putLong(member, 0).putLong(member + 8, 0);
        return;
      }
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      raw.put(at, bytes).putLong(member, memory.address() + at).putLong(member + 8, bytes.length);
      at += bytes.length;
    }
  }
}
