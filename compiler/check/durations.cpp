// Every duration of a policy passes through here: exact amounts in microseconds or whole days, and
// the traps of units whose length is not fixed. What an ambiguous day could have meant is in
// durations_readings.cpp.
#include "compiler/check/durations.h"

#include <fmt/format.h>

#include "compiler/check/durations_readings.h"
#include "compiler/check/names.h"
#include "compiler/check/numbers.h"

namespace sla::check {
namespace {

using agreement::Duration;
using agreement::TargetKind;
using syntax::Unit;

/// Nobody promises more than a century; the calendars' tables end sooner than that anyway.
constexpr std::int64_t kMostDays = 36'500;

/// Microseconds of a unit of fixed length, or 0.
std::int64_t micros_of(Unit unit) {
  switch (unit) {
    case Unit::second: return time::kSecond;
    case Unit::minute: return time::kMinute;
    case Unit::hour: return time::kHour;
    case Unit::day: return time::kDay;
    case Unit::week: return 7 * time::kDay;
    default: return 0;
  }
}

diagnose::Finding& refuse(Context& context, const syntax::Duration& duration, std::string message) {
  return context.add(Code::bad_duration, duration.span, std::move(message));
}

/// The amount times `factor`, as whole units that do not exceed `most`.
std::optional<std::int64_t> amount_of(Context& context, const syntax::Duration& duration,
                                      std::int64_t factor, std::int64_t most, const char* whole) {
  const auto product = exact_product(duration.amount, factor);
  if (product && *product <= most) return *product;
  if (!product && product.error() == NumberError::too_fine) {
    refuse(context, duration,
           fmt::format("`{}` is not a whole number of {}", duration.amount, whole));
  } else {
    refuse(context, duration, "a duration of more than 100 years");
  }
  return std::nullopt;
}

std::optional<std::int64_t> micros(Context& context, const syntax::Duration& duration) {
  return amount_of(context, duration, micros_of(duration.unit), kMostDays * time::kDay,
                   "microseconds");
}

std::optional<Duration> business_days(Context& context, const syntax::Duration& duration,
                                      const CalendarChoice& calendar) {
  const auto quantity = business_day_quantity(context, 1, calendar);
  if (quantity && duration.amount.contains('.')) {
    const auto exact =
        amount_of(context, duration, *quantity, kMostDays * time::kDay, "microseconds");
    if (!exact) return std::nullopt;
    return Duration{TargetKind::business, *exact};
  }
  const auto days = exact_product(duration.amount, 1);
  if (!days && days.error() == NumberError::too_fine) {
    refuse(context, duration, "a business day cannot be split: it has no length of its own").help =
        "write business hours, or say `business day as 8 hours` in the calendar";
    return std::nullopt;
  }
  const auto whole = amount_of(context, duration, 1, kMostDays, "business days");
  if (!whole) return std::nullopt;
  return Duration{TargetKind::business_days, *whole};
}

std::optional<Duration> business(Context& context, const syntax::Duration& duration,
                                 const CalendarChoice& calendar) {
  switch (duration.unit) {
    case Unit::day: return business_days(context, duration, calendar);
    case Unit::second:
    case Unit::minute:
    case Unit::hour: {
      const auto amount = micros(context, duration);
      if (!amount) return std::nullopt;
      return Duration{TargetKind::business, *amount};
    }
    default:
      refuse(context, duration, "business time is counted in minutes, hours and days").help =
          duration.unit == Unit::week ? "write `5 business days` for a working week"
                                      : "write a number of business days";
      return std::nullopt;
  }
}

std::optional<Duration> elapsed(Context& context, const syntax::Duration& duration,
                                const CalendarChoice& calendar) {
  if (micros_of(duration.unit) == 0) {
    auto& finding = refuse(context, duration, "months, quarters and years have no fixed length");
    const char* days = duration.unit == Unit::month     ? "30"
                       : duration.unit == Unit::quarter ? "90"
                                                        : "365";
    finding.help = calendar.kind == CalendarChoice::Kind::none
                       ? fmt::format("write a number of days, such as `{} days`", days)
                       : "write a number of hours or of business days";
    return std::nullopt;
  }
  if (duration.unit >= Unit::day && report_ambiguous_day(context, duration, calendar)) {
    return std::nullopt;
  }
  const auto amount = micros(context, duration);
  if (!amount) return std::nullopt;
  return Duration{TargetKind::elapsed, *amount};
}

}  // namespace

CalendarChoice choose_calendar(Context& context, const std::optional<syntax::Name>& named) {
  if (!named) return context.default_calendar;
  const auto index = resolve_calendar(context, *named);
  if (!index) return {CalendarChoice::Kind::failed, -1};
  return {CalendarChoice::Kind::one, *index};
}

bool require_calendar(Context& context, const CalendarChoice& choice, Span needed_by) {
  switch (choice.kind) {
    case CalendarChoice::Kind::one: return true;
    case CalendarChoice::Kind::failed: return false;
    case CalendarChoice::Kind::none:
      context.add(Code::no_calendar, needed_by, "there is no calendar to count business time in")
          .help = "declare one, such as `calendar office { open Mon-Fri 09:00-17:00 }`";
      return false;
    case CalendarChoice::Kind::several: {
      const auto names = names_of(context.agreement.calendars);
      auto& finding =
          context.add(Code::no_calendar, needed_by,
                      "several calendars are declared, and nothing says which one counts");
      finding.help =
          fmt::format("add `calendar {}` to the clause, or to the agreement for all clauses",
                      fmt::join(names, "` or `calendar "));
      return false;
    }
  }
  return false;
}

std::optional<std::int64_t> business_day_quantity(const Context& context, std::int64_t days,
                                                  const CalendarChoice& calendar) {
  if (calendar.index < 0) return std::nullopt;
  const auto& c = context.agreement.calendars[static_cast<std::size_t>(calendar.index)];
  if (c.business_day_micros == 0) return std::nullopt;
  return days * c.business_day_micros;
}

std::optional<std::int64_t> elapsed_micros(Context& context, const syntax::Duration& duration) {
  if (duration.business || duration.end_of_day || duration.unit > Unit::hour) {
    refuse(context, duration, "plain hours or minutes are expected here");
    return std::nullopt;
  }
  return micros(context, duration);
}

std::optional<Duration> resolve_duration(Context& context, const syntax::Duration& duration,
                                         const CalendarChoice& calendar) {
  if (duration.end_of_day) {
    const auto days = amount_of(context, duration, 1, kMostDays, "business days");
    if (!days) return std::nullopt;
    return Duration{TargetKind::end_of_business_day, *days};
  }
  return duration.business ? business(context, duration, calendar)
                           : elapsed(context, duration, calendar);
}

namespace {

std::optional<Duration> not_zero(Context& context, const syntax::Duration& duration,
                                 const std::optional<Duration>& target) {
  if (!target) return std::nullopt;
  if (target->amount == 0 && target->kind != TargetKind::end_of_business_day) {
    refuse(context, duration, "a target of zero is missed as soon as it starts").help =
        "write `immediately` when that is meant";
    return std::nullopt;
  }
  return target;
}

}  // namespace

std::optional<Duration> resolve_target(Context& context, const syntax::Duration& duration,
                                       const CalendarChoice& calendar) {
  return not_zero(context, duration, resolve_duration(context, duration, calendar));
}

std::optional<Duration> resolve_window(Context& context, const syntax::Duration& duration,
                                       const CalendarChoice& calendar) {
  const bool plain = !duration.business && !duration.end_of_day && micros_of(duration.unit) != 0;
  if (!plain) return resolve_target(context, duration, calendar);
  const auto amount = micros(context, duration);
  if (!amount) return std::nullopt;
  return not_zero(context, duration, Duration{TargetKind::elapsed, *amount});
}

}  // namespace sla::check
