#include "compiler/driver/describe_json.h"

#include <nlohmann/json.hpp>

#include "compiler/agreement/words.h"
#include "compiler/driver/inputs.h"
#include "runtime/time/instant.h"

namespace sla::driver {
namespace {

using agreement::Agreement;
using Json = nlohmann::ordered_json;

Json title_of(const std::string& title) { return title.empty() ? Json(nullptr) : Json(title); }

Json calendar_json(const agreement::Calendar& calendar) {
  constexpr const char* kZoneOf[] = {"calendar", "owner", "lead"};
  Json holidays = Json::array();
  for (const agreement::HolidayUse& use : calendar.holidays) holidays.push_back(use.words);
  return {{"name", calendar.name},
          {"title", title_of(calendar.title)},
          {"zone", calendar.spec.zone},
          {"zone_of", kZoneOf[static_cast<std::size_t>(calendar.zone_of)]},
          {"holidays", std::move(holidays)}};
}

Json clause_json(const Agreement& a, const agreement::Clause& clause) {
  Json json = {{"name", clause.name},
               {"title", title_of(clause.title)},
               {"kind", agreement::name_of(clause.kind)},
               {"party", a.parties[static_cast<std::size_t>(clause.party)].name},
               {"says", agreement::sentence(a, clause)}};
  const int calendar = has_clock(clause.kind) ? clause.deadline.calendar : -1;
  json["calendar"] =
      calendar < 0 ? Json(nullptr) : Json(a.calendars[static_cast<std::size_t>(calendar)].name);
  json["tiers"] = Json::array();
  if (has_clock(clause.kind)) {
    for (const agreement::Tier& tier : clause.deadline.tiers)
      json["tiers"].push_back({{"name", tier.name}, {"within", agreement::words(tier.target)}});
  }
  return json;
}

Json record_json(const Agreement& a) {
  Json json = {{"kind", a.subject_kind}, {"parent", title_of(a.parent_kind)}};
  json["states"] = Json::array();
  for (std::size_t s = 0; s < a.lifecycle.states.size(); ++s) {
    const agreement::State& state = a.lifecycle.states[s];
    json["states"].push_back({{"name", state.name},
                              {"title", title_of(state.title)},
                              {"code", a.entering(static_cast<int>(s))},
                              {"final", state.final}});
  }
  json["events"] = Json::array();
  for (std::size_t e = 0; e < a.events.size(); ++e) {
    json["events"].push_back({{"name", a.events[e].name},
                              {"title", title_of(a.events[e].title)},
                              {"code", a.code_of_event(static_cast<int>(e))},
                              {"touch", a.events[e].touch}});
  }
  json["fields"] = Json::array();
  for (const agreement::Field& field : a.fields) {
    json["fields"].push_back({{"name", field.name},
                              {"title", title_of(field.title)},
                              {"type", agreement::name_of(field.type.kind)},
                              {"choices", field.choices},
                              {"optional", field.optional}});
  }
  json["clauses"] = Json::array();
  for (const agreement::Clause& clause : a.clauses)
    json["clauses"].push_back(clause_json(a, clause));
  return json;
}

}  // namespace

std::string description_json(const Agreement& a, const policy::Policy& policy) {
  Json json = {{"title", a.title},
               {"version", a.version},
               {"semantic_hash", policy.semantic_hash},
               {"tzdb", policy.tzdb_version},
               {"sla", policy.sla_version},
               {"zone", a.zone},
               {"currency", title_of(a.currency)},
               {"parties", policy.parties},
               {"roles", policy.roles}};
  json["in_force"] =
      a.has_term ? Json{{"from", time::format_utc(a.term_begin)},
                        {"until", a.term_end == time::kNever ? Json(nullptr)
                                                             : Json(time::format_utc(a.term_end))}}
                 : Json(nullptr);
  json["calendars"] = Json::array();
  for (const agreement::Calendar& calendar : a.calendars)
    json["calendars"].push_back(calendar_json(calendar));
  json["records"] = Json::array();
  for (const Agreement* record : records_of(a)) json["records"].push_back(record_json(*record));
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace sla::driver
