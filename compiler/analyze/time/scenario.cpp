#include "compiler/analyze/time/scenario.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/agreement/words.h"

namespace sla::analyze {
namespace {

bool is_taken(const agreement::Agreement& whole, const std::string& title) {
  return std::ranges::any_of(whole.tests,
                             [&](const agreement::Test& test) { return test.title == title; });
}

/// The title, or one that no test of the agreement has: an emitted test may be part of it by now.
std::string free_title(const agreement::Agreement& whole, const std::string& title) {
  std::string free = title;
  for (int number = 2; is_taken(whole, free); ++number)
    free = fmt::format("{} ({})", title, number);
  return free;
}

}  // namespace

Scenario::Scenario(const agreement::Agreement& whole, const agreement::Agreement& record,
                   const time::Zone& zone)
    : whole_(whole), record_(record), zone_(zone) {}

std::string Scenario::subject(const Values& values, const Whereabouts& where, int party) {
  const std::string name(1, static_cast<char>('a' + subjects_++));
  std::vector<int> fields = givable_fields(record_);
  std::string facts = values_text(record_, values, fields);
  if (!where.lead.empty() && record_.zone_field >= 0) {
    const auto& field = record_.fields[static_cast<std::size_t>(record_.zone_field)];
    facts = fmt::format("{} \"{}\"{}{}", field.name, where.lead, facts.empty() ? "" : "  ", facts);
  }
  given_.push_back(fmt::format("  given {} {}{}", record_.subject_kind, name,
                               facts.empty() ? "" : " { " + facts + " }"));
  if (person_.empty()) {
    person_ = fmt::format("  given \"{}\" in \"A team\"", kPerson);
    if (!where.owner.empty()) person_ += fmt::format(" time zone \"{}\"", where.owner);
    if (party >= 0) person_ += " party " + whole_.parties[static_cast<std::size_t>(party)].name;
    given_.push_back(person_);
  }
  return name;
}

void Scenario::arrives(const std::string& subject, const Coming& coming, Instant at) {
  for (const std::string& what : coming.happenings) happens(at, subject, what);
}

void Scenario::happens(Instant at, const std::string& subject, const std::string& what) {
  const std::string test = fmt::format("at {}  {} {}", moment(at), subject, what);
  lines_.push_back({at, test, fmt::format("{} {} {}", record_.subject_kind, subject, what)});
}

void Scenario::expects(Instant at, const std::string& claim, const std::string& told) {
  lines_.push_back({at, fmt::format("at {}  expect {}", moment(at), claim), told});
}

void Scenario::tells(Instant at, const std::string& what) { lines_.push_back({at, "", what}); }

std::string Scenario::moment(Instant t) {
  if (t % time::kSecond != 0 || t > time::kMaxInstant) sayable_ = false;
  // A local time that clocks show twice means the first; the second is said in UTC.
  const bool local = zone_.to_utc(zone_.to_local(t)) == t;
  const std::string text =
      t > time::kMaxInstant ? "" : time::format_local(t, local ? zone_ : time::Zone::utc());
  const std::size_t weekday = std::min<std::size_t>(text.size(), 4);
  return text.substr(weekday) + (local ? "" : " \"UTC\"");
}

std::string Scenario::shown(Instant t) const { return time::format_local(t, zone_); }

std::optional<diagnose::Timeline> Scenario::finish(const std::string& title) const {
  if (!sayable_) return std::nullopt;
  std::vector<Line> lines = lines_;
  std::ranges::stable_sort(lines, {}, &Line::at);
  diagnose::Timeline timeline;
  timeline.test = fmt::format("test {} {{\n", agreement::quoted_text(free_title(whole_, title)));
  for (const std::string& given : given_) timeline.test += given + "\n";
  for (const Line& line : lines) {
    if (!line.test.empty()) timeline.test += "  " + line.test + "\n";
    if (!line.told.empty()) timeline.lines.push_back({shown(line.at), line.told});
  }
  timeline.test += "}\n";
  return timeline;
}

}  // namespace sla::analyze
