package sla;

import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongFunction;

/** An opened policy. It never changes; any number of threads may use it at once. */
public final class Policy implements AutoCloseable {
  // Who uses it reads, close writes.
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Owned owned;

  private Policy(long address) {
    owned = new Owned(this, address, Library.get()::policyRelease);
  }

  /**
   * Loads a policy library. Open only what you trust, and replace a file by moving another over it.
   *
   * @throws SlaException UNREADABLE, INCOMPATIBLE, CORRUPT
   */
  public static Policy open(Path path) {
    Failure failure = new Failure();
    // With a slash, so that it is a file and nothing that the system's loader looks up.
    Memory text = Memory.zeroEnded(path.toAbsolutePath().toString());
    Memory out = new Memory(8);
    failure.check(Library.get().policyOpen(text.address(), out.address(), failure.address()));
    Reference.reachabilityFence(text);
    return new Policy(out.first());
  }

  /** The version of libsla.so. */
  public static String libraryVersion() {
    return Memory.zeroEnded(Library.get().version());
  }

  /** What calls libsla: "ffm" (java.lang.foreign) or "jna". */
  public static String backend() {
    return Library.get().name();
  }

  /** Calls with the policy's address; it is not closed meanwhile. */
  <T> T use(LongFunction<T> call) {
    lock.readLock().lock();
    try {
      return call.apply(owned.address());
    } finally {
      lock.readLock().unlock();
    }
  }

  /** One of its own over the same library. */
  Policy share() {
    return use(address -> new Policy(Library.get().policyRetain(address)));
  }

  /** Which policy it is. */
  public Info info() {
    return use(
        address -> {
          Failure failure = new Failure();
          Memory raw = new Memory(Layout.INFO_SIZE);
          raw.buffer().putInt(0, Layout.INFO_SIZE);
          failure.check(Library.get().policyGetInfo(address, raw.address(), failure.address()));
          return new Info(
              Memory.zeroEnded(raw.buffer().getLong(Layout.INFO_TITLE)),
              raw.buffer().getLong(Layout.INFO_VERSION),
              Memory.zeroEnded(raw.buffer().getLong(Layout.INFO_HASH)),
              Memory.zeroEnded(raw.buffer().getLong(Layout.INFO_TZDB)),
              Memory.zeroEnded(raw.buffer().getLong(Layout.INFO_COMPILER)),
              Memory.zeroEnded(raw.buffer().getLong(Layout.INFO_TARGET)),
              raw.buffer().getInt(Layout.INFO_RECORDS),
              raw.buffer().getInt(Layout.INFO_CLAUSES));
        });
  }

  /**
   * The policy as JSON: title, version, parties, zone, term, calendars, and by record its states, events, fields and
   * clauses.
   */
  public String describe() {
    return use(address -> Memory.zeroEnded(Library.get().policyDescribe(address)));
  }

  /** The index of a kind of record; the empty name is the first one. */
  static int record(long policy, String name) {
    if (name.isEmpty()) return 0;
    Memory text = Memory.textStruct(name);
    int index = Library.get().policyRecord(policy, text.address());
    Reference.reachabilityFence(text);
    if (index < 0) throw SlaException.invalid("the policy has no record \"" + name + "\"");
    return index;
  }

  /** The number of an event of a kind of record (empty: leads), for {@link FastEvents#add}. */
  public int eventCode(String record, String event) {
    return use(
        address -> {
          Memory text = Memory.textStruct(event);
          int code = Library.get().policyEventCode(address, record(address, record), text.address());
          Reference.reachabilityFence(text);
          if (code < 0) throw SlaException.invalid("the policy has no event \"" + event + "\"");
          return code;
        });
  }

  /**
   * Judges a whole history as of an instant. What is wrong with single events becomes findings.
   *
   * @throws SlaException with {@code strict}, BAD_DATA when data has problems
   */
  public Outcome evaluate(List<Event> events, Options options) {
    try (History history = new History(this, options)) {
      history.add(events);
      return history.judge(options.asOf());
    }
  }

  /** A session without events, whose clock does not stand anywhere yet. */
  public Session session(SessionOptions options) {
    return Session.begin(this, options, null);
  }

  /** A session that follows leads. */
  public Session session() {
    return session(SessionOptions.DEFAULT);
  }

  /**
   * Goes on where a snapshot was taken. Any bytes are safe.
   *
   * @throws SlaException CORRUPT: they are no snapshot; INCOMPATIBLE: of another policy, version or record
   */
  public Session restore(byte[] snapshot, SessionOptions options) {
    return Session.begin(this, options, snapshot);
  }

  /** Lets go of the policy; its library is unloaded when all that was made from it is closed too. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      owned.close();
    } finally {
      lock.writeLock().unlock();
    }
  }
}
