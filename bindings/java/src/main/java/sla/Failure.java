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
    throw new SlaException(Status.of(status), Memory.zeroEnded(memory.address() + Layout.ERROR_MESSAGE));
  }
}
