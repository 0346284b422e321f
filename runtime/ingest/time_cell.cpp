#include "runtime/ingest/time_cell.h"

#include "runtime/ingest/value_text.h"

namespace sla::ingest {
namespace {

TimeCell read_epoch(std::string_view text, std::int64_t units_per_micro) {
  using Problem = TimeCell::Problem;
  TimeCell cell;
  const ParsedValue parsed = parse_scaled(text);
  if (parsed.problem == ValueProblem::out_of_range) {
    cell.problem = Problem::out_of_range;
  } else if (parsed.problem != ValueProblem::none) {
    cell.problem = Problem::malformed;
    cell.help = "not a number of seconds or milliseconds since 1970";
  } else {
    // Towards the past also before 1970, as for every time with digits below a microsecond.
    const std::int64_t remainder = parsed.value % units_per_micro;
    cell.instant = parsed.value / units_per_micro - (remainder < 0 ? 1 : 0);
    if (cell.instant < time::kMinInstant || cell.instant > time::kMaxInstant) {
      cell.problem = Problem::out_of_range;
    }
  }
  return cell;
}

}  // namespace

TimeCell read_time(std::string_view text, TimeFormat format, const time::Zone& zone,
                   int dates_at_minute) {
  if (format == TimeFormat::epoch_seconds) return read_epoch(text, 1);
  if (format == TimeFormat::epoch_milliseconds) return read_epoch(text, 1000);
  const auto parsed = time::parse_instant(text, zone, {.minute_of_bare_date = dates_at_minute});
  TimeCell cell;
  if (parsed) {
    cell.instant = parsed->instant;
    cell.resolution = parsed->resolution;
  } else if (parsed.error().kind == time::ParseErrorKind::kOutOfRange) {
    cell.problem = TimeCell::Problem::out_of_range;
  } else {
    cell.problem = TimeCell::Problem::malformed;
    cell.help = parsed.error().message;
  }
  return cell;
}

}  // namespace sla::ingest
