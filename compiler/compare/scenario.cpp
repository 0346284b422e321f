#include "compiler/compare/scenario.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "compiler/agreement/words.h"
#include "runtime/time/zone.h"

namespace sla::compare {
namespace {

using agreement::Field;
using agreement::TypeKind;
using Kind = Happening::Kind;

template <class Named>
int index_of(const std::vector<Named>& all, const std::string& name) {
  const auto found = std::ranges::find(all, name, &Named::name);
  return found == all.end() ? -1 : static_cast<int>(found - all.begin());
}

const Field* field_of(const Agreement& agreement, const Given& given) {
  const int index = index_of(agreement.fields, given.field);
  return index < 0 ? nullptr : &agreement.fields[static_cast<std::size_t>(index)];
}

/// Whether the values could be said; those of fields that are not there are left out.
bool add_values(const Agreement& agreement, const std::vector<Given>& values,
                std::vector<agreement::TestValue>& into) {
  for (const Given& given : values) {
    const Field* field = field_of(agreement, given);
    if (field == nullptr || field->of_parent >= 0) continue;
    if (field->type.kind != given.type) return false;
    agreement::TestValue value;
    value.field = static_cast<int>(field - agreement.fields.data());
    value.known = given.known;
    value.value = given.value;
    value.text = given.text;
    if (given.known && given.type == TypeKind::choice) {
      const auto choice = std::ranges::find(field->choices, given.text);
      if (choice == field->choices.end()) return false;
      value.value = choice - field->choices.begin();
    }
    into.push_back(std::move(value));
  }
  return true;
}

std::optional<events::Code> code_of(const Agreement& agreement, const Happening& happening) {
  switch (happening.kind) {
    case Kind::assigned: return events::kAssigned;
    case Kind::held: return events::kHeld;
    case Kind::resumed: return events::kResumed;
    case Kind::changes: return events::kChanged;
    case Kind::enters: {
      const int state = index_of(agreement.lifecycle.states, happening.name);
      if (state < 0) return std::nullopt;
      return agreement.entering(state);
    }
    case Kind::gets: {
      const int event = index_of(agreement.events, happening.name);
      if (event < 0) return std::nullopt;
      return agreement.code_of_event(event);
    }
  }
  return std::nullopt;
}

time::Zone zone_of(const Agreement& agreement) {
  const auto zone = time::Zone::find(agreement.zone);
  return zone ? *zone : time::Zone::utc();
}

std::string value_text(const Agreement& agreement, const Given& given) {
  if (!given.known) return "unknown";
  if (given.type == TypeKind::text) return agreement::quoted_text(given.text);
  if (given.type == TypeKind::choice) return given.text;
  return agreement::value_words(agreement, agreement::Type{given.type, -1, -1}, given.value);
}

/// As `at` has it; in UTC where the local time would be another instant.
std::string moment(const time::Zone& zone, Instant at) {
  const auto text = [at](const time::Zone& in) {
    std::string local = time::format_local(at, in);
    return local.substr(local.find(' ') + 1);  // Without the weekday.
  };
  if (zone.to_utc(zone.to_local(at)) == at) return text(zone);
  return text(time::Zone::utc()) + " \"UTC\"";
}

std::string line_of(const agreement::TestPerson& person) {
  std::string text = agreement::quoted_text(person.name);
  if (!person.team.empty()) text += " in " + agreement::quoted_text(person.team);
  if (!person.zone.empty()) text += " time zone " + agreement::quoted_text(person.zone);
  if (!person.party.empty()) text += " party " + person.party;
  return text;
}

}  // namespace

void append(Scenario& to, const Scenario& more) {
  const std::size_t first = to.leads.size();
  to.leads.insert(to.leads.end(), more.leads.begin(), more.leads.end());
  for (Happening happening : more.events) {
    happening.lead += first;
    to.events.push_back(std::move(happening));
  }
}

std::optional<agreement::Test> test_of(const Agreement& agreement, const Scenario& scenario) {
  agreement::Test test;
  for (const ScenarioLead& lead : scenario.leads) {
    agreement::TestLead& own = test.leads.emplace_back();
    own.name = lead.name;
    if (!add_values(agreement, lead.given, own.given)) return std::nullopt;
  }
  test.people = scenario.people;
  for (const Happening& happening : scenario.events) {
    const auto code = code_of(agreement, happening);
    if (!code) continue;
    agreement::TestEvent event;
    event.at = happening.at;
    event.lead = static_cast<int>(happening.lead);
    event.code = *code;
    if (happening.kind == Kind::assigned) event.owner = happening.name;
    event.actor = happening.actor;
    if (!add_values(agreement, happening.values, event.values)) return std::nullopt;
    test.events.push_back(std::move(event));
  }
  std::ranges::stable_sort(test.events, {}, &agreement::TestEvent::at);
  test.first = test.events.empty() ? scenario.judged : test.events.front().at;
  return test;
}

bool knows(const Agreement& agreement, const Scenario& scenario) {
  return std::ranges::all_of(
      scenario.events, [&](const Happening& each) { return code_of(agreement, each).has_value(); });
}

std::string words(const Agreement& agreement, const std::vector<Given>& values,
                  const char* between) {
  std::vector<std::string> parts;
  for (const Given& given : values) {
    const Field* field = field_of(agreement, given);
    if (field == nullptr || field->of_parent >= 0) continue;
    const std::string name = field->name.substr(field->name.find('.') + 1);
    parts.push_back(name + " " + value_text(agreement, given));
  }
  return fmt::format("{}", fmt::join(parts, between));
}

std::string words(const Agreement& agreement, const Scenario& scenario,
                  const Happening& happening) {
  std::string text = scenario.leads[happening.lead].name;
  const std::string values = words(agreement, happening.values, "  ");
  switch (happening.kind) {
    case Kind::enters: text += " enters " + happening.name; break;
    case Kind::gets: text += " gets " + happening.name; break;
    case Kind::assigned: text += " is assigned to " + agreement::quoted_text(happening.name); break;
    case Kind::held: text += " is held"; break;
    case Kind::resumed: text += " is resumed"; break;
    case Kind::changes: text += " changes"; break;
  }
  if (!values.empty()) {
    const bool bare = happening.kind == Kind::changes || happening.kind == Kind::gets;
    text += fmt::format("{} {{ {} }}", bare ? "" : " with", values);
  }
  if (!happening.actor.empty()) text += " by " + agreement::quoted_text(happening.actor);
  return text;
}

std::string test_text(const Agreement& agreement, const Scenario& scenario,
                      const std::string& title, const std::vector<std::string>& expectations) {
  const time::Zone zone = zone_of(agreement);
  std::string text = fmt::format("test {} {{\n", agreement::quoted_text(title));
  // Leads of whom the same is given share a line.
  for (std::size_t i = 0; i < scenario.leads.size();) {
    std::vector<std::string> names;
    const std::vector<Given>& given = scenario.leads[i].given;
    for (; i < scenario.leads.size() && scenario.leads[i].given == given; ++i) {
      names.push_back(scenario.leads[i].name);
    }
    const std::string values = words(agreement, given, "  ");
    text += fmt::format("  given {} {}{}\n", agreement.subject_kind, fmt::join(names, ", "),
                        values.empty() ? "" : " { " + values + " }");
  }
  for (const agreement::TestPerson& person : scenario.people) {
    text += fmt::format("  given {}\n", line_of(person));
  }
  for (const Happening& happening : scenario.events) {
    if (!code_of(agreement, happening)) continue;
    text += fmt::format("  at {}  {}\n", moment(zone, happening.at),
                        words(agreement, scenario, happening));
  }
  for (const std::string& expectation : expectations) {
    text += fmt::format("  at {}  expect {}\n", moment(zone, scenario.judged), expectation);
  }
  return text + "}\n";
}

}  // namespace sla::compare
