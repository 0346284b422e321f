package sla;

import java.time.Instant;
import java.util.List;

/**
 * What is open on a subject, soonest due first.
 *
 * @param nextChange the earliest of all items; null: none
 */
public record Dues(List<Due> items, Instant nextChange) {}
