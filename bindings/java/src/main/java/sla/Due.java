package sla;

import java.time.Duration;
import java.time.Instant;

/**
 * One obligation that is open on a subject.
 *
 * @param status "running", "paused", or "breached" while it can still be met late
 * @param due null: never. While paused: as it would be if it went on now; likewise breach
 * @param left on the wall clock until due, negative after it; null: never due
 * @param nextChange the next instant at which this can change by time alone; null: none
 */
public record Due(
    String clause,
    String tier,
    String status,
    String owner,
    String team,
    long cycle,
    Instant start,
    Instant due,
    Instant breach,
    Duration left,
    Instant nextChange) {}
