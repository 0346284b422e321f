#include "compiler/reference/targets.h"

namespace sla::reference {

using agreement::Duration;
using agreement::TargetKind;

ZonedCalendar calendar_for(const Context& context, int calendar, const Subject& subject,
                           Instant t) {
  if (calendar < 0) return {};
  const auto& zones = context.inputs.calendars[static_cast<std::size_t>(calendar)];
  const events::People* people = context.inputs.people;
  using ZoneOf = agreement::Calendar::ZoneOf;
  std::uint32_t zone = 0;
  switch (context.agreement.calendars[static_cast<std::size_t>(calendar)].zone_of) {
    case ZoneOf::fixed: break;
    case ZoneOf::owner:
      if (people != nullptr && subject.owner != events::kNone)
        zone = people->at(subject.owner, t).zone;
      break;
    case ZoneOf::lead: {
      if (people == nullptr || context.agreement.zone_field < 0) break;
      const auto& text = subject.fields[static_cast<std::size_t>(context.agreement.zone_field)];
      if (text) zone = people->text_zone[static_cast<std::size_t>(*text)];
      break;
    }
  }
  return {zones[zone].get(), static_cast<std::uint16_t>(zone)};
}

std::int64_t quantity_of(const Context& context, int calendar, const Duration& duration,
                         const TimeBase& base, const time::Calendar* days, Instant from,
                         std::optional<Instant>& named_day) {
  named_day.reset();
  if (duration.kind == TargetKind::elapsed || duration.kind == TargetKind::business)
    return duration.amount;
  const std::int64_t hours_of_day =
      context.agreement.calendars[static_cast<std::size_t>(calendar)].business_day_micros;
  if (duration.kind == TargetKind::business_days && hours_of_day > 0) {
    return duration.amount * hours_of_day;
  }
  named_day = duration.kind == TargetKind::business_days
                  ? business_days_later(*days, from, duration.amount)
                  : end_of_business_day(*days, from, duration.amount);
  return *named_day == time::kNever ? Stopwatch::kUnreachable : base.between(from, *named_day);
}

Stopwatch stopwatch_for(const Context& context, int calendar, const Duration& duration,
                        const time::Calendar* on, Instant from) {
  Stopwatch made;
  made.base = duration.kind == TargetKind::elapsed ? TimeBase() : TimeBase(on);
  made.start = from;
  made.quantity = quantity_of(context, calendar, duration, made.base, on, from, made.day_due);
  return made;
}

std::int64_t group_of(const agreement::Grouping& grouping, const Subject& subject) {
  if (grouping.by != agreement::GroupBy::field) return verdicts::kNoGroup;
  return subject.fields[static_cast<std::size_t>(grouping.field)].value_or(verdicts::kNoGroup);
}

}  // namespace sla::reference
