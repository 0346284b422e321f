package sla;

/** What became of an event that a session took. One that is left out for good is an {@link SlaException} instead. */
public enum Receipt {
  TAKEN,
  /** It was there before; it counts once. */
  REPEATED,
  /** Its id was there, with something else; left out, the first one counts. */
  CONFLICTING
}
