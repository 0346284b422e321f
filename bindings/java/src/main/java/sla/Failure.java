package sla;

/** An sla_error, and what becomes of it. */
final class Failure {
  private final Memory memory = new Memory(Layout.ERROR_SIZE);

  Failure() {
    memory.buffer().putInt(0, Layout.ERROR_SIZE);
  }

  long address() {
    return memory.address();
  }

  void check(int status) {
    if (status == 0) return;
    throw new SlaException(Status.of(status), message());
  }

  /** What the last call said; of an event that was left out also though the call succeeded. */
  String message() {
    return Memory.zeroEnded(memory.address() + Layout.ERROR_MESSAGE);
  }
}
