package sla;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** libsla over JNA, for every JDK. */
final class JnaNative implements Native {
  /** What C may call lives as long as the class. */
  private static final List<Callback> KEPT = new CopyOnWriteArrayList<>();

  JnaNative() {
    try {
      com.sun.jna.Native.register(Functions.class, NativeLibrary.getInstance(Library.path()));
    } catch (UnsatisfiedLinkError e) {
      throw Library.unreadable(e);
    }
  }

  /** An sla_text, by value. */
  @Structure.FieldOrder({"data", "size"})
  public static final class Text extends Structure implements Structure.ByValue {
    public long data;
    public long size;

    public Text() {}

    Text(long address) {
      super(new Pointer(address));
      read();
    }
  }

  /** {@code int f(void*, void*)}. */
  public interface PairCallback extends Callback {
    int callback(Pointer first, Pointer second);
  }

  /** {@code void* f(void*)}. */
  public interface PointerCallback extends Callback {
    Pointer callback(Pointer argument);
  }

  /** {@code void f(void*)}. */
  public interface VoidCallback extends Callback {
    void callback(Pointer argument);
  }

  /** Mapped directly: pointers are longs on the 64-bit machines that libsla is built for. */
  private static final class Functions {
    static native int sla_abi_version();

    static native long sla_version();

    static native int sla_policy_open(long path, long out, long error);

    static native long sla_policy_retain(long policy);

    static native void sla_policy_release(long policy);

    static native int sla_policy_get_info(long policy, long info, long error);

    static native long sla_policy_describe(long policy);

    static native int sla_policy_record(long policy, Text text);

    static native int sla_policy_event_code(long policy, int record, Text text);

    static native int sla_history_new(long policy, long options, long out, long error);

    static native int sla_history_add_events(long history, int record, long stream, long error);

    static native int sla_history_set_roster(long history, long stream, long error);

    static native int sla_history_judge(long history, long asOf, long out, long error);

    static native void sla_history_free(long history);

    static native int sla_outcome_table(long outcome, int table, long out, long error);

    static native int sla_outcome_json(long outcome, int what, long out, long error);

    static native void sla_outcome_free(long outcome);

    static native int sla_session_new(long policy, long options, long out, long error);

    static native int sla_session_event(long session, long event, long receipt, long error);

    static native int sla_session_subject_id(long session, Text text, long out, long error);

    static native int sla_session_owner_id(long session, Text text, long out, long error);

    static native int sla_session_team_id(long session, Text text, long out, long error);

    static native int sla_session_fast_events(long session, long events, long count, long taken, long error);

    static native int sla_session_advance(long session, long to, long changes, long error);

    static native int sla_session_rows(long session, long out, long error);

    static native int sla_session_due(long session, Text text, long out, long error);

    static native int sla_session_next_change(long session, long out, long error);

    static native long sla_session_now(long session);

    static native long sla_session_fact_count(long session);

    static native int sla_session_snapshot(long session, long data, long size, long error);

    static native int sla_session_restore(long policy, long options, long data, long size, long out, long error);

    static native void sla_session_free(long session);
  }

  @Override
  public String name() {
    return "jna";
  }

  @Override
  public ByteBuffer view(long address, long size) {
    return new Pointer(address).getByteBuffer(0, size).order(ByteOrder.nativeOrder());
  }

  @Override
  public long addressOf(ByteBuffer direct) {
    return Pointer.nativeValue(com.sun.jna.Native.getDirectBufferPointer(direct));
  }

  private static long kept(Callback callback) {
    KEPT.add(callback);
    return Pointer.nativeValue(CallbackReference.getFunctionPointer(callback));
  }

  @Override
  public long pairPointer(PairFunction function) {
    PairCallback callback =
        (first, second) -> function.call(Pointer.nativeValue(first), Pointer.nativeValue(second));
    return kept(callback);
  }

  @Override
  public long argumentPointer(PointerFunction function) {
    PointerCallback callback = argument -> new Pointer(function.call(Pointer.nativeValue(argument)));
    return kept(callback);
  }

  @Override
  public long voidPointer(VoidFunction function) {
    VoidCallback callback = argument -> function.call(Pointer.nativeValue(argument));
    return kept(callback);
  }

  private static Function function(long address) {
    return Function.getFunction(new Pointer(address));
  }

  @Override
  public int callPair(long function, long first, long second) {
    return function(function).invokeInt(new Object[] {new Pointer(first), new Pointer(second)});
  }

  @Override
  public long callPointer(long function, long argument) {
    return Pointer.nativeValue(function(function).invokePointer(new Object[] {new Pointer(argument)}));
  }

  @Override
  public void callVoid(long function, long argument) {
    function(function).invokeVoid(new Object[] {new Pointer(argument)});
  }

  @Override
  public int abiVersion() {
    return Functions.sla_abi_version();
  }

  @Override
  public long version() {
    return Functions.sla_version();
  }

  @Override
  public int policyOpen(long path, long out, long error) {
    return Functions.sla_policy_open(path, out, error);
  }

  @Override
  public long policyRetain(long policy) {
    return Functions.sla_policy_retain(policy);
  }

  @Override
  public void policyRelease(long policy) {
    Functions.sla_policy_release(policy);
  }

  @Override
  public int policyGetInfo(long policy, long info, long error) {
    return Functions.sla_policy_get_info(policy, info, error);
  }

  @Override
  public long policyDescribe(long policy) {
    return Functions.sla_policy_describe(policy);
  }

  @Override
  public int policyRecord(long policy, long text) {
    return Functions.sla_policy_record(policy, new Text(text));
  }

  @Override
  public int policyEventCode(long policy, int record, long text) {
    return Functions.sla_policy_event_code(policy, record, new Text(text));
  }

  @Override
  public int historyNew(long policy, long options, long out, long error) {
    return Functions.sla_history_new(policy, options, out, error);
  }

  @Override
  public int historyAddEvents(long history, int record, long stream, long error) {
    return Functions.sla_history_add_events(history, record, stream, error);
  }

  @Override
  public int historySetRoster(long history, long stream, long error) {
    return Functions.sla_history_set_roster(history, stream, error);
  }

  @Override
  public int historyJudge(long history, long asOf, long out, long error) {
    return Functions.sla_history_judge(history, asOf, out, error);
  }

  @Override
  public void historyFree(long history) {
    Functions.sla_history_free(history);
  }

  @Override
  public int outcomeTable(long outcome, int table, long out, long error) {
    return Functions.sla_outcome_table(outcome, table, out, error);
  }

  @Override
  public int outcomeJson(long outcome, int what, long out, long error) {
    return Functions.sla_outcome_json(outcome, what, out, error);
  }

  @Override
  public void outcomeFree(long outcome) {
    Functions.sla_outcome_free(outcome);
  }

  @Override
  public int sessionNew(long policy, long options, long out, long error) {
    return Functions.sla_session_new(policy, options, out, error);
  }

  @Override
  public int sessionEvent(long session, long event, long receipt, long error) {
    return Functions.sla_session_event(session, event, receipt, error);
  }

  @Override
  public int sessionSubjectId(long session, long text, long out, long error) {
    return Functions.sla_session_subject_id(session, new Text(text), out, error);
  }

  @Override
  public int sessionOwnerId(long session, long text, long out, long error) {
    return Functions.sla_session_owner_id(session, new Text(text), out, error);
  }

  @Override
  public int sessionTeamId(long session, long text, long out, long error) {
    return Functions.sla_session_team_id(session, new Text(text), out, error);
  }

  @Override
  public int sessionFastEvents(long session, long events, long count, long taken, long error) {
    return Functions.sla_session_fast_events(session, events, count, taken, error);
  }

  @Override
  public int sessionAdvance(long session, long to, long changes, long error) {
    return Functions.sla_session_advance(session, to, changes, error);
  }

  @Override
  public int sessionRows(long session, long out, long error) {
    return Functions.sla_session_rows(session, out, error);
  }

  @Override
  public int sessionDue(long session, long text, long out, long error) {
    return Functions.sla_session_due(session, new Text(text), out, error);
  }

  @Override
  public int sessionNextChange(long session, long out, long error) {
    return Functions.sla_session_next_change(session, out, error);
  }

  @Override
  public long sessionNow(long session) {
    return Functions.sla_session_now(session);
  }

  @Override
  public long sessionFactCount(long session) {
    return Functions.sla_session_fact_count(session);
  }

  @Override
  public int sessionSnapshot(long session, long data, long size, long error) {
    return Functions.sla_session_snapshot(session, data, size, error);
  }

  @Override
  public int sessionRestore(long policy, long options, long data, long size, long out, long error) {
    return Functions.sla_session_restore(policy, options, data, size, out, error);
  }

  @Override
  public void sessionFree(long session) {
    Functions.sla_session_free(session);
  }
}
