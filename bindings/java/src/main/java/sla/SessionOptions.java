package sla;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a session follows.
 *
 * @param record the kind of record; empty: the policy's first, leads
 * @param roster rows of the roster, each from columns to cells
 * @param lateness facts this much behind the clock are refused; zero: none are
 * @param retention a subject with nothing open, about which nothing was said for this long and the lateness, is
 *     forgotten; needs a lateness; zero: none is
 */
public record SessionOptions(
    String record, List<Map<String, String>> roster, Duration lateness, Duration retention) {
  /** Leads, without a roster; nothing is too late, nobody is forgotten. */
  public static final SessionOptions DEFAULT = new SessionOptions("", List.of(), Duration.ZERO, Duration.ZERO);

  public SessionOptions {
    roster = List.copyOf(roster);
  }

  public SessionOptions record(String record) {
    return new SessionOptions(record, roster, lateness, retention);
  }

  public SessionOptions roster(List<Map<String, String>> roster) {
    return new SessionOptions(record, roster, lateness, retention);
  }

  public SessionOptions lateness(Duration lateness) {
    return new SessionOptions(record, roster, lateness, retention);
  }

  public SessionOptions retention(Duration retention) {
    return new SessionOptions(record, roster, lateness, retention);
  }
}
