package sla;

import java.time.Duration;
import java.time.Instant;

/**
 * One row of what was judged: an obligation (one clause, one subject, one cycle), or the result of a period.
 *
 * @param subject of a period's result its group, or "all"
 * @param cycle from 1
 * @param status "running", "paused", "met", "breached", "met late", "cancelled", "excused", or a period's verdict
 * @param elapsedBusiness what the clock has used, in working time
 * @param elapsedWall what it has used on the wall
 * @param version of the agreement
 * @param record empty where the policy has but one kind
 */
public record Verdict(
    String clause,
    String subject,
    long cycle,
    String tier,
    String status,
    Instant start,
    Instant due,
    Instant breach,
    Instant stop,
    Duration elapsedBusiness,
    Duration elapsedWall,
    String owner,
    String team,
    long version,
    String record) {}
