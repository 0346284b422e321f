package sla;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Memory of ours for C to read and write; the garbage collector frees it with this object. Not for several threads. */
final class Memory {
  private ByteBuffer buffer;
  private long address;

  Memory(int size) {
    reserve(size);
  }

  /** At least so much; what was in it is lost when it grows. */
  void reserve(int size) {
    if (buffer != null && size <= buffer.capacity()) return;
    buffer = ByteBuffer.allocateDirect(Math.max(size + size / 2, 64)).order(ByteOrder.nativeOrder());
    address = Library.get().addressOf(buffer);
  }

  ByteBuffer buffer() {
    return buffer;
  }

  long address() {
    return address;
  }

  /** The pointer or number that C wrote at the beginning. */
  long first() {
    return buffer.getLong(0);
  }

  /** A text of C's. */
  static String text(long data, long size) {
    if (size == 0) return "";
    byte[] bytes = new byte[Math.toIntExact(size)];
    Library.get().view(data, size).get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The sla_text at an offset. */
  static String text(ByteBuffer struct, int at) {
    return text(struct.getLong(at), struct.getLong(at + 8));
  }

  /** A text of C's that ends with a zero byte. */
  static String zeroEnded(long data) {
    if (data == 0) return "";
    // Read in pieces that never cross a page: what lies behind the text may not be there.
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (long at = data; ; ) {
      int piece = (int) (4096 - (at & 4095));
      ByteBuffer view = Library.get().view(at, piece);
      for (int i = 0; i < piece; ++i) {
        byte next = view.get(i);
        if (next == 0) return bytes.toString(StandardCharsets.UTF_8);
        bytes.write(next);
      }
      at += piece;
    }
  }

  /** A text as C has it, with a zero byte behind it. */
  static Memory zeroEnded(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (byte b : bytes) {
      if (b == 0) throw SlaException.invalid("\"" + text + "\" has a zero byte in it");
    }
    Memory made = new Memory(bytes.length + 1);
    made.buffer.put(0, bytes).put(bytes.length, (byte) 0);
    return made;
  }

  /** An sla_text, with the text itself behind it. */
  static Memory textStruct(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Memory made = new Memory(Layout.TEXT_SIZE + bytes.length);
    made.buffer.put(Layout.TEXT_SIZE, bytes);
    made.buffer.putLong(0, bytes.length == 0 ? 0 : made.address + Layout.TEXT_SIZE).putLong(8, bytes.length);
    return made;
  }
}
