package sla;

import java.lang.ref.Cleaner;
import java.util.function.LongConsumer;

/** An object of libsla that is freed once: by close, or by the cleaner when that was forgotten. */
final class Owned {
  private static final Cleaner CLEANER = Cleaner.create();

  private final State state;
  private final Cleaner.Cleanable cleanable;

  Owned(Object owner, long address, LongConsumer free) {
    state = new State(address, free);
    cleanable = CLEANER.register(owner, state);
  }

  /** Its address; the caller keeps it from being closed meanwhile. */
  long address() {
    if (state.address == 0) throw new IllegalStateException("closed already");
    return state.address;
  }

  void close() {
    cleanable.clean();
  }

  private static final class State implements Runnable {
    private volatile long address;
    private final LongConsumer free;

    State(long address, LongConsumer free) {
      this.address = address;
      this.free = free;
    }

    @Override
    public void run() {
      long freed = address;
      address = 0;
      free.accept(freed);
    }
  }
}
