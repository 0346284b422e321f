package sla;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** libsla over java.lang.foreign. Pointers are longs, which every 64-bit calling convention passes alike. */
@SuppressWarnings("restricted") // It is what this class is for.
final class ForeignNative implements Native {
  private static final StructLayout TEXT = MemoryLayout.structLayout(JAVA_LONG, JAVA_LONG);
  private static final FunctionDescriptor PAIR = FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final FunctionDescriptor POINTER = FunctionDescriptor.of(JAVA_LONG, JAVA_LONG);
  private static final FunctionDescriptor VOID = FunctionDescriptor.ofVoid(JAVA_LONG);
  private static final MethodHandle CALL_PAIR = Linker.nativeLinker().downcallHandle(PAIR);
  private static final MethodHandle CALL_POINTER = Linker.nativeLinker().downcallHandle(POINTER);
  private static final MethodHandle CALL_VOID = Linker.nativeLinker().downcallHandle(VOID);

  /** The functions of sla.h; constants, so that calls through them are compiled. */
  private static final class Functions {
    static final SymbolLookup LIBRARY = library();

    private static SymbolLookup library() {
      String path = Library.path();
      return path.indexOf('/') >= 0
          ? SymbolLookup.libraryLookup(java.nio.file.Path.of(path), Arena.global())
          : SymbolLookup.libraryLookup(path, Arena.global());
    }

    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
      MemorySegment symbol = LIBRARY.find(name).orElseThrow(() -> new UnsatisfiedLinkError("it has no " + name));
      return Linker.nativeLinker().downcallHandle(symbol, descriptor);
    }

    static final MethodHandle ABI_VERSION =
        handle("sla_abi_version", FunctionDescriptor.of(JAVA_INT));
    static final MethodHandle VERSION =
        handle("sla_version", FunctionDescriptor.of(JAVA_LONG));
    static final MethodHandle POLICY_OPEN =
        handle("sla_policy_open", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    static final MethodHandle POLICY_RETAIN =
        handle("sla_policy_retain", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    static final MethodHandle POLICY_RELEASE =
        handle("sla_policy_release", FunctionDescriptor.ofVoid(JAVA_LONG));
    static final MethodHandle POLICY_GET_INFO =
        handle("sla_policy_get_info", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    static final MethodHandle POLICY_DESCRIBE =
        handle("sla_policy_describe", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    static final MethodHandle POLICY_RECORD =
        handle("sla_policy_record", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, TEXT));
    static final MethodHandle POLICY_EVENT_CODE =
        handle("sla_policy_event_code", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, TEXT));
    static final MethodHandle HISTORY_NEW =
        handle("sla_history_new", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    static final MethodHandle HISTORY_ADD_EVENTS =
        handle("sla_history_add_events", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));
    static final MethodHandle HISTORY_SET_ROSTER =
        handle("sla_history_set_roster", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    static final MethodHandle HISTORY_JUDGE =
        handle("sla_history_judge", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    static final MethodHandle HISTORY_FREE =
        handle("sla_history_free", FunctionDescriptor.ofVoid(JAVA_LONG));
    static final MethodHandle OUTCOME_TABLE =
        handle("sla_outcome_table", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));
    static final MethodHandle OUTCOME_JSON =
        handle("sla_outcome_json", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));
    static final MethodHandle OUTCOME_FREE =
        handle("sla_outcome_free", FunctionDescriptor.ofVoid(JAVA_LONG));
    static final MethodHandle SESSION_NEW =
        handle("sla_session_new", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    static final MethodHandle SESSION_EVENT =
        handle("sla_session_event", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    static final MethodHandle SESSION_SUBJECT_ID =
        handle("sla_session_subject_id", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, TEXT, JAVA_LONG, JAVA_LONG));
    static final MethodHandle SESSION_OWNER_ID =
        handle("sla_session_owner_id", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, TEXT, JAVA_LONG, JAVA_LONG));
    static final MethodHandle SESSION_TEAM_ID =
        handle("sla_session_team_id", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, TEXT, JAVA_LONG, JAVA_LONG));
    static final MethodHandle SESSION_FAST_EVENTS =
        handle("sla_session_fast_events", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    static final MethodHandle SESSION_ADVANCE =
        handle("sla_session_advance", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    static final MethodHandle SESSION_ROWS =
        handle("sla_session_rows", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    static final MethodHandle SESSION_DUE =
        handle("sla_session_due", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, TEXT, JAVA_LONG, JAVA_LONG));
    static final MethodHandle SESSION_NEXT_CHANGE =
        handle("sla_session_next_change", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    static final MethodHandle SESSION_NOW =
        handle("sla_session_now", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    static final MethodHandle SESSION_FACT_COUNT =
        handle("sla_session_fact_count", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    static final MethodHandle SESSION_SNAPSHOT =
        handle("sla_session_snapshot", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    static final MethodHandle SESSION_RESTORE =
        handle("sla_session_restore", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    static final MethodHandle SESSION_FREE =
        handle("sla_session_free", FunctionDescriptor.ofVoid(JAVA_LONG));
  }

  ForeignNative() {
    try {
      abiVersion();
    } catch (ExceptionInInitializerError e) {
      throw Library.unreadable(e.getCause());
    }
  }

  /** Nothing of C throws; what Java throws on the way stays what it is. */
  private static RuntimeException failed(Throwable thrown) {
    if (thrown instanceof Error error) throw error;
    return thrown instanceof RuntimeException known ? known : new IllegalStateException(thrown);
  }

  private static MemorySegment textAt(long address) {
    return MemorySegment.ofAddress(address).reinterpret(TEXT.byteSize());
  }

  @Override
  public String name() {
    return "ffm";
  }

  @Override
  public ByteBuffer view(long address, long size) {
    return MemorySegment.ofAddress(address).reinterpret(size).asByteBuffer().order(ByteOrder.nativeOrder());
  }

  @Override
  public long addressOf(ByteBuffer direct) {
    return MemorySegment.ofBuffer(direct).address() - direct.position();
  }

  private static long stub(Class<?> type, Object function, MethodType signature, FunctionDescriptor descriptor) {
    try {
      MethodHandle handle = MethodHandles.lookup().findVirtual(type, "call", signature).bindTo(function);
      return Linker.nativeLinker().upcallStub(handle, descriptor, Arena.global()).address();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public long pairPointer(PairFunction function) {
    return stub(PairFunction.class, function, PAIR.toMethodType(), PAIR);
  }

  @Override
  public long argumentPointer(PointerFunction function) {
    return stub(PointerFunction.class, function, POINTER.toMethodType(), POINTER);
  }

  @Override
  public long voidPointer(VoidFunction function) {
    return stub(VoidFunction.class, function, VOID.toMethodType(), VOID);
  }

  @Override
  public int callPair(long function, long first, long second) {
    try {
      return (int) CALL_PAIR.invokeExact(MemorySegment.ofAddress(function), first, second);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public long callPointer(long function, long argument) {
    try {
      return (long) CALL_POINTER.invokeExact(MemorySegment.ofAddress(function), argument);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public void callVoid(long function, long argument) {
    try {
      CALL_VOID.invokeExact(MemorySegment.ofAddress(function), argument);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public int abiVersion() {
    try {
      return (int) Functions.ABI_VERSION.invokeExact();
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public long version() {
    try {
      return (long) Functions.VERSION.invokeExact();
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public int policyOpen(long path, long out, long error) {
    try {
      return (int) Functions.POLICY_OPEN.invokeExact(path, out, error);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public long policyRetain(long policy) {
    try {
      return (long) Functions.POLICY_RETAIN.invokeExact(policy);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public void policyRelease(long policy) {
    try {
      Functions.POLICY_RELEASE.invokeExact(policy);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public int policyGetInfo(long policy, long info, long error) {
    try {
      return (int) Functions.POLICY_GET_INFO.invokeExact(policy, info, error);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public long policyDescribe(long policy) {
    try {
      return (long) Functions.POLICY_DESCRIBE.invokeExact(policy);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public int policyRecord(long policy, long text) {
    try {
      return (int) Functions.POLICY_RECORD.invokeExact(policy, textAt(text));
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public int policyEventCode(long policy, int record, long text) {
    try {
      return (int) Functions.POLICY_EVENT_CODE.invokeExact(policy, record, textAt(text));
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public int historyNew(long policy, long options, long out, long error) {
    try {
      return (int) Functions.HISTORY_NEW.invokeExact(policy, options, out, error);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public int historyAddEvents(long history, int record, long stream, long error) {
    try {
      return (int) Functions.HISTORY_ADD_EVENTS.invokeExact(history, record, stream, error);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public int historySetRoster(long history, long stream, long error) {
    try {
      return (int) Functions.HISTORY_SET_ROSTER.invokeExact(history, stream, error);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public int historyJudge(long history, long asOf, long out, long error) {
    try {
      return (int) Functions.HISTORY_JUDGE.invokeExact(history, asOf, out, error);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public void historyFree(long history) {
    try {
      Functions.HISTORY_FREE.invokeExact(history);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public int outcomeTable(long outcome, int table, long out, long error) {
    try {
      return (int) Functions.OUTCOME_TABLE.invokeExact(outcome, table, out, error);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public int outcomeJson(long outcome, int what, long out, long error) {
    try {
      return (int) Functions.OUTCOME_JSON.invokeExact(outcome, what, out, error);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public void outcomeFree(long outcome) {
    try {
      Functions.OUTCOME_FREE.invokeExact(outcome);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public int sessionNew(long policy, long options, long out, long error) {
    try {
      return (int) Functions.SESSION_NEW.invokeExact(policy, options, out, error);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public int sessionEvent(long session, long event, long receipt, long error) {
    try {
      return (int) Functions.SESSION_EVENT.invokeExact(session, event, receipt, error);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public int sessionSubjectId(long session, long text, long out, long error) {
    try {
      return (int) Functions.SESSION_SUBJECT_ID.invokeExact(session, textAt(text), out, error);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public int sessionOwnerId(long session, long text, long out, long error) {
    try {
      return (int) Functions.SESSION_OWNER_ID.invokeExact(session, textAt(text), out, error);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public int sessionTeamId(long session, long text, long out, long error) {
    try {
      return (int) Functions.SESSION_TEAM_ID.invokeExact(session, textAt(text), out, error);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public int sessionFastEvents(long session, long events, long count, long taken, long error) {
    try {
      return (int) Functions.SESSION_FAST_EVENTS.invokeExact(session, events, count, taken, error);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public int sessionAdvance(long session, long to, long changes, long error) {
    try {
      return (int) Functions.SESSION_ADVANCE.invokeExact(session, to, changes, error);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public int sessionRows(long session, long out, long error) {
    try {
      return (int) Functions.SESSION_ROWS.invokeExact(session, out, error);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public int sessionDue(long session, long text, long out, long error) {
    try {
      return (int) Functions.SESSION_DUE.invokeExact(session, textAt(text), out, error);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public int sessionNextChange(long session, long out, long error) {
    try {
      return (int) Functions.SESSION_NEXT_CHANGE.invokeExact(session, out, error);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public long sessionNow(long session) {
    try {
      return (long) Functions.SESSION_NOW.invokeExact(session);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public long sessionFactCount(long session) {
    try {
      return (long) Functions.SESSION_FACT_COUNT.invokeExact(session);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public int sessionSnapshot(long session, long data, long size, long error) {
    try {
      return (int) Functions.SESSION_SNAPSHOT.invokeExact(session, data, size, error);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public int sessionRestore(long policy, long options, long data, long size, long out, long error) {
    try {
      return (int) Functions.SESSION_RESTORE.invokeExact(policy, options, data, size, out, error);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public void sessionFree(long session) {
    try {
      Functions.SESSION_FREE.invokeExact(session);
    } catch (Throwable e) {
      throw failed(e);
    }
  }
}
