#include "compiler/ics/ics.h"

#include <libical/ical.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "compiler/ics/outline.h"
#include "runtime/time/instant.h"

namespace sla::ics {
namespace {

using time::Date;

constexpr std::size_t kMostDays = 20'000;
/// A longer event is more likely a wrong year than a holiday.
constexpr Date kLongestEvent = 366;

struct FreeComponent {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
using Component = std::unique_ptr<icalcomponent, FreeComponent>;

std::optional<Date> date_of(const icaltimetype& time) {
  if (time.year < time::kMinYear || time.year > time::kMaxYear) return std::nullopt;
  if (time.month < 1 || time.month > 12 || time.day < 1) return std::nullopt;
  if (time.day > time::days_in_month(time.year, time.month)) return std::nullopt;
  return time::days_from_civil(time.year, time.month, time.day);
}

/// The whole text stands for some value that libical could not read.
const char* problem_of(icalcomponent* event) {
  icalproperty* error = icalcomponent_get_first_property(event, ICAL_XLICERROR_PROPERTY);
  return error == nullptr ? nullptr : icalproperty_get_xlicerror(error);
}

struct Event {
  icalcomponent* component = nullptr;
  std::size_t line = 1;
  std::string uid, title;
  Date first = 0;
  Date length = 1;
  std::optional<Date> replaces;  ///< RECURRENCE-ID.
};

using Failure = std::unexpected<Error>;

Failure fail(std::size_t line, std::string message) {
  return Failure(Error{line, std::move(message)});
}

std::string text_of(const char* text) { return text == nullptr ? "" : text; }

class Reader {
 public:
  explicit Reader(std::vector<std::size_t> lines) : lines_(std::move(lines)) {}

  std::expected<Days, Error> run(icalcomponent* root) {
    if (auto read = read_events(root); !read) return Failure(read.error());
    for (const Event& event : events_) {
      if (event.replaces) replaced_[event.uid].insert(*event.replaces);
    }
    result_.endless = !events_.empty();
    for (const Event& event : events_) {
      if (auto placed = place(event); !placed) return Failure(placed.error());
    }
    std::ranges::sort(result_.days, [](const Day& a, const Day& b) {
      return std::tie(a.date, a.title) < std::tie(b.date, b.title);
    });
    return std::move(result_);
  }

 private:
  // Events in the order of the text, so that they meet the lines of the outline.
  std::expected<void, Error> read_events(icalcomponent* component) {
    if (icalcomponent_isa(component) == ICAL_VEVENT_COMPONENT) return read_event(component);
    for (icalcomponent* child = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT);
         child != nullptr;
         child = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT)) {
      if (auto read = read_events(child); !read) return read;
    }
    return {};
  }

  std::expected<void, Error> read_event(icalcomponent* component) {
    Event event{.component = component,
                .line = next_ < lines_.size() ? lines_[next_] : 1,
                .uid = text_of(icalcomponent_get_uid(component)),
                .title = text_of(icalcomponent_get_summary(component)),
                .replaces = std::nullopt};
    ++next_;
    if (const char* problem = problem_of(component))
      return fail(event.line, fmt::format("this event cannot be read: {}", problem));
    icalproperty* start = icalcomponent_get_first_property(component, ICAL_DTSTART_PROPERTY);
    if (start == nullptr) return fail(event.line, "an event without DTSTART");
    const icaltimetype from = icalproperty_get_dtstart(start);
    if (auto id = read_replaced(event); !id) return id;
    const bool cancelled = icalcomponent_get_status(component) == ICAL_STATUS_CANCELLED;
    if (from.is_date == 0 || cancelled) {
      if (!cancelled) note_timed(event);
      // What it replaces is gone all the same.
      if (event.replaces) replaced_[event.uid].insert(*event.replaces);
      return {};
    }
    const auto first = date_of(from);
    if (!first) return fail(event.line, "DTSTART is not a date between 1900 and 2200");
    event.first = *first;
    if (auto length = read_length(event); !length) return length;
    events_.push_back(std::move(event));
    return {};
  }

  void note_timed(const Event& event) {
    if (result_.timed++ == 0) result_.first_timed = event.line;
  }

  static std::expected<void, Error> read_replaced(Event& event) {
    icalproperty* id =
        icalcomponent_get_first_property(event.component, ICAL_RECURRENCEID_PROPERTY);
    if (id == nullptr) return {};
    if (icalproperty_get_first_parameter(id, ICAL_RANGE_PARAMETER) != nullptr)
      return fail(event.line, "RECURRENCE-ID with RANGE is not supported");
    event.replaces = date_of(icalproperty_get_recurrenceid(id));
    if (!event.replaces) return fail(event.line, "RECURRENCE-ID is not a date");
    return {};
  }

  static std::expected<void, Error> read_length(Event& event) {
    if (icalproperty* end =
            icalcomponent_get_first_property(event.component, ICAL_DTEND_PROPERTY)) {
      const auto last = date_of(icalproperty_get_dtend(end));
      if (!last || *last < event.first)
        return fail(event.line, "DTEND is not a date after DTSTART");
      // Some programs write the day itself as its end.
      event.length = std::max(*last - event.first, 1);
    } else if (icalproperty* duration =
                   icalcomponent_get_first_property(event.component, ICAL_DURATION_PROPERTY)) {
      const icaldurationtype length = icalproperty_get_duration(duration);
      if (length.is_neg != 0 || length.weeks > 60 || length.days > 400)
        return fail(event.line, "DURATION is not a number of days");
      event.length = std::max(static_cast<Date>(length.weeks * 7 + length.days), 1);
    }
    if (event.length > kLongestEvent) return fail(event.line, "an event of more than a year");
    return {};
  }

  std::expected<void, Error> place(const Event& event) {
    auto starts = starts_of(event);
    if (!starts) return Failure(starts.error());
    const auto replaced = replaced_.find(event.uid);
    for (const Date start : *starts) {
      if (!event.replaces && replaced != replaced_.end() && replaced->second.contains(start))
        continue;
      for (Date day = 0; day < event.length; ++day)
        result_.days.push_back({start + day, event.title});
      if (result_.days.size() > kMostDays)
        return fail(event.line, fmt::format("more than {} days", kMostDays));
    }
    return {};
  }

  std::expected<std::set<Date>, Error> starts_of(const Event& event) {
    std::set<Date> starts{event.first};
    bool endless = false;
    for (icalproperty* rule = first(event, ICAL_RRULE_PROPERTY); rule != nullptr;
         rule = next(event, ICAL_RRULE_PROPERTY)) {
      const icalrecurrencetype recurrence = icalproperty_get_rrule(rule);
      endless = recurrence.count == 0 && icaltime_is_null_time(recurrence.until) != 0;
      if (auto repeated = repeat(event, recurrence, starts); !repeated)
        return Failure(repeated.error());
    }
    for (icalproperty* date = first(event, ICAL_RDATE_PROPERTY); date != nullptr;
         date = next(event, ICAL_RDATE_PROPERTY)) {
      if (const auto start = date_of(icalproperty_get_rdate(date).time)) starts.insert(*start);
    }
    for (icalproperty* date = first(event, ICAL_EXDATE_PROPERTY); date != nullptr;
         date = next(event, ICAL_EXDATE_PROPERTY)) {
      if (const auto start = date_of(icalproperty_get_exdate(date))) starts.erase(*start);
    }
    result_.endless = result_.endless && (endless || event.replaces);
    return starts;
  }

  static bool is_only(const short* values, int value) {
    return values[0] == ICAL_RECURRENCE_ARRAY_MAX ||
           (values[0] == value && values[1] == ICAL_RECURRENCE_ARRAY_MAX);
  }
  /// Once a year on the date of the event, said with or without BYMONTH and BYMONTHDAY.
  static bool is_yearly(const icalrecurrencetype& rule, const time::CivilDate& from) {
    constexpr short kNone = ICAL_RECURRENCE_ARRAY_MAX;
    return rule.freq == ICAL_YEARLY_RECURRENCE && is_only(rule.by_month, from.month) &&
           is_only(rule.by_month_day, from.day) && rule.by_day[0] == kNone &&
           rule.by_year_day[0] == kNone && rule.by_week_no[0] == kNone &&
           rule.by_set_pos[0] == kNone && rule.by_hour[0] == kNone && rule.by_minute[0] == kNone &&
           rule.by_second[0] == kNone;
  }
  static std::expected<void, Error> repeat(const Event& event, const icalrecurrencetype& rule,
                                           std::set<Date>& starts) {
    const time::CivilDate from = time::civil_from_days(event.first);
    if (!is_yearly(rule, from))
      return fail(event.line,
                  "a holiday repeats once a year on its own date (FREQ=YEARLY); list the "
                  "days of any other RRULE one by one");
    const int every = rule.interval < 1 ? 1 : rule.interval;
    const auto until = date_of(rule.until);
    int left = rule.count;
    for (int year = from.year; year <= time::kMaxYear; year += every) {
      if (from.day > time::days_in_month(year, from.month)) continue;  // A 29 February.
      const Date date = time::days_from_civil(year, from.month, from.day);
      if (until && date > *until) break;
      starts.insert(date);
      if (rule.count > 0 && --left == 0) break;
    }
    return {};
  }

  static icalproperty* first(const Event& event, icalproperty_kind kind) {
    return icalcomponent_get_first_property(event.component, kind);
  }
  static icalproperty* next(const Event& event, icalproperty_kind kind) {
    return icalcomponent_get_next_property(event.component, kind);
  }

  std::vector<std::size_t> lines_;
  std::size_t next_ = 0;
  std::vector<Event> events_;
  std::map<std::string, std::set<Date>> replaced_;
  Days result_;
};

std::expected<Days, Error> read(std::string_view text) {
  auto lines = outline(text);
  if (!lines) return Failure(lines.error());
  icalerror_set_errors_are_fatal(0);
  const std::string copy(text);
  const Component root(icalparser_parse_string(copy.c_str()));
  if (!root) return fail(1, "this is not an iCalendar file");
  return Reader(*std::move(lines)).run(root.get());
}

constexpr Provider kProvider = {&read};

}  // namespace
}  // namespace sla::ics

extern "C" const sla::ics::Provider* sla_ics_provider() { return &sla::ics::kProvider; }
