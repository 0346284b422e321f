package sla;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing that happened to one subject, in the agreement's own words (docs/reference/data.md).
 *
 * <p>{@code Event.of("L-1", "inquiry", Instant.now()).owner("Ann").field("score", 50)}
 *
 * @param fact what is stated
 * @param record the kind of record of the subject; empty: the policy's first, leads
 * @param subject "L-00042"
 * @param name a state, a touch or an event, or "assigned", "held", "resumed", "changed"
 * @param time when it happened
 * @param owner empty: the event does not say; likewise team and actor
 * @param id makes a repetition known; empty: none, and a repetition counts again
 * @param into of a merge: the subject that stays
 * @param sequence orders events of one instant in a session; then by id, then by arrival. A history takes the order of
 *     its list
 */
public record Event(
    Fact fact,
    String record,
    String subject,
    String name,
    Instant time,
    String owner,
    String team,
    String actor,
    String id,
    String into,
    long sequence,
    List<Field> fields) {
  /** What an event can state. */
  public enum Fact {
    /** Something happened to the subject. */
    EVENT,
    /** The event or merge with the id is taken back. */
    RETRACTION,
    /** The subject is a duplicate of {@code into}. */
    MERGE
  }

  public Event {
    fields = List.copyOf(fields);
    if (time == null) throw SlaException.invalid("event \"" + name + "\" of \"" + subject + "\" has no time");
  }

  public static Event of(String subject, String name, Instant time) {
    return new Event(Fact.EVENT, "", subject, name, time, "", "", "", "", "", 0, List.of());
  }

  /** The event or merge with this id is taken back, at this instant. */
  public static Event retraction(String id, Instant time) {
    return new Event(Fact.RETRACTION, "", "", "", time, "", "", "", id, "", 0, List.of());
  }

  /** From now on, the subject is a duplicate of another one. */
  public static Event merge(String subject, String into, Instant time) {
    return new Event(Fact.MERGE, "", subject, "", time, "", "", "", "", into, 0, List.of());
  }

  public Event record(String record) {
    return new Event(fact, record, subject, name, time, owner, team, actor, id, into, sequence, fields);
  }

  public Event owner(String owner) {
    return new Event(fact, record, subject, name, time, owner, team, actor, id, into, sequence, fields);
  }

  public Event team(String team) {
    return new Event(fact, record, subject, name, time, owner, team, actor, id, into, sequence, fields);
  }

  public Event actor(String actor) {
    return new Event(fact, record, subject, name, time, owner, team, actor, id, into, sequence, fields);
  }

  public Event id(String id) {
    return new Event(fact, record, subject, name, time, owner, team, actor, id, into, sequence, fields);
  }

  public Event sequence(long sequence) {
    return new Event(fact, record, subject, name, time, owner, team, actor, id, into, sequence, fields);
  }

  public Event fields(List<Field> fields) {
    return new Event(fact, record, subject, name, time, owner, team, actor, id, into, sequence, fields);
  }

  /** One more field. */
  public Event field(Field field) {
    List<Field> more = new ArrayList<>(fields);
    more.add(field);
    return fields(more);
  }

  public Event field(String name, String text) {
    return field(Field.of(name, text));
  }

  public Event field(String name, long value) {
    return field(Field.of(name, value));
  }

  /** The word that logs have for it. */
  String word() {
    return switch (fact) {
      case EVENT -> name;
      case RETRACTION -> "retracted";
      case MERGE -> "merged";
    };
  }
}
