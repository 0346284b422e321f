#include "compiler/driver/calendars.h"

#include <algorithm>

#include <fmt/format.h>

namespace sla::driver {
namespace {

using agreement::TargetKind;

/// What the longest target asks of a calendar: working time and working days.
struct Need {
  std::int64_t micros = 0;
  std::int64_t days = 0;
};

/// What one duration asks of a calendar.
Need need_of(const agreement::Calendar& calendar, const agreement::Duration& duration) {
  Need need;
  if (duration.kind == TargetKind::business) need.micros = duration.amount;
  if (duration.kind == TargetKind::business_days ||
      duration.kind == TargetKind::end_of_business_day) {
    need.micros = calendar.business_day_micros * duration.amount;
    need.days = duration.amount + 2;
  }
  return need;
}

Need larger(Need a, Need b) { return {std::max(a.micros, b.micros), std::max(a.days, b.days)}; }

/// Of a clock the longest target, then the longest offset of a step after it.
Need need_of(const agreement::Calendar& calendar, const agreement::Clause& clause) {
  const agreement::Deadline& deadline = clause.deadline;
  Need target = need_of(calendar, deadline.grace);
  for (const agreement::Tier& tier : deadline.tiers) {
    target = larger(target, need_of(calendar, tier.target));
  }
  if (deadline.apart) target = larger(target, need_of(calendar, *deadline.apart));
  Need step;
  for (const agreement::Step& each : clause.steps) {
    if (each.at == agreement::Step::At::after_due) {
      step = larger(step, need_of(calendar, each.offset));
    }
    // Beyond 100% of the target more of the calendar is used than the target itself.
    if (each.at == agreement::Step::At::percent) {
      const std::int64_t targets = each.micro_percent / (100 * agreement::kScale);
      step = larger(step, {target.micros * targets, target.days * targets});
    }
  }
  return {target.micros + step.micros, target.days + step.days};
}

Need need_of(const agreement::Agreement& a, int calendar) {
  const agreement::Calendar& declared = a.calendars[static_cast<std::size_t>(calendar)];
  Need need;
  for (const agreement::Clause& clause : a.clauses) {
    if (has_clock(clause.kind) && clause.deadline.calendar == calendar) {
      need = larger(need, need_of(declared, clause));
    }
    if (clause.kind == agreement::ClauseKind::conversion &&
        clause.conversion.calendar == calendar) {
      need = larger(need, need_of(declared, clause.conversion.window));
    }
  }
  return need;
}

bool suffices(const time::Calendar& calendar, time::Instant last, Need need) {
  if (calendar.between(last, calendar.end()) <= need.micros) return false;
  return need.days == 0 || sla_calendar_add_days(calendar.table(), last, need.days) != SLA_NEVER;
}

// Grows until the longest target fits after `last`: a calendar may open one day a year.
std::expected<std::shared_ptr<const time::Calendar>, std::string> build_one(
    const agreement::Calendar& declared, const std::string& zone, Need need, time::Instant first,
    time::Instant last) {
  time::CalendarSpec spec = declared.spec;
  if (!zone.empty()) spec.zone = zone;
  time::Instant from = std::max(first - 40 * time::kDay, time::kMinInstant);
  for (time::Instant room = 400 * time::kDay;; room *= 4) {
    time::Instant to = room > time::kMaxInstant - last ? time::kMaxInstant : last + room;
    auto calendar = time::Calendar::build(spec, from, to);
    if (!calendar) return std::unexpected(calendar.error().message);
    if (suffices(*calendar, last, need)) {
      return std::make_shared<const time::Calendar>(std::move(*calendar));
    }
    if (to == time::kMaxInstant) break;
  }
  return std::unexpected(
      fmt::format("calendar `{}` does not open long enough before {} for its longest target",
                  declared.name, time::kMaxYear + 1));
}

}  // namespace

std::expected<CalendarTable, std::string> build_calendars(const agreement::Agreement& agreement,
                                                          const events::People& people,
                                                          time::Instant first, time::Instant last) {
  CalendarTable table;
  for (std::size_t c = 0; c < agreement.calendars.size(); ++c) {
    const agreement::Calendar& declared = agreement.calendars[c];
    auto& zones = table.emplace_back();
    bool relative = declared.zone_of != agreement::Calendar::ZoneOf::fixed;
    Need need = need_of(agreement, static_cast<int>(c));
    for (std::size_t z = 0; z < (relative ? people.zones.size() : 1); ++z) {
      auto calendar = build_one(declared, z == 0 ? "" : people.zones[z], need, first, last);
      if (!calendar) return std::unexpected(calendar.error());
      zones.push_back(std::move(*calendar));
    }
  }
  return table;
}

}  // namespace sla::driver
