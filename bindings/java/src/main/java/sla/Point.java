package sla;

import java.time.Instant;

/** One award or deduction (then negative). */
public record Point(
    String key,
    String clause,
    String subject,
    String cycle,
    long run,
    long step,
    long effect,
    Instant at,
    Instant countsAt,
    long points,
    String to,
    String owner,
    String team,
    long version) {}
