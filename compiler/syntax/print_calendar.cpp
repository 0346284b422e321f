#include "compiler/syntax/dotted.h"
#include "compiler/syntax/print_parts.h"

namespace sla::syntax {
namespace {

constexpr std::string_view kDays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

std::string shown(const std::vector<Window>& windows) {
  std::string result;
  for (const Window& window : windows) {
    result +=
        fmt::format("{}{}-{}", result.empty() ? "" : ", ", shown(window.from), shown(window.to));
  }
  return result;
}

void print(Printer& out, const Opening& opening) {
  std::string days;
  for (const DayRange& range : opening.days) {
    days += (days.empty() ? "" : ", ") + std::string(kDays[range.first]);
    if (range.last != range.first) days += fmt::format("-{}", kDays[range.last]);
  }
  out.line("open {} {}", days, shown(opening.windows));
}

void print(Printer& out, const DateOpening& opening) {
  std::string dates;
  for (const Date& date : opening.dates) dates += (dates.empty() ? "" : ", ") + shown(date);
  out.line("open {} {}{}", dates, shown(opening.windows), title_of(opening.title));
}

void print(Printer& out, const DateClosing& closing) {
  std::string ranges;
  for (const auto& [first, last] : closing.ranges) {
    ranges += (ranges.empty() ? "" : ", ") + shown(first);
    if (first.span != last.span) ranges += " to " + shown(last);
  }
  out.line("closed {}{}", ranges, title_of(closing.title));
}

std::string shown(const Date& from, const Date& to) {
  return from.span == to.span ? shown(from) : fmt::format("{} to {}", shown(from), shown(to));
}

std::string years(const std::optional<Year>& from, const std::optional<Year>& to) {
  std::string result;
  if (from) result += fmt::format(" from {}", from->year);
  if (to) result += fmt::format(" to {}", to->year);
  return result;
}

std::string shown(const HolidaySet& set) {
  std::string result = set.file ? quoted(set.file->value) : dotted(set.path);
  for (std::size_t i = 0; i < set.except.size(); ++i)
    result += (i == 0 ? " except " : ", ") + quoted(set.except[i].value);
  for (std::size_t i = 0; i < set.also.size(); ++i) {
    const AlsoDay& day = set.also[i];
    result += (i == 0 ? " also " : ", ") + shown(day.from, day.to) + title_of(day.title);
  }
  return result + years(set.from, set.to);
}

void print(Printer& out, const HolidaySet& set) { out.line("closed {}", shown(set)); }

void print(Printer& out, const CalendarZone& zone) {
  switch (zone.of) {
    case ZoneOf::named: return out.line("zone {}", quoted(zone.name.value));
    case ZoneOf::owner: return out.line("zone of the owner");
    case ZoneOf::lead: return out.line("zone of the lead");
  }
}

void print(Printer& out, const BusinessDayAs& day) {
  out.line("business day as {}", shown(day.amount));
}

}  // namespace

void print(Printer& out, const Calendar& calendar) {
  out.line("calendar {}{}", calendar.name.text, title_of(calendar.title));
  const Nested nested(out);
  if (calendar.always_open) out.line("open always");
  for (const CalendarItem& item : calendar.items) {
    std::visit([&](const auto& node) { print(out, node); }, item);
  }
}

namespace {

std::string shown(const HolidayShift& shift) {
  const std::string_view relation = shift.before ? "before" : "after";
  if (shift.amount) {
    return fmt::format("{} day{} {} ", shift.amount->text, shift.amount->text == "1" ? "" : "s",
                       relation);
  }
  return fmt::format("{}{} {} ", kDays[shift.weekday], shift.inclusive ? " on or" : "", relation);
}

std::string base_of(const HolidayRule& rule) {
  std::string dates;
  for (const auto& [from, to] : rule.dates) dates += (dates.empty() ? "" : ", ") + shown(from, to);
  switch (rule.base) {
    case HolidayBaseKind::month_day: return fmt::format("{} {}", rule.month.text, rule.day.text);
    case HolidayBaseKind::nth_weekday:
      return fmt::format("{} {} of {}", rule.ordinal.text, kDays[rule.weekday], rule.month.text);
    case HolidayBaseKind::easter: return "Easter";
    case HolidayBaseKind::orthodox_easter: return "Orthodox Easter";
    case HolidayBaseKind::equinox:
      return fmt::format("{} equinox in {}", rule.month.text, quoted(rule.zone.value));
    case HolidayBaseKind::dates: return dates;
    case HolidayBaseKind::dates_each_year: return "each year on " + dates;
    case HolidayBaseKind::between_holidays: return "each day between two holidays";
  }
  return {};
}

std::string observed_of(const HolidayRule& rule) {
  if (!rule.observed) return {};
  constexpr std::string_view kHow[] = {"nearest weekday", "next weekday", "next working day"};
  std::string result = fmt::format(" observed {}", kHow[static_cast<std::size_t>(*rule.observed)]);
  for (std::size_t i = 0; i < rule.observed_on.size(); ++i)
    result += fmt::format("{}{}", i == 0 ? " when " : " or ", kDays[rule.observed_on[i]]);
  return result;
}

void print(Printer& out, const HolidayRule& rule) {
  std::string except;
  for (const Year& year : rule.except)
    except += fmt::format("{}{}", except.empty() ? " except " : ", ", year.year);
  out.line("{} {}{}{}{}{}{}", quoted(rule.title.value), rule.shift ? shown(*rule.shift) : "",
           base_of(rule), observed_of(rule),
           rule.windows.empty() ? "" : " open " + shown(rule.windows), years(rule.from, rule.to),
           except);
}

}  // namespace

void print(Printer& out, const Holidays& holidays) {
  out.line("holidays {}{}", holidays.name.text, title_of(holidays.title));
  const Nested nested(out);
  if (holidays.known_from || holidays.known_to)
    out.line("known{}", years(holidays.known_from, holidays.known_to));
  for (const auto& item : holidays.items) {
    if (const auto* rule = std::get_if<HolidayRule>(&item)) print(out, *rule);
    else out.line("all of {}", shown(std::get<HolidaySet>(item)));
  }
}

}  // namespace sla::syntax
