// A calendar block becomes a time::CalendarSpec: weekly openings, and dates with openings of their
// own. Later lines hold over earlier ones, so `closed 12-24 to 12-31` may be followed by `open
// 12-28 09:00-12:00`. Overlaps are looked for in calendars_overlap.cpp.
#include "compiler/check/calendars.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/check/calendars_overlap.h"
#include "compiler/check/durations.h"
#include "compiler/check/holidays.h"
#include "compiler/check/names.h"

namespace sla::check {
namespace {

using agreement::Calendar;

/// A longer closing is more likely a wrong year than a holiday.
constexpr int kLongestClosing = 366;

}  // namespace

std::optional<time::MinuteWindow> window_of(Context& context, const syntax::Window& window) {
  if (window.from.minute >= 1440) {
    context.add(Code::bad_date, window.from.span, "an opening cannot start at 24:00").help =
        "write 00:00 of the next day";
    return std::nullopt;
  }
  // 22:00-00:00 ends where its day ends.
  const int to = window.to.minute == 0 ? 1440 : window.to.minute;
  return time::MinuteWindow{window.from.minute, to};
}

namespace {

std::uint8_t weekday_bits(const std::vector<syntax::DayRange>& ranges) {
  std::uint8_t bits = 0;
  for (const syntax::DayRange& range : ranges) {
    for (int day = range.first;; day = (day + 1) % 7) {
      bits = static_cast<std::uint8_t>(bits | 1 << day);
      if (day == range.last) break;
    }
  }
  return bits;
}

class CalendarChecker {
 public:
  CalendarChecker(Context& context, const syntax::Calendar& syntax)
      : context_(context), syntax_(syntax) {}

  Calendar check() {
    calendar_.name = syntax_.name.text;
    calendar_.title = title_of(syntax_.title);
    calendar_.span = syntax_.span;
    calendar_.spec.always_open = syntax_.always_open;
    // The week first: a half day of a holiday set keeps to its hours.
    for (const syntax::CalendarItem& item : syntax_.items) {
      if (const auto* opening = std::get_if<syntax::Opening>(&item)) open_weekly(*opening);
    }
    for (const syntax::CalendarItem& item : syntax_.items) std::visit(*this, item);
    settle_zone();
    report_never_open();
    if (!syntax_.always_open) warn_of_overlaps(context_, syntax_.name, openings_);
    return std::move(calendar_);
  }

  void operator()(const syntax::Opening&) {}

  void open_weekly(const syntax::Opening& opening) {
    has_openings_ = true;
    const std::uint8_t weekdays = weekday_bits(opening.days);
    for (const syntax::Window& window : opening.windows) {
      const auto minutes = window_of(context_, window);
      if (!minutes) continue;
      calendar_.spec.weekly.push_back({weekdays, *minutes});
      openings_.push_back({weekdays, *minutes, source::join(window.from.span, window.to.span)});
    }
  }

  void operator()(const syntax::DateOpening& opening) {
    has_openings_ = true;
    std::vector<time::MinuteWindow> windows;
    std::vector<PlacedWindow> placed;
    for (const syntax::Window& window : opening.windows) {
      const auto minutes = window_of(context_, window);
      if (!minutes) continue;
      windows.push_back(*minutes);
      placed.push_back({time::kMonday, *minutes, source::join(window.from.span, window.to.span)});
    }
    warn_of_overlaps(context_, syntax_.name, placed);
    for (const syntax::Date& written : opening.dates) {
      const auto date = resolve_date(context_, written);
      if (!date || !free(*date, written.span, "opened")) continue;
      opened_.emplace(*date, written.span);
      calendar_.spec.exceptions.push_back({*date, windows, title_of(opening.title)});
    }
  }

  void operator()(const syntax::DateClosing& closing) {
    for (const auto& [first, last] : closing.ranges) {
      const auto from = resolve_date(context_, first);
      const auto to = first.span == last.span ? from : resolve_date(context_, last);
      if (from && to) close(*from, *to, source::join(first.span, last.span), closing);
    }
  }

  void operator()(const syntax::HolidaySet& set) {
    const auto resolved = resolve_holidays(context_, set);
    if (!resolved) return;
    agreement::HolidayUse use{source_text(context_, set.span), resolved->first_known,
                              resolved->last_known, calendar_.spec.exceptions.size(), 0};
    for (const time::Holiday& day :
         time::holidays_of(resolved->rules, resolved->first_known, resolved->last_known)) {
      // What the calendar itself says of a date holds over a set.
      if (opened_.contains(day.date)) continue;
      calendar_.spec.exceptions.push_back({day.date,
                                           day.windows.empty() ? day.windows : windows_left(day),
                                           day.observed ? day.title + " (observed)" : day.title});
    }
    use.end = calendar_.spec.exceptions.size();
    warn_of_unknown_years(context_, set, use);
    calendar_.holidays.push_back(std::move(use));
  }

  void operator()(const syntax::CalendarZone& zone) {
    if (zone_ != nullptr) {
      auto& finding =
          context_.add(Code::duplicate_name, zone.span, "a second time zone of one calendar");
      finding.secondary.push_back({zone_->span, "the first one"});
      return;
    }
    zone_ = &zone;
  }

  void operator()(const syntax::BusinessDayAs& day) {
    const auto amount = elapsed_micros(context_, day.amount);
    if (!amount) return;
    if (*amount <= 0 || *amount > time::kDay) {
      context_
          .add(Code::bad_duration, day.amount.span,
               "a business day lasts more than 0 and at most 24 hours")
          .help = "write, for instance, `business day as 8 hours`";
      return;
    }
    calendar_.business_day_micros = *amount;
  }

 private:
  void close(time::Date from, time::Date to, Span span, const syntax::DateClosing& closing) {
    if (to < from || to - from > kLongestClosing) {
      context_.add(
          Code::bad_date, span,
          to < from ? "the closing ends before it begins" : "a closing of more than a year");
      return;
    }
    for (time::Date date = from; date <= to; ++date) {
      if (!free(date, span, "closed")) return;
      calendar_.spec.exceptions.push_back({date, {}, title_of(closing.title)});
    }
  }

  /// A half day opens nothing: it is what is left of the day's own hours.
  std::vector<time::MinuteWindow> windows_left(const time::Holiday& day) const {
    if (calendar_.spec.always_open) return day.windows;
    std::vector<time::MinuteWindow> left;
    for (const time::WeeklyOpening& opening : calendar_.spec.weekly) {
      if ((opening.weekdays >> time::weekday(day.date) & 1) == 0) continue;
      const int end = end_of(opening.window);
      for (const time::MinuteWindow& window : day.windows) {
        const int from = std::max(opening.window.from_minute, window.from_minute);
        const int to = std::min(end, end_of(window));
        if (from < to) left.push_back({from, to > 1440 ? to - 1440 : to});
      }
    }
    return left;
  }

  /// In minutes of the day on which it starts; beyond 1440 when it ends on the next.
  static int end_of(const time::MinuteWindow& window) {
    return window.to_minute > window.from_minute ? window.to_minute : window.to_minute + 1440;
  }

  /// An opening of a date must not be undone by a later line: one of the two is a mistake.
  bool free(time::Date date, Span span, const char* action) {
    const auto earlier = opened_.find(date);
    if (earlier == opened_.end()) return true;
    auto& finding = context_.add(
        Code::duplicate_name, span,
        fmt::format("{} is {} after it was opened above", time::format_date(date), action));
    finding.secondary.push_back({earlier->second, "opened here"});
    finding.help =
        "keep one line for the date; several openings of a day stand on one line, after commas";
    return false;
  }

  void settle_zone() {
    const bool named = zone_ != nullptr && zone_->of == syntax::ZoneOf::named;
    if (named) {
      if (resolve_zone(context_, zone_->name)) calendar_.spec.zone = zone_->name.value;
      return;
    }
    local_zone(context_, zone_ != nullptr ? zone_->span : syntax_.name.span,
               "a calendar without a time zone of its own");
    calendar_.spec.zone = context_.agreement.zone;
    if (zone_ == nullptr) return;
    calendar_.zone_of =
        zone_->of == syntax::ZoneOf::owner ? Calendar::ZoneOf::owner : Calendar::ZoneOf::lead;
  }

  void report_never_open() {
    if (syntax_.always_open || has_openings_) return;
    context_
        .add(Code::calendar_never_open, syntax_.name.span,
             fmt::format("calendar `{}` is never open, so no business time ever passes",
                         syntax_.name.text))
        .help = "add openings such as `open Mon-Fri 09:00-17:00`, or `open always`";
  }

  Context& context_;
  const syntax::Calendar& syntax_;
  Calendar calendar_;
  const syntax::CalendarZone* zone_ = nullptr;
  /// Lines that open it, sound or not: a wrong opening is not also a calendar without one.
  bool has_openings_ = false;
  std::vector<PlacedWindow> openings_;
  std::map<time::Date, Span> opened_;
};

}  // namespace

void check_calendars(Context& context) {
  for (const syntax::Calendar* calendar : context.declared.calendars) {
    context.agreement.calendars.push_back(CalendarChecker(context, *calendar).check());
  }
}

namespace {

/// The zone of a record besides the lead: its own `time_zone`, or that of the lead it is of.
void check_zone_of_record(Context& context) {
  agreement::Agreement& own = context.agreement;
  for (const char* name : {"time_zone", "lead.time_zone"}) {
    const auto field = find_name(own.fields, name);
    if (!field ||
        own.fields[static_cast<std::size_t>(*field)].type.kind != agreement::TypeKind::text) {
      continue;
    }
    own.zone_field = *field;
    return;
  }
}

}  // namespace

void check_calendar_fields(Context& context) {
  if (context.record > 0) return check_zone_of_record(context);
  const auto field = find_name(context.agreement.fields, "time_zone");
  const bool is_text =
      field && context.agreement.fields[static_cast<std::size_t>(*field)].type.kind ==
                   agreement::TypeKind::text;
  if (is_text) context.agreement.zone_field = *field;
  for (const syntax::Calendar* calendar : context.declared.calendars) {
    for (const syntax::CalendarItem& item : calendar->items) {
      const auto* zone = std::get_if<syntax::CalendarZone>(&item);
      if (zone == nullptr || zone->of != syntax::ZoneOf::lead || is_text) continue;
      auto& finding = context.add(
          field ? Code::type_mismatch : Code::unknown_name, zone->span,
          field ? "the lead's `time_zone` is not text" : "the lead has no field `time_zone`");
      finding.help = "declare `time_zone text?` in `lead`";
    }
  }
}

void check_calendar_uses(Context& context) {
  agreement::Agreement& own = context.agreement;
  if (context.record == 0 || own.zone_field >= 0) return;
  std::set<int> of_leads;
  for (std::size_t c = 0; c < own.calendars.size(); ++c) {
    agreement::Calendar& calendar = own.calendars[c];
    if (calendar.zone_of != agreement::Calendar::ZoneOf::lead) continue;
    of_leads.insert(static_cast<int>(c));
    calendar.zone_of = agreement::Calendar::ZoneOf::fixed;
  }
  for (const agreement::Clause& clause : own.clauses) {
    std::vector<int> used = {clause.deadline.calendar, clause.volume.calendar,
                             clause.conversion.calendar, clause.prohibition.outside};
    for (const agreement::Step& step : clause.steps) {
      for (const agreement::Effect& effect : step.effects) used.push_back(effect.calendar);
    }
    const auto found =
        std::ranges::find_if(used, [&](int calendar) { return of_leads.contains(calendar); });
    if (found == used.end()) continue;
    context
        .add(Code::unknown_name, clause.span,
             fmt::format("calendar `{}` is in the lead's time zone, which {} does not know",
                         own.calendars[static_cast<std::size_t>(*found)].name,
                         agreement::one(own.subject_kind)))
        .help = fmt::format("declare `time_zone text?` in `{}`, or in the lead that it is of",
                            own.subject_kind);
  }
}

}  // namespace sla::check
