package sla;

/** What kind of failure it is, as sla.h has it. */
public enum Status {
  OK,
  /** An argument that cannot be right. */
  INVALID_ARGUMENT,
  OUT_OF_MEMORY,
  /** The file is not there, or is no policy library. */
  UNREADABLE,
  /** Of another format, machine or policy. */
  INCOMPATIBLE,
  /** A checksum does not hold, or the bytes contradict themselves. */
  CORRUPT,
  /** An event or a table that the policy cannot read. */
  BAD_DATA,
  /** Not now: the clock does not go back. */
  REFUSED,
  /** A bug of ours. */
  INTERNAL;

  static Status of(int code) {
    Status[] all = values();
    return code >= 0 && code < all.length ? all[code] : INTERNAL;
  }
}
