#include <charconv>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "compiler/parse/build.h"

namespace sla::parse {
namespace {

using Grammar = grammar::SlaParser;

std::string_view what_is_said(Grammar::HolidayPartContext& part) {
  if (part.K_OBSERVED()) return "when it is observed";
  if (part.K_OPEN()) return "the opening";
  if (part.K_FROM()) return "the first year";
  return part.K_TO() ? "the last year" : "the exception";
}

std::string_view what_is_said(Grammar::HolidaySetPartContext& part) {
  if (part.K_EXCEPT()) return "the exception";
  if (part.K_ALSO()) return "what is closed as well";
  return part.K_FROM() ? "the first year" : "the last year";
}

}  // namespace

int Builder::weekday(antlr4::tree::TerminalNode* node) const {
  constexpr std::string_view kDays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  const std::string_view word = reporter_.text(node->getSymbol());
  for (int day = 0; day < 7; ++day) {
    if (word.starts_with(kDays[day])) return day;
  }
  return 0;
}

syntax::Year Builder::year(Grammar::WholeNumberContext& context) {
  const std::string_view digits = reporter_.text(context.getStart());
  syntax::Year result{0, span(context)};
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, result.year);
  if (digits.size() == 4 && stop == end && error == std::errc()) return result;
  auto* finding = reporter_.add(diagnose::Code::bad_date, result.span,
                                fmt::format("`{}` is not a year", digits));
  if (finding) finding->help = "write it with four digits, such as `2026`";
  result.year = 2000;
  return result;
}

std::pair<syntax::Date, syntax::Date> Builder::date_range(Grammar::DateRangeContext& context) {
  const syntax::Date first = date(context.date(0));
  return {first, context.date().size() > 1 ? date(context.date(1)) : first};
}

syntax::Holidays Builder::holidays(Grammar::HolidaysContext& context) {
  syntax::Holidays result;
  result.name = name(context.newName());
  result.title = optional_title(context.title());
  result.span = span(context);
  Said said(reporter_);
  for (auto* line : context.holidaysBody()->holidaysLine()) {
    if (!sound(line)) continue;
    if (auto* known = line->knownYears()) {
      if (!said.first("the years that are known", span(*line))) continue;
      std::size_t at = 0;
      if (known->K_FROM()) result.known_from = year(*known->wholeNumber(at++));
      if (known->K_TO()) result.known_to = year(*known->wholeNumber(at));
    } else if (auto* set = line->holidaySet()) {
      if (sound(set)) result.items.emplace_back(holiday_set(*set));
    } else if (sound(line->holidayDate())) {
      result.items.emplace_back(holiday_rule(*line));
    }
  }
  return result;
}

syntax::HolidaySet Builder::holiday_set(Grammar::HolidaySetContext& context) {
  syntax::HolidaySet set;
  set.path = names(context.holidayName());
  set.file = optional_title(context.title());
  set.span = span(context);
  Said said(reporter_);
  for (auto* part : context.holidaySetPart()) {
    if (sound(part)) holiday_set_part(*part, set, said);
  }
  return set;
}

void Builder::holiday_set_part(Grammar::HolidaySetPartContext& part, syntax::HolidaySet& set,
                               Said& said) {
  if (!said.first(std::string(what_is_said(part)), span(part))) return;
  if (part.K_FROM()) set.from = year(*part.wholeNumber());
  if (part.K_TO()) set.to = year(*part.wholeNumber());
  for (auto* day : part.title()) set.except.push_back(title(day));
  for (auto* day : part.alsoDay()) {
    const auto [from, to] = date_range(*day->dateRange());
    set.also.push_back({from, to, optional_title(day->title())});
  }
}

syntax::HolidayRule Builder::holiday_rule(Grammar::HolidaysLineContext& line) {
  syntax::HolidayRule rule;
  rule.title = title(line.title());
  rule.span = span(line);
  holiday_date(*line.holidayDate(), rule);
  Said said(reporter_);
  for (auto* part : line.holidayPart()) {
    if (sound(part)) holiday_part(*part, rule, said);
  }
  return rule;
}

void Builder::holiday_date(Grammar::HolidayDateContext& context, syntax::HolidayRule& rule) {
  rule.base_span = span(context);
  if (context.K_TWO()) {
    rule.base = syntax::HolidayBaseKind::between_holidays;
    return;
  }
  for (auto* range : context.dateRange()) rule.dates.push_back(date_range(*range));
  if (!rule.dates.empty()) {
    rule.base = context.K_EACH() ? syntax::HolidayBaseKind::dates_each_year
                                 : syntax::HolidayBaseKind::dates;
    if (!context.yearWord() || reporter_.text(context.yearWord()->getStart()) == "year") return;
    auto* finding = reporter_.add(diagnose::Code::unexpected, span(*context.yearWord()),
                                  "dates are listed for each year");
    if (finding) finding->help = "write `each year on 2026-11-08`";
    return;
  }
  if (!sound(context.holidayBase())) return;
  holiday_base(*context.holidayBase(), rule);
  if (!context.K_BEFORE() && !context.K_AFTER()) return;
  syntax::HolidayShift shift;
  shift.before = context.K_BEFORE() != nullptr;
  shift.inclusive = context.K_ON() != nullptr;
  shift.span = reporter_.span(context.getStart(),
                              (shift.before ? context.K_BEFORE() : context.K_AFTER())->getSymbol());
  if (context.NUMBER()) shift.amount = name(context.NUMBER());
  else shift.weekday = weekday(context.WEEKDAY());
  rule.shift = std::move(shift);
}

void Builder::holiday_base(Grammar::HolidayBaseContext& context, syntax::HolidayRule& rule) {
  if (context.K_EASTER()) {
    rule.base = context.K_ORTHODOX() ? syntax::HolidayBaseKind::orthodox_easter
                                     : syntax::HolidayBaseKind::easter;
    return;
  }
  rule.month = name(context.monthName());
  if (context.K_EQUINOX()) {
    rule.base = syntax::HolidayBaseKind::equinox;
    rule.zone = title(context.title());
  } else if (context.NUMBER()) {
    rule.base = syntax::HolidayBaseKind::month_day;
    rule.day = name(context.NUMBER());
  } else {
    rule.base = syntax::HolidayBaseKind::nth_weekday;
    rule.ordinal = name(context.ordinal());
    rule.weekday = weekday(context.WEEKDAY());
  }
}

void Builder::holiday_part(Grammar::HolidayPartContext& part, syntax::HolidayRule& rule,
                           Said& said) {
  if (!said.first(std::string(what_is_said(part)), span(part))) return;
  if (part.K_OBSERVED()) observed(part, rule);
  if (part.windows()) rule.windows = windows(*part.windows());
  if (part.K_FROM()) rule.from = year(*part.wholeNumber(0));
  if (part.K_TO()) rule.to = year(*part.wholeNumber(0));
  if (!part.K_EXCEPT()) return;
  for (auto* each : part.wholeNumber()) rule.except.push_back(year(*each));
}

void Builder::observed(Grammar::HolidayPartContext& part, syntax::HolidayRule& rule) {
  rule.observed = part.K_NEAREST()   ? syntax::HolidayObserved::nearest_weekday
                  : part.K_WORKING() ? syntax::HolidayObserved::next_working_day
                                     : syntax::HolidayObserved::next_weekday;
  if (!part.observedWhen()) return;
  for (auto* day : part.observedWhen()->WEEKDAY()) rule.observed_on.push_back(weekday(day));
}

}  // namespace sla::parse
