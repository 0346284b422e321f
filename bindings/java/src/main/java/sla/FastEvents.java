package sla;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/**
 * Events by numbers, for {@link Session#events}: nothing is looked up, a repetition counts again, and they say no fields.
 * Not for several threads at once.
 */
public final class FastEvents {
  /** Nobody. */
  public static final int NOBODY = Layout.NO_ID;

  private ByteBuffer buffer;
  private int count;

  /** @param capacity for so many at first; it grows */
  public FastEvents(int capacity) {
    buffer = room(Math.max(capacity, 1));
  }

  private static ByteBuffer room(int events) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(events, Layout.FAST_SIZE)).order(ByteOrder.nativeOrder());
  }

  /**
   * One more. Numbers of subjects and owners are the session's; the code is that of {@link Policy#eventCode}.
   *
   * @param owner or NOBODY, when the event does not say
   */
  public FastEvents add(int subject, int code, Instant time, int owner) {
    return add(subject, code, Times.micros(time), 0, owner, NOBODY, NOBODY);
  }

  /** One more, with everything; the time is microseconds since 1970. */
  public FastEvents add(int subject, int code, long micros, long sequence, int owner, int team, int actor) {
    int at = count * Layout.FAST_SIZE;
    if (at == buffer.capacity()) buffer = room(Math.multiplyExact(count, 2)).put(0, buffer, 0, at);
    buffer
        .putLong(at + Layout.FAST_TIME, micros)
        .putLong(at + Layout.FAST_SEQUENCE, sequence)
        .putInt(at + Layout.FAST_SUBJECT, subject)
        .putInt(at + Layout.FAST_OWNER, owner)
        .putInt(at + Layout.FAST_TEAM, team)
        .putInt(at + Layout.FAST_ACTOR, actor)
        .putInt(at + Layout.FAST_CODE, code);
    ++count;
    return this;
  }

  /** How many. */
  public int count() {
    return count;
  }

  /** None any more. */
  public void clear() {
    count = 0;
  }

  ByteBuffer buffer() {
    return buffer;
  }
}
