package sla;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How a history is judged. {@code Options.asOf(instant)} is enough.
 *
 * @param roster rows of the roster, each from columns to cells (docs/reference/data.md); empty cells say nothing
 * @param threads 0: as many as the machine has; at most 256
 * @param strict findings about the data that are problems make it fail with {@link Status#BAD_DATA}
 */
public record Options(Instant asOf, List<Map<String, String>> roster, int threads, boolean strict) {
  public Options {
    if (asOf == null) throw SlaException.invalid("Options.asOf is not set; say as of which instant to judge");
    roster = List.copyOf(roster);
  }

  public static Options asOf(Instant instant) {
    return new Options(instant, List.of(), 0, false);
  }

  public Options roster(List<Map<String, String>> roster) {
    return new Options(asOf, roster, threads, strict);
  }

  public Options threads(int threads) {
    return new Options(asOf, roster, threads, strict);
  }

  public Options strict(boolean strict) {
    return new Options(asOf, roster, threads, strict);
  }
}
