#include <algorithm>

#include <fmt/format.h>

#include "compiler/check/durations.h"
#include "compiler/check/numbers.h"
#include "compiler/check/tests.h"
#include "runtime/time/deadline.h"

namespace sla::check {
namespace {

/// Where a calendar has no opening for longer than this, "2 business hours later" has no answer.
constexpr time::Instant kLongestSearch = 800 * time::kDay;

std::int64_t local_days(const syntax::Duration& duration) {
  return duration.unit == syntax::Unit::week ? 7 : 1;
}

bool is_plain_days(const syntax::Duration& duration) {
  return !duration.business && !duration.end_of_day &&
         (duration.unit == syntax::Unit::day || duration.unit == syntax::Unit::week);
}

}  // namespace

std::optional<time::Instant> TestTime::named(const syntax::Moment& moment) {
  if (moment.later) return later(moment);
  const auto date = resolve_date(context_, moment.date);
  std::optional<time::Zone> zone =
      moment.zone ? resolve_zone(context_, *moment.zone)
                  : std::optional(local_zone(context_, moment.span, "the time of a test"));
  if (!date || !zone) return std::nullopt;
  time::Resolution resolution = time::Resolution::kUnique;
  const std::int64_t local = *date * time::kDay + moment.second * time::kSecond;
  const time::Instant result = zone->to_utc(local, &resolution);
  if (resolution != time::Resolution::kGap) return result;
  context_.add(Code::bad_date, moment.span, "clocks skip this time").help =
      fmt::format("write `{}`", time::format_local(result, *zone).substr(4));
  return std::nullopt;
}

std::optional<time::Instant> TestTime::later(const syntax::Moment& moment) {
  const syntax::Duration& by = *moment.later;
  if (!now_) {
    if (!failed_) {
      context_.add(Code::bad_test_time, moment.span, "later than what? no line before has a time")
          .help = "begin with a time, such as `at 2026-03-06 16:30`";
    }
    return std::nullopt;
  }
  if (is_plain_days(by)) {
    // In a story, "3 days later" is the same time of day; only a target has to choose a reading.
    const auto days = exact_product(by.amount, local_days(by));
    const time::Zone& zone = local_zone(context_, moment.span, "the time of a test");
    if (days && *days <= 100'000) return zone.to_utc(zone.to_local(*now_) + *days * time::kDay);
    context_.add(Code::bad_duration, by.span, "this is no whole number of days that a test has");
    return std::nullopt;
  }
  const auto duration = resolve_duration(context_, by, context_.default_calendar);
  if (!duration) return std::nullopt;
  if (is_business(*duration)) return business_later(moment, *duration);
  time::Instant result = 0;
  if (!__builtin_add_overflow(*now_, duration->amount, &result) && result <= time::kMaxInstant) {
    return result;
  }
  context_.add(Code::bad_date, moment.span,
               fmt::format("this is after the year {}", time::kMaxYear));
  return std::nullopt;
}

std::optional<time::Instant> TestTime::business_later(const syntax::Moment& moment,
                                                      const agreement::Duration& by) {
  if (!require_calendar(context_, context_.default_calendar, moment.span)) return std::nullopt;
  const auto index = static_cast<std::size_t>(context_.default_calendar.index);
  if (index >= context_.agreement.calendars.size()) return std::nullopt;
  const agreement::Calendar& calendar = context_.agreement.calendars[index];
  const time::Instant to = std::min(*now_ + kLongestSearch, time::kMaxInstant);
  const auto built =
      time::Calendar::build(calendar.spec, std::max(*now_ - time::kDay * 7, time::kMinInstant), to);
  const auto kind = by.kind == agreement::TargetKind::business ? time::TargetKind::kBusinessMicros
                    : by.kind == agreement::TargetKind::business_days
                        ? time::TargetKind::kBusinessDays
                        : time::TargetKind::kEndOfBusinessDay;
  if (built) {
    const time::Deadline found = time::deadline(*built, *now_, {kind, by.amount});
    if (found.due != time::kNever) return found.due;
  }
  context_
      .add(Code::bad_test_time, moment.span,
           fmt::format("calendar `{}` does not open that long in two years", calendar.name))
      .help = "write the time itself";
  return std::nullopt;
}

std::optional<time::Instant> TestTime::next(const std::optional<syntax::Moment>& said, Span line) {
  if (!said) {
    if (now_ || failed_) return now_;
    context_.add(Code::bad_test_time, line, "nothing says when this is").help =
        "begin the line with a time, such as `at 2026-03-06 16:30`; the lines after it happen at "
        "the same time until one says another";
    failed_ = true;
    return std::nullopt;
  }
  const auto at = named(*said);
  if (!at) {
    failed_ = true;
    now_.reset();
    return std::nullopt;
  }
  if (now_ && *at < *now_) {
    auto& finding =
        context_.add(Code::bad_test_time, said->span, "this is earlier than the line before it");
    const time::Zone& zone = local_zone(context_, said->span, "the time of a test");
    finding.secondary.push_back(
        {now_span_, fmt::format("here it was already {}", time::format_local(*now_, zone))});
    finding.help = "put the lines in the order in which they happen";
    return std::nullopt;
  }
  now_ = at;
  first_ = std::min(first_, *at);
  now_span_ = said->span;
  failed_ = false;
  return at;
}

}  // namespace sla::check
