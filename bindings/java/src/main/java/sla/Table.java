package sla;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table of an outcome, column by column. */
public final class Table {
  private final Map<String, List<Object>> columns = new LinkedHashMap<>();
  private final List<String> formats = new ArrayList<>();
  private int rows;

  private Table() {}

  /** The names, in order. */
  public List<String> columns() {
    return List.copyOf(columns.keySet());
  }

  /** How many rows. */
  public int rows() {
    return rows;
  }

  /** A cell: a String, Long, Double or Instant; null where there is none, also when there is no such column. */
  public Object cell(int row, String column) {
    List<Object> cells = columns.get(column);
    return cells == null ? null : cells.get(row);
  }

  String text(int row, String column) {
    return cell(row, column) instanceof String text ? text : "";
  }

  long integer(int row, String column) {
    return cell(row, column) instanceof Long integer ? integer : 0;
  }

  Instant instant(int row, String column) {
    return cell(row, column) instanceof Instant instant ? instant : null;
  }

  /** Reads an ArrowArrayStream to its end; the caller releases it. */
  static Table read(long stream) {
    Table table = new Table();
    ByteBuffer calls = Library.get().view(stream, Layout.STREAM_SIZE);
    Memory schema = new Memory(Layout.SCHEMA_SIZE);
    check(calls, stream, Library.get().callPair(calls.getLong(Layout.STREAM_GET_SCHEMA), stream, schema.address()));
    table.readSchema(schema.buffer());
    Library.get().callVoid(schema.buffer().getLong(Layout.SCHEMA_RELEASE), schema.address());
    Memory array = new Memory(Layout.ARRAY_SIZE);
    while (true) {
      check(calls, stream, Library.get().callPair(calls.getLong(Layout.STREAM_GET_NEXT), stream, array.address()));
      long release = array.buffer().getLong(Layout.ARRAY_RELEASE);
      if (release == 0) return table;
      try {
        table.readBatch(array.buffer());
      } finally {
        Library.get().callVoid(release, array.address());
      }
    }
  }

  private static void check(ByteBuffer calls, long stream, int code) {
    if (code == 0) return;
    long text = Library.get().callPointer(calls.getLong(Layout.STREAM_LAST_ERROR), stream);
    throw new SlaException(Status.INTERNAL, Memory.zeroEnded(text));
  }

  private void readSchema(ByteBuffer schema) {
    long children = schema.getLong(Layout.SCHEMA_CHILDREN);
    for (int i = 0; i < schema.getLong(Layout.SCHEMA_CHILD_COUNT); ++i) {
      ByteBuffer child = struct(children, i, Layout.SCHEMA_SIZE);
      boolean dictionary = child.getLong(Layout.SCHEMA_DICTIONARY) != 0;
      formats.add((dictionary ? "dictionary of " : "") + Memory.zeroEnded(child.getLong(Layout.SCHEMA_FORMAT)));
      columns.put(Memory.zeroEnded(child.getLong(Layout.SCHEMA_NAME)), new ArrayList<>());
    }
  }

  private static ByteBuffer struct(long pointers, int index, int size) {
    return Library.get().view(Library.get().view(pointers + 8L * index, 8).getLong(0), size);
  }

  private void readBatch(ByteBuffer batch) {
    int count = Math.toIntExact(batch.getLong(Layout.ARRAY_LENGTH));
    int column = 0;
    for (Map.Entry<String, List<Object>> entry : columns.entrySet()) {
      ByteBuffer child = struct(batch.getLong(Layout.ARRAY_CHILDREN), column, Layout.ARRAY_SIZE);
      long first = batch.getLong(Layout.ARRAY_OFFSET) + child.getLong(Layout.ARRAY_OFFSET);
      new Cells(child, Math.toIntExact(first), count).read(entry.getKey(), formats.get(column), entry.getValue());
      ++column;
    }
    rows += count;
  }

  /** The rows [first, first + count) of an ArrowArray. */
  private static final class Cells {
    private final ByteBuffer array;
    private final int first;
    private final int count;
    private final ByteBuffer validity;

    Cells(ByteBuffer array, int first, int count) {
      this.array = array;
      this.first = first;
      this.count = count;
      long bits = array.getLong(Layout.ARRAY_NULLS) == 0 ? 0 : address(0);
      validity = bits == 0 ? null : Library.get().view(bits, (first + count + 7L) / 8);
    }

    private long address(int buffer) {
      return Library.get().view(array.getLong(Layout.ARRAY_BUFFERS) + 8L * buffer, 8).getLong(0);
    }

    private ByteBuffer buffer(int index, long size) {
      return Library.get().view(address(index), size);
    }

    private boolean isNull(int row) {
      return validity != null && (validity.get(row / 8) >> row % 8 & 1) == 0;
    }

    void read(String name, String format, List<Object> to) {
      if (count == 0) return;
      switch (format) {
        case "u", "U" -> texts(format.equals("u") ? 4 : 8, to);
        case "l", "L" -> values(8, to, ByteBuffer::getLong);
        case "i" -> values(4, to, (buffer, at) -> (long) buffer.getInt(at));
        case "I" -> values(4, to, (buffer, at) -> Integer.toUnsignedLong(buffer.getInt(at)));
        case "g" -> values(8, to, ByteBuffer::getDouble);
        default -> {
          if (!format.startsWith("tsu:")) {
            throw new SlaException(
                Status.INCOMPATIBLE,
                "column \"" + name + "\" has the Arrow type \"" + format + "\", which this jar does not read");
          }
          values(8, to, (buffer, at) -> Times.instant(buffer.getLong(at)));
        }
      }
    }

    private interface Read {
      Object at(ByteBuffer buffer, int at);
    }

    private void values(int width, List<Object> to, Read read) {
      ByteBuffer data = buffer(1, (long) (first + count) * width);
      for (int row = first; row < first + count; ++row) to.add(isNull(row) ? null : read.at(data, row * width));
    }

    private void texts(int width, List<Object> to) {
      ByteBuffer offsets = buffer(1, (first + count + 1L) * width);
      long end = offset(offsets, width, first + count);
      ByteBuffer bytes = end == 0 ? null : buffer(2, end);
      for (int row = first; row < first + count; ++row) {
        int from = (int) offset(offsets, width, row);
        byte[] text = new byte[(int) offset(offsets, width, row + 1) - from];
        if (text.length > 0) bytes.get(from, text);
        to.add(isNull(row) ? null : new String(text, StandardCharsets.UTF_8));
      }
    }

    private static long offset(ByteBuffer offsets, int width, int row) {
      return width == 4 ? offsets.getInt(4 * row) : offsets.getLong(8 * row);
    }
  }
}
