package sla;

/**
 * Which policy it is, and what built it.
 *
 * @param version as the agreement says
 * @param semanticHash 64 hexadecimal digits, the same for agreements that say the same
 * @param tzdb of the time-zone rules inside: "2025b"
 * @param compiler the version of sla that built it
 * @param target "x86_64-pc-linux-gnu"
 * @param records kinds of records, leads first
 * @param clauses of all records
 */
public record Info(
    String title,
    long version,
    String semanticHash,
    String tzdb,
    String compiler,
    String target,
    int records,
    int clauses) {}
