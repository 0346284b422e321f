package sla;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Rows as a stream of Arrow's C interface, made batch by batch while libsla reads: a struct of text columns, one of which
 * may be instants. What C holds of a schema or batch is kept until C releases it.
 */
final class ArrowOut {
  /** A cell's text; empty says nothing. */
  interface Cells {
    String cell(int row, int column);
  }

  /** The instant of a row, in microseconds. */
  interface Instants {
    long micros(int row);
  }

  private static final int BATCH_ROWS = 1 << 16;
  private static final int OUT_OF_MEMORY = 12, IO_ERROR = 5; // ENOMEM, EIO

  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final Map<Long, ArrowOut> STREAMS = new ConcurrentHashMap<>();
  private static final Map<Long, Kept> KEPT = new ConcurrentHashMap<>();

  private static final long GET_SCHEMA = Library.get().pairPointer(ArrowOut::getSchema);
  private static final long GET_NEXT = Library.get().pairPointer(ArrowOut::getNext);
  private static final Memory ERROR_TEXT = Memory.zeroEnded("the rows could not be made");
  private static final long LAST_ERROR = Library.get().argumentPointer(stream -> ERROR_TEXT.address());
  private static final long RELEASE_STREAM = Library.get().voidPointer(ArrowOut::releaseStream);
  private static final long RELEASE_SCHEMA = Library.get().voidPointer(ArrowOut::releaseSchema);
  private static final long RELEASE_ARRAY = Library.get().voidPointer(ArrowOut::releaseArray);

  /** What a schema or batch consists of, with its children: kept until the last of them is released. */
  private static final class Kept {
    final List<Memory> memories = new ArrayList<>();
    final AtomicInteger users;

    Kept(int users) {
      this.users = new AtomicInteger(users);
    }

    Memory memory(int size) {
      Memory made = new Memory(size);
      memories.add(made);
      return made;
    }

    Memory text(String text) {
      Memory made = Memory.zeroEnded(text);
      memories.add(made);
      return made;
    }
  }

  private final Memory struct = new Memory(Layout.STREAM_SIZE);
  private final List<String> columns;
  private final int instantColumn;
  private final int rows;
  private final Cells cells;
  private final Instants instants;
  private final long number = NUMBERS.incrementAndGet();
  private int next;
  private Throwable thrown;

  /** @param instantColumn the index of the column of instants, or -1 */
  ArrowOut(List<String> columns, int instantColumn, int rows, Cells cells, Instants instants) {
    this.columns = columns;
    this.instantColumn = instantColumn;
    this.rows = rows;
    this.cells = cells;
    this.instants = instants;
    STREAMS.put(number, this);
    struct
        .buffer()
        .putLong(Layout.STREAM_GET_SCHEMA, GET_SCHEMA)
        .putLong(Layout.STREAM_GET_NEXT, GET_NEXT)
        .putLong(Layout.STREAM_LAST_ERROR, LAST_ERROR)
        .putLong(Layout.STREAM_RELEASE, RELEASE_STREAM)
        .putLong(Layout.STREAM_PRIVATE, number);
  }

  /** A roster: rows from columns to cells. */
  static ArrowOut roster(List<Map<String, String>> people) {
    Set<String> names = new LinkedHashSet<>();
    for (Map<String, String> person : people) names.addAll(person.keySet());
    if (names.isEmpty()) throw SlaException.invalid("the roster has no column");
    List<String> columns = List.copyOf(names);
    return new ArrowOut(
        columns,
        -1,
        people.size(),
        (row, column) -> people.get(row).getOrDefault(columns.get(column), ""),
        null);
  }

  /** The ArrowArrayStream; {@link #done} must follow. */
  long address() {
    return struct.address();
  }

  /** It was read. Throws what was thrown while its rows were made. */
  void done() {
    STREAMS.remove(number);
    if (thrown instanceof Error error) throw error;
    if (thrown instanceof RuntimeException known) throw known;
  }

  private static ArrowOut of(long stream) {
    return STREAMS.get(Library.get().view(stream, Layout.STREAM_SIZE).getLong(Layout.STREAM_PRIVATE));
  }

  /** Nothing may be thrown through C. */
  private static int guarded(ArrowOut stream, Runnable make) {
    try {
      make.run();
      return 0;
    } catch (OutOfMemoryError e) {
      stream.thrown = e;
      return OUT_OF_MEMORY;
    } catch (Throwable e) {
      if (stream != null) stream.thrown = e;
      return IO_ERROR;
    }
  }

  private static int getSchema(long self, long out) {
    ArrowOut stream = of(self);
    return guarded(stream, () -> stream.writeSchema(out));
  }

  private static int getNext(long self, long out) {
    ArrowOut stream = of(self);
    return guarded(stream, () -> stream.writeNext(out));
  }

  private static void releaseStream(long self) {
    ByteBuffer struct = Library.get().view(self, Layout.STREAM_SIZE);
    STREAMS.remove(struct.getLong(Layout.STREAM_PRIVATE));
    struct.putLong(Layout.STREAM_RELEASE, 0);
  }

  private void writeSchema(long out) {
    Kept kept = new Kept(columns.size() + 1);
    long id = NUMBERS.incrementAndGet();
    Memory children = kept.memory(8 * columns.size());
    for (int i = 0; i < columns.size(); ++i) {
      Memory child = kept.memory(Layout.SCHEMA_SIZE);
      children.buffer().putLong(8 * i, child.address());
      schema(child.buffer(), kept, i == instantColumn ? "tsu:UTC" : "u", columns.get(i), 2, id);
    }
    ByteBuffer struct = Library.get().view(out, Layout.SCHEMA_SIZE);
    schema(struct, kept, "+s", "", 0, id);
    struct
        .putLong(Layout.SCHEMA_CHILD_COUNT, columns.size())
        .putLong(Layout.SCHEMA_CHILDREN, children.address());
    KEPT.put(id, kept);
  }

  private static void schema(ByteBuffer struct, Kept kept, String format, String name, long flags, long id) {
    for (int at = 0; at < Layout.SCHEMA_SIZE; at += 8) struct.putLong(at, 0);
    struct
        .putLong(Layout.SCHEMA_FORMAT, kept.text(format).address())
        .putLong(Layout.SCHEMA_NAME, kept.text(name).address())
        .putLong(Layout.SCHEMA_FLAGS, flags)
        .putLong(Layout.SCHEMA_RELEASE, RELEASE_SCHEMA)
        .putLong(Layout.SCHEMA_PRIVATE, id);
  }

  private void writeNext(long out) {
    ByteBuffer struct = Library.get().view(out, Layout.ARRAY_SIZE);
    if (next == rows) {
      for (int at = 0; at < Layout.ARRAY_SIZE; at += 8) struct.putLong(at, 0);
      return;
    }
    int first = next, count = Math.min(BATCH_ROWS, rows - next);
    Kept kept = new Kept(columns.size() + 1);
    long id = NUMBERS.incrementAndGet();
    Memory children = kept.memory(8 * columns.size());
    for (int i = 0; i < columns.size(); ++i) {
      Memory child = kept.memory(Layout.ARRAY_SIZE);
      children.buffer().putLong(8 * i, child.address());
      if (i == instantColumn) writeInstants(child.buffer(), kept, first, count, id);
      else writeTexts(child.buffer(), kept, i, first, count, id);
    }
    Memory buffers = kept.memory(8);
    buffers.buffer().putLong(0, 0);
    array(struct, count, 0, buffers, 1, id);
    struct
        .putLong(Layout.ARRAY_CHILD_COUNT, columns.size())
        .putLong(Layout.ARRAY_CHILDREN, children.address());
    KEPT.put(id, kept);
    next += count;
  }

  private static void array(ByteBuffer struct, int rows, int nulls, Memory buffers, int bufferCount, long id) {
    for (int at = 0; at < Layout.ARRAY_SIZE; at += 8) struct.putLong(at, 0);
    struct
        .putLong(Layout.ARRAY_LENGTH, rows)
        .putLong(Layout.ARRAY_NULLS, nulls)
        .putLong(Layout.ARRAY_BUFFER_COUNT, bufferCount)
        .putLong(Layout.ARRAY_BUFFERS, buffers.address())
        .putLong(Layout.ARRAY_RELEASE, RELEASE_ARRAY)
        .putLong(Layout.ARRAY_PRIVATE, id);
  }

  private void writeInstants(ByteBuffer struct, Kept kept, int first, int count, long id) {
    Memory values = kept.memory(8 * count);
    for (int row = 0; row < count; ++row) values.buffer().putLong(8 * row, instants.micros(first + row));
    Memory buffers = kept.memory(16);
    buffers.buffer().putLong(0, 0).putLong(8, values.address());
    array(struct, count, 0, buffers, 2, id);
  }

  private void writeTexts(ByteBuffer struct, Kept kept, int column, int first, int count, long id) {
    Memory validity = kept.memory((count + 7) / 8);
    Memory offsets = kept.memory(4 * (count + 1));
    byte[][] texts = new byte[count][];
    int size = 0, nulls = 0;
    offsets.buffer().putInt(0, 0);
    for (int row = 0; row < count; ++row) {
      texts[row] = cells.cell(first + row, column).getBytes(StandardCharsets.UTF_8);
      size = Math.addExact(size, texts[row].length);
      offsets.buffer().putInt(4 * (row + 1), size);
      int bit = texts[row].length > 0 ? 1 << row % 8 : 0;
      if (bit == 0) ++nulls;
      int before = row % 8 == 0 ? 0 : validity.buffer().get(row / 8);
      validity.buffer().put(row / 8, (byte) (before | bit));
    }
    Memory bytes = kept.memory(size);
    int at = 0;
    for (byte[] text : texts) {
      bytes.buffer().put(at, text);
      at += text.length;
    }
    Memory buffers = kept.memory(24);
    buffers.buffer().putLong(0, validity.address()).putLong(8, offsets.address()).putLong(16, bytes.address());
    array(struct, count, nulls, buffers, 3, id);
  }

  private static void releaseSchema(long self) {
    release(self, Layout.SCHEMA_SIZE, Layout.SCHEMA_CHILD_COUNT, Layout.SCHEMA_CHILDREN, Layout.SCHEMA_RELEASE);
  }

  private static void releaseArray(long self) {
    release(self, Layout.ARRAY_SIZE, Layout.ARRAY_CHILD_COUNT, Layout.ARRAY_CHILDREN, Layout.ARRAY_RELEASE);
  }

  /** Releases a struct and those of its children that nobody has moved away. */
  private static void release(long self, int size, int countAt, int childrenAt, int releaseAt) {
    ByteBuffer struct = Library.get().view(self, size);
    long children = struct.getLong(childrenAt);
    for (long i = 0; i < struct.getLong(countAt); ++i) {
      long child = Library.get().view(children + 8 * i, 8).getLong(0);
      if (Library.get().view(child, size).getLong(releaseAt) != 0) {
        release(child, size, countAt, childrenAt, releaseAt);
      }
    }
    struct.putLong(releaseAt, 0);
    long id = struct.getLong(releaseAt + 8); // private_data follows release in both structs.
    Kept kept = KEPT.get(id);
    if (kept.users.decrementAndGet() == 0) KEPT.remove(id);
  }
}
