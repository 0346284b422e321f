#include "compiler/syntax/print_parts.h"

namespace sla::syntax {
namespace {

std::string shown(const std::vector<Window>& windows) {
  std::string result;
  for (const Window& window : windows) {
    result +=
        fmt::format("{}{}-{}", result.empty() ? "" : ", ", shown(window.from), shown(window.to));
  }
  return result;
}

void print(Printer& out, const Opening& opening) {
  constexpr std::string_view kDays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
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

void print(Printer& out, const HolidaySet& set) {
  std::string path;
  for (const Name& part : set.path) path += (path.empty() ? "" : ".") + part.text;
  std::string except;
  for (const Text& day : set.except)
    except += (except.empty() ? " except " : ", ") + quoted(day.value);
  out.line("closed {}{}", path, except);
}

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

}  // namespace sla::syntax
