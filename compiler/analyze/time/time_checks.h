#pragma once

#include <vector>

#include "compiler/agreement/agreement.h"
#include "compiler/analyze/time/timetable.h"
#include "compiler/diagnose/finding.h"

/// The checks that come from business time, one file each. All sweep the same arrivals, ask the
/// runtime what follows from them and tell of the earliest at which something is wrong.
namespace sla::analyze {

/// What a check of business time looks at: one kind of record, its calendars, and where findings
/// go. Borrowed.
struct TimeCheck {
  const agreement::Agreement& whole;
  const agreement::Agreement& record;
  const Timetable& timetable;
  std::vector<diagnose::Finding>& findings;
};

/// SLA2101: a notice that is meant to come before the deadline and is held until after it.
/// SLA2102: notices of one ladder that are said at one instant, or in another order than written.
void ladders(const TimeCheck& check);

/// SLA2103: a window of plain time in which whoever owes something never works.
void unworked_windows(const TimeCheck& check);

/// SLA2104: stages that are all met at the last moment and breach a promise from end to end.
void stages(const TimeCheck& check);

/// SLA2105: a cadence that cannot be kept from some arrivals on.
void cadences(const TimeCheck& check);

/// SLA2106: something that must be done at a time at which it must not be done.
void contradictions(const TimeCheck& check);

/// SLA2111: something is counted before whoever owes it has to have done it.
void early_reports(const TimeCheck& check);

/// SLA2124: openings at local times that a clock change skips. Of the agreement's calendars, which
/// all records share.
void local_times(const TimeCheck& check);

/// All of them, for every record of the agreement. Deterministic; keeps nothing.
void check_time(const agreement::Agreement& whole, std::vector<diagnose::Finding>& findings);

}  // namespace sla::analyze
