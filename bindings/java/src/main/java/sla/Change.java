package sla;

/**
 * What one step of a session's clock made different.
 *
 * @param correction what was said was wrong for its own instant, because of what arrived later
 * @param was null unless it changed or was withdrawn
 * @param is null unless it changed or is new
 * @param action null unless it is one
 */
public record Change(Kind kind, boolean correction, Verdict was, Verdict is, Action action) {
  /** What became different. */
  public enum Kind {
    CHANGED,
    ADDED,
    WITHDRAWN,
    /** The action is due, or was taken back. */
    ACTION
  }
}
