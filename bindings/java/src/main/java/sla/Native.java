package sla;

import java.nio.ByteBuffer;

/**
 * libsla, called: the one thing that JNA and java.lang.foreign do differently. Addresses are longs; structs are laid out
 * in direct buffers by who calls ({@link Layout}). A {@code text} is the address of an sla_text, passed by value.
 */
interface Native {
  /** "jna" or "ffm". */
  String name();

  /** Memory of C's, in its byte order. Valid as long as C says. */
  ByteBuffer view(long address, long size);

  /** Where a direct buffer begins. */
  long addressOf(ByteBuffer direct);

  /** Functions of ours for C to call; they stay valid for good. */
  long pairPointer(PairFunction function);

  long argumentPointer(PointerFunction function);

  long voidPointer(VoidFunction function);

  /** Functions of C's by pointer. */
  int callPair(long function, long first, long second);

  long callPointer(long function, long argument);

  void callVoid(long function, long argument);

  int abiVersion();

  long version();

  int policyOpen(long path, long out, long error);

  long policyRetain(long policy);

  void policyRelease(long policy);

  int policyGetInfo(long policy, long info, long error);

  long policyDescribe(long policy);

  int policyRecord(long policy, long text);

  int policyEventCode(long policy, int record, long text);

  int historyNew(long policy, long options, long out, long error);

  int historyAddEvents(long history, int record, long stream, long error);

  int historySetRoster(long history, long stream, long error);

  int historyJudge(long history, long asOf, long out, long error);

  void historyFree(long history);

  int outcomeTable(long outcome, int table, long out, long error);

  int outcomeJson(long outcome, int what, long out, long error);

  void outcomeFree(long outcome);

  int sessionNew(long policy, long options, long out, long error);

  int sessionEvent(long session, long event, long receipt, long error);

  int sessionSubjectId(long session, long text, long out, long error);

  int sessionOwnerId(long session, long text, long out, long error);

  int sessionTeamId(long session, long text, long out, long error);

  int sessionFastEvents(long session, long events, long count, long taken, long error);

  int sessionAdvance(long session, long to, long changes, long error);

  int sessionRows(long session, long out, long error);

  int sessionDue(long session, long text, long out, long error);

  int sessionNextChange(long session, long out, long error);

  long sessionNow(long session);

  long sessionFactCount(long session);

  int sessionSnapshot(long session, long data, long size, long error);

  int sessionRestore(long policy, long options, long data, long size, long out, long error);

  void sessionFree(long session);

  /** {@code int f(void*, void*)}. */
  interface PairFunction {
    int call(long first, long second);
  }

  /** {@code void* f(void*)}. */
  interface PointerFunction {
    long call(long argument);
  }

  /** {@code void f(void*)}. */
  interface VoidFunction {
    void call(long argument);
  }
}
