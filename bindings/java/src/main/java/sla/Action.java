package sla;

import java.time.Instant;

/**
 * Something that a step says: a reminder, an escalation, a task.
 *
 * @param key the same facts give the same key
 * @param kind "remind", "notify", "escalate", "create task", "award", "deduct"
 * @param state what became of it; docs/reference/data.md
 * @param when "at 75%"
 * @param to "Ann (sales_manager); Bob"
 * @param at when the step happens
 * @param deliverAt the same, or the opening that it waits for
 * @param points of award and deduct (then negative)
 * @param cycle only in an outcome, as are run, step, effect and version
 */
public record Action(
    String key,
    String kind,
    String state,
    String clause,
    String subject,
    String when,
    String to,
    String channel,
    String message,
    Instant at,
    Instant deliverAt,
    long points,
    String cycle,
    long run,
    long step,
    long effect,
    long version) {}
