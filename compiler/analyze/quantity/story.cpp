#include "compiler/analyze/quantity/story.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "runtime/time/zone.h"

namespace sla::analyze::quantity {
namespace {

constexpr time::Date kMonday = time::days_from_civil(2026, 3, 2);

}  // namespace

Story::Story(const agreement::Agreement& record) : record_(record), day_(kMonday) {
  const auto zone = time::Zone::find(record.zone);
  if (!record.has_term || !zone) return;
  const time::Date first = zone->date_of(record.term_begin);
  const time::Date last = zone->date_of(record.term_end - 1);
  const time::Date monday = first + (kMonday - first % 7 + 70000) % 7;
  for (const time::Date day : {monday + 28, monday + 7, monday, first}) {
    day_ = day;
    if (day + 7 <= last) break;
  }
}

bool Story::can_be_given(int field) const {
  const agreement::Field& declared = record_.fields[static_cast<std::size_t>(field)];
  return declared.of_parent < 0 && declared.of_event < 0 && field != record_.parent_field;
}

std::string Story::value(int field, std::int64_t value) const {
  const agreement::Type& type = record_.fields[static_cast<std::size_t>(field)].type;
  const auto named = static_cast<std::int64_t>(record_.texts.size());
  if (type.kind == agreement::TypeKind::text && value >= named) {
    return agreement::quoted_text(value == named ? "another"
                                                 : fmt::format("other {}", value - named));
  }
  return value_words(record_, type, value);
}

std::optional<std::string> Story::given(const Facts& facts, const std::vector<int>& fields) const {
  const std::set<int> asked(fields.begin(), fields.end());
  std::vector<std::string> said;
  for (int field = 0; field < static_cast<int>(record_.fields.size()); ++field) {
    const auto place = static_cast<std::size_t>(field);
    const bool is_asked = asked.contains(field);
    if (!is_asked && (record_.fields[place].optional || !can_be_given(field))) continue;
    if (!facts.fields[place]) {
      if (!is_asked || record_.fields[place].optional) continue;
      return std::nullopt;
    }
    if (!can_be_given(field)) return std::nullopt;
    said.push_back(
        fmt::format("{} {}", record_.fields[place].name, value(field, *facts.fields[place])));
  }
  return fmt::format("{}", fmt::join(said, "  "));
}

std::string Story::words(const Facts& facts, const std::vector<int>& fields) const {
  std::vector<std::string> said;
  for (const int field : fields) {
    const auto place = static_cast<std::size_t>(field);
    said.push_back(facts.fields[place] ? fmt::format("{} {}", record_.fields[place].name,
                                                     value(field, *facts.fields[place]))
                                       : fmt::format("{} not known", record_.fields[place].name));
  }
  return fmt::format("{}", fmt::join(said, ", "));
}

std::optional<std::vector<std::string>> Story::happening(const agreement::Trigger& trigger,
                                                         const Facts& facts,
                                                         const std::string& lead) const {
  if (trigger.kind != agreement::Trigger::Kind::event || trigger.events.empty())
    return std::nullopt;
  const auto states = record_.lifecycle.states.size();
  std::vector<std::string> lines;
  const auto enters = [&](int state) {
    lines.push_back(fmt::format("{} enters {}", lead,
                                record_.lifecycle.states[static_cast<std::size_t>(state)].name));
  };
  if (facts.state >= 0 &&
      std::ranges::find(trigger.events, record_.entering(facts.state)) != trigger.events.end()) {
    enters(facts.state);
    return lines;
  }
  const events::Code code = trigger.events.front();
  if (facts.state >= 0) enters(facts.state);
  if (code == events::kAssigned) {
    lines.push_back(fmt::format("{} is assigned to \"Dana\"", lead));
  } else if (code >= events::kFirstState + states) {
    lines.push_back(fmt::format("{} gets {}", lead, record_.event_name(code)));
  } else {
    return std::nullopt;
  }
  return lines;
}

std::string Story::at(time::Date day, int hour) {
  const time::CivilDate date = time::civil_from_days(day);
  return fmt::format("{:04}-{:02}-{:02} {:02}:00", date.year, date.month, date.day, hour);
}

std::string Story::when(time::Date day, int hour) {
  constexpr const char* kDays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  return fmt::format("{} {}", kDays[((day - kMonday) % 7 + 7) % 7], at(day, hour));
}

}  // namespace sla::analyze::quantity
