#include <string_view>

#include <fmt/format.h>

#include "compiler/parse/build.h"

namespace sla::parse {
namespace {

constexpr int kDaysOfWeek = 7;

}  // namespace

syntax::AgreementHeader Builder::agreement(Grammar::AgreementContext& context) {
  syntax::AgreementHeader header;
  header.title = title(context.title());
  header.span = span(context);
  Said said(reporter_);
  for (auto* line : context.agreementBody()->agreementLine()) {
    if (sound(line)) agreement_line(*line, header, said);
  }
  return header;
}

void Builder::agreement_line(Grammar::AgreementLineContext& line, syntax::AgreementHeader& header,
                             Said& said) {
  const source::Span at = span(line);
  if (line.K_VERSION()) {
    number(line.wholeNumber()->NUMBER());
    if (!said.first("the version", at)) return;
    header.version = name(line.wholeNumber());
    if (header.version->text.find('.') != std::string::npos) {
      auto* finding = reporter_.add(diagnose::Code::bad_number, header.version->span,
                                    "a version is a whole number");
      if (finding) finding->help = "count the versions that people agreed on: 1, 2, 3";
    }
  } else if (line.K_BETWEEN()) {
    if (said.first("the parties", at)) header.parties = names(line.partyName());
  } else if (line.K_FORCE()) {
    const syntax::Term term{date(line.date(0)), date(line.date(1)), at};
    if (said.first("the term", at)) header.term = term;
  } else if (line.K_ZONE()) {
    if (said.first("the time zone", at)) header.zone = title(line.title());
  } else if (line.K_CURRENCY()) {
    if (said.first("the currency", at)) header.currency = name(line.currency());
  } else if (line.K_REVIEW()) {
    if (said.first("the review", at)) header.review = period(*line.eachPeriod());
  } else if (line.K_CALENDAR()) {
    if (said.first("the calendar", at)) header.calendar = name(line.calendarName());
  } else if (line.K_FISCAL()) {
    if (said.first("the fiscal year", at)) header.fiscal_start = name(line.monthName());
  }
}

syntax::Calendar Builder::calendar(Grammar::CalendarContext& context) {
  syntax::Calendar calendar;
  calendar.name = name(context.newName());
  calendar.title = optional_title(context.title());
  calendar.span = span(context);
  for (auto* line : context.calendarBody()->calendarLine()) {
    if (sound(line)) calendar_line(*line, calendar);
  }
  return calendar;
}

void Builder::calendar_line(Grammar::CalendarLineContext& line, syntax::Calendar& calendar) {
  if (line.K_OPEN()) return opening(line, calendar);
  if (line.K_CLOSED()) return closing(line, calendar);
  if (line.duration()) {
    calendar.items.emplace_back(syntax::BusinessDayAs{duration(*line.duration())});
    return;
  }
  syntax::CalendarZone zone;
  zone.span = span(line);
  zone.of = line.K_OWNER() ? syntax::ZoneOf::owner : syntax::ZoneOf::lead;
  if (line.title()) {
    zone.of = syntax::ZoneOf::named;
    zone.name = title(line.title());
  }
  calendar.items.emplace_back(std::move(zone));
}

void Builder::opening(Grammar::CalendarLineContext& line, syntax::Calendar& calendar) {
  if (line.K_ALWAYS()) {
    calendar.always_open = true;
  } else if (line.days()) {
    calendar.items.emplace_back(
        syntax::Opening{days(*line.days()), windows(*line.windows()), span(line)});
  } else {
    syntax::DateOpening opening;
    for (auto* day : line.dates()->date()) opening.dates.push_back(date(day));
    opening.windows = windows(*line.windows());
    opening.title = optional_title(line.title());
    opening.span = span(line);
    calendar.items.emplace_back(std::move(opening));
  }
}

void Builder::closing(Grammar::CalendarLineContext& line, syntax::Calendar& calendar) {
  if (auto* set = line.holidaySet()) {
    calendar.items.emplace_back(holiday_set(*set));
    return;
  }
  syntax::DateClosing closing;
  for (auto* range : line.dateRange()) closing.ranges.push_back(date_range(*range));
  closing.title = optional_title(line.title());
  closing.span = span(line);
  calendar.items.emplace_back(std::move(closing));
}

std::vector<syntax::Window> Builder::windows(Grammar::WindowsContext& context) {
  std::vector<syntax::Window> result;
  for (auto* window : context.window()) {
    result.push_back({clock_time(window->clockTime(0)), clock_time(window->clockTime(1))});
  }
  return result;
}

std::vector<syntax::DayRange> Builder::days(Grammar::DaysContext& context) {
  std::vector<syntax::DayRange> result;
  for (auto* range : context.dayRange()) {
    if (range->K_EVERY()) {
      result.push_back({0, kDaysOfWeek - 1});
      continue;
    }
    const auto ends = range->WEEKDAY();
    result.push_back({weekday(ends.front()), weekday(ends.back())});
  }
  return result;
}

}  // namespace sla::parse
