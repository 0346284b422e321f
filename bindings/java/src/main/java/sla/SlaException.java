package sla;

/** A failure: what kind, and in one text what was wrong and what to do. */
public final class SlaException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Status status;

  SlaException(Status status, String message) {
    super(message.isEmpty() ? status.name() : message);
    this.status = status;
  }

  /** What kind of failure. */
  public Status status() {
    return status;
  }

  static SlaException invalid(String message) {
    return new SlaException(Status.INVALID_ARGUMENT, message);
  }
}
