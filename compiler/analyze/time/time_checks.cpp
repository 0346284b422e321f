#include "compiler/analyze/time/time_checks.h"

namespace sla::analyze {

void check_time(const agreement::Agreement& whole, std::vector<diagnose::Finding>& findings) {
  const auto check_record = [&](const agreement::Agreement& record) {
    const Timetable timetable(record);
    const TimeCheck check{whole, record, timetable, findings};
    ladders(check);
    unworked_windows(check);
    stages(check);
    cadences(check);
    contradictions(check);
    early_reports(check);
    if (&record == &whole) local_times(check);
  };
  check_record(whole);
  for (const agreement::Agreement& other : whole.others) check_record(other);
}

}  // namespace sla::analyze
