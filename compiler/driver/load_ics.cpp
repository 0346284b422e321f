#include "compiler/driver/load_ics.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include <fmt/format.h>

#include "compiler/driver/load_library.h"
#include "compiler/ics/ics.h"

namespace sla::driver {
namespace {

namespace fs = std::filesystem;
using diagnose::Code;

std::expected<const ics::Provider*, std::string> load() {
  return load_provider<ics::Provider>("libsla_ics.so", "SLA_ICS", "sla_ics_provider",
                                      "the library that reads it");
}

source::Span line_of(const source::File& file, std::uint32_t index, std::size_t line) {
  const std::string_view text = file.line(static_cast<std::uint32_t>(line));
  if (text.empty()) return {index, 0, 0};
  const auto begin = static_cast<std::uint32_t>(text.data() - file.text().data());
  return {index, begin, begin + static_cast<std::uint32_t>(text.size())};
}

/// One rule a title: the days of a yearly event stay together under one name, for `except`.
check::ImportedHolidays rules_of(const syntax::Text& named, const ics::Days& read) {
  check::ImportedHolidays result{.named = named.span, .rules = {}};
  std::map<std::string, std::size_t> rule_of;
  for (const ics::Day& day : read.days) {
    const auto [entry, added] = rule_of.emplace(day.title, result.rules.size());
    if (added) {
      result.rules.emplace_back();
      result.rules.back().title = day.title;
      result.rules.back().base = time::HolidayBase::dates;
    }
    result.rules[entry->second].dates.push_back(day.date);
  }
  if (!read.days.empty() && !read.endless) {
    result.first_known = time::civil_from_days(read.days.front().date).year;
    result.last_known = time::civil_from_days(read.days.back().date).year;
  }
  return result;
}

void warn_of_timed(Checked& checked, const syntax::Text& named, const ics::Days& read,
                   std::uint32_t file) {
  if (read.timed == 0) return;
  diagnose::Finding& finding = checked.findings.add(
      Code::holidays_left_out, named.span,
      fmt::format("{} of this file {} a time of day and close{} no day",
                  read.timed == 1 ? "an event" : fmt::format("{} events", read.timed),
                  read.timed == 1 ? "has" : "have", read.timed == 1 ? "s" : ""));
  finding.secondary.push_back(
      {line_of(checked.sources.file(file), file, read.first_timed), "the first of them"});
  finding.help = "write half days in the calendar, such as `open 2026-12-24 09:00-13:00`";
}

}  // namespace

void import_ics(Checked& checked, const syntax::Text& named, check::Imports& imports) {
  const fs::path base(checked.sources.file(named.span.file).path());
  auto file = checked.sources.load((base.parent_path() / named.value).string());
  if (!file) {
    diagnose::Finding& finding = checked.findings.add(
        Code::unknown_file, named.span,
        fmt::format("`{}` cannot be used: {}", named.value, file.error().message));
    if (!file.error().help.empty()) finding.help = file.error().help;
    return;
  }
  static const auto provider = load();
  if (!provider) {
    checked.findings.add(Code::unreadable_holidays, named.span, provider.error()).help =
        "keep libsla_ics.so beside the program or in ../lib";
    return;
  }
  const auto read = (*provider)->read(checked.sources.file(*file).text());
  if (!read) {
    diagnose::Finding& finding = checked.findings.add(
        Code::unreadable_holidays, named.span,
        fmt::format("`{}` cannot be read as iCalendar: {}", named.value, read.error().message));
    finding.secondary.push_back(
        {line_of(checked.sources.file(*file), *file, read.error().line), "here"});
    finding.help = "export the calendar again, as an .ics file of whole days";
    return;
  }
  warn_of_timed(checked, named, *read, *file);
  imports.holidays.push_back(rules_of(named, *read));
}

}  // namespace sla::driver
