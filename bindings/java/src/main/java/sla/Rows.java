package sla;

import static sla.Memory.text;
import static sla.Times.duration;
import static sla.Times.instant;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The structs that libsla gives, as records. */
final class Rows {
  private Rows() {}

  /** A list of C's: pointer, count, and the distance of two items, which may be more than is known here. */
  static <T> List<T> list(ByteBuffer list, int size, Function<ByteBuffer, T> read) {
    long items = list.getLong(Layout.LIST_ITEMS);
    int count = Math.toIntExact(list.getLong(Layout.LIST_COUNT));
    long each = list.getLong(Layout.LIST_ITEM_SIZE);
    List<T> made = new ArrayList<>(count);
    for (int i = 0; i < count; ++i) made.add(read.apply(Library.get().view(items + i * each, size)));
    return made;
  }

  static Verdict verdict(ByteBuffer raw) {
    return new Verdict(
        text(raw, Layout.VERDICT_CLAUSE),
        text(raw, Layout.VERDICT_SUBJECT),
        raw.getLong(Layout.VERDICT_CYCLE),
        text(raw, Layout.VERDICT_TIER),
        text(raw, Layout.VERDICT_STATUS_NAME),
        instant(raw.getLong(Layout.VERDICT_START)),
        instant(raw.getLong(Layout.VERDICT_DUE)),
        instant(raw.getLong(Layout.VERDICT_BREACH)),
        instant(raw.getLong(Layout.VERDICT_STOP)),
        duration(raw.getLong(Layout.VERDICT_BUSINESS)),
        duration(raw.getLong(Layout.VERDICT_WALL)),
        text(raw, Layout.VERDICT_OWNER),
        text(raw, Layout.VERDICT_TEAM),
        raw.getLong(Layout.VERDICT_VERSION),
        text(raw, Layout.VERDICT_RECORD));
  }

  private static Action action(ByteBuffer raw) {
    return new Action(
        text(raw, Layout.ACTION_KEY),
        text(raw, Layout.ACTION_KIND),
        text(raw, Layout.ACTION_STATE),
        text(raw, Layout.ACTION_CLAUSE),
        text(raw, Layout.ACTION_SUBJECT),
        text(raw, Layout.ACTION_WHEN),
        text(raw, Layout.ACTION_TO),
        text(raw, Layout.ACTION_CHANNEL),
        text(raw, Layout.ACTION_MESSAGE),
        instant(raw.getLong(Layout.ACTION_AT)),
        instant(raw.getLong(Layout.ACTION_DELIVER_AT)),
        raw.getLong(Layout.ACTION_POINTS),
        "",
        0,
        0,
        0,
        0);
  }

  static Change change(ByteBuffer raw) {
    return new Change(
        Change.Kind.values()[raw.getInt(Layout.CHANGE_KIND)],
        raw.getInt(Layout.CHANGE_CORRECTION) != 0,
        at(raw.getLong(Layout.CHANGE_WAS), Layout.VERDICT_SIZE, Rows::verdict),
        at(raw.getLong(Layout.CHANGE_IS), Layout.VERDICT_SIZE, Rows::verdict),
        at(raw.getLong(Layout.CHANGE_ACTION), Layout.ACTION_SIZE, Rows::action));
  }

  private static <T> T at(long address, int size, Function<ByteBuffer, T> read) {
    return address == 0 ? null : read.apply(Library.get().view(address, size));
  }

  static Due due(ByteBuffer raw) {
    long left = raw.getLong(Layout.DUE_LEFT);
    return new Due(
        text(raw, Layout.DUE_CLAUSE),
        text(raw, Layout.DUE_TIER),
        text(raw, Layout.DUE_STATUS_NAME),
        text(raw, Layout.DUE_OWNER),
        text(raw, Layout.DUE_TEAM),
        raw.getLong(Layout.DUE_CYCLE),
        instant(raw.getLong(Layout.DUE_START)),
        instant(raw.getLong(Layout.DUE_DUE)),
        instant(raw.getLong(Layout.DUE_BREACH)),
        left == Layout.NO_TIME ? null : duration(left),
        instant(raw.getLong(Layout.DUE_NEXT_CHANGE)));
  }
}
