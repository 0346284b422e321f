package sla;

import java.time.Instant;

/**
 * The value of a field that an event says.
 *
 * @param text as a cell of a log would say it: "1,234.50", "3 days"
 * @param unknown the field becomes unknown; only in sessions, because a log has no word for it
 */
public record Field(String name, String text, boolean unknown) {
  public static Field of(String name, String text) {
    return new Field(name, text, false);
  }

  public static Field of(String name, long value) {
    return of(name, Long.toString(value));
  }

  public static Field of(String name, boolean value) {
    return of(name, value ? "yes" : "no");
  }

  public static Field of(String name, Instant value) {
    return of(name, value.toString());
  }

  public static Field unknown(String name) {
    return new Field(name, "", true);
  }
}
