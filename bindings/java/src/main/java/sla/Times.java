package sla;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Between Java's times and microseconds since 1970. */
final class Times {
  private Times() {}

  static long micros(Instant instant) {
    try {
      return Math.addExact(
          Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000);
    } catch (ArithmeticException e) {
      throw SlaException.invalid(instant + " is not of the years 1900 to 2200");
    }
  }

  static long micros(Duration duration) {
    return Math.addExact(Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1000);
  }

  static Instant instant(long micros) {
    if (micros == Layout.NO_TIME) return null;
    return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
  }

  static Duration duration(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }
}
