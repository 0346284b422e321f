package sla;

import java.nio.file.Path;

/** The policy that a service uses now, exchanged while others use it. */
public final class PolicyHandle implements AutoCloseable {
  private Policy current; // Guarded by this.

  private PolicyHandle(Policy current) {
    this.current = current;
  }

  public static PolicyHandle open(Path path) {
    return new PolicyHandle(Policy.open(path));
  }

  /** The policy of now. It is the caller's, who closes it; a swap in between does not change it. */
  public synchronized Policy policy() {
    if (current == null) throw new IllegalStateException("closed already");
    return current.share();
  }

  /**
   * Opens another policy library and makes it the policy of now. Who has the former one goes on with it. If the new one
   * cannot be opened, the former one stays.
   */
  public void swap(Path path) {
    Policy opened = Policy.open(path);
    Policy former;
    synchronized (this) {
      former = current;
      if (former != null) current = opened;
    }
    if (former == null) {
      opened.close();
      throw new IllegalStateException("closed already");
    }
    former.close();
  }

  @Override
  public synchronized void close() {
    if (current != null) current.close();
    current = null;
  }
}
