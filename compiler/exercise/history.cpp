#include "compiler/exercise/history.h"

#include <algorithm>

#include "runtime/events/payload.h"

namespace sla::exercise {
namespace {

using agreement::TestEvent;
using agreement::TestPerson;
using agreement::TestValue;

std::vector<events::LogBuilder::Value> values_of(const agreement::Agreement& agreement,
                                                 const std::vector<TestValue>& said,
                                                 events::LogBuilder& builder) {
  std::vector<events::LogBuilder::Value> values;
  for (const TestValue& each : said) {
    const agreement::Field& field = agreement.fields[static_cast<std::size_t>(each.field)];
    events::LogBuilder::Value made{static_cast<std::uint32_t>(each.field),
                                   static_cast<std::uint8_t>(each.known ? 1 : 2), each.value};
    if (each.known && field.type.kind == agreement::TypeKind::text) {
      made.value = builder.texts().intern(each.text);
    }
    values.push_back(made);
  }
  return values;
}

std::uint32_t id_of(events::Interner& names, const std::string& name) {
  return name.empty() ? events::kNone : names.intern(name);
}

events::Person person_of(const TestPerson& person) {
  events::Person made;
  made.owner = person.name;
  made.team = person.team;
  made.manager = person.manager;
  made.zone = person.zone;
  made.calendar = person.calendar;
  made.party = person.party;
  made.roles = person.roles;
  made.from = person.from;
  made.until = person.until;
  return made;
}

}  // namespace

time::Instant first_instant(const agreement::Test& test) {
  time::Instant first = test.first;
  if (!test.events.empty()) first = std::min(first, test.events.front().at);
  if (!test.expectations.empty()) first = std::min(first, test.expectations.front().as_of);
  return first;
}

time::Instant last_instant(const agreement::Test& test) {
  time::Instant last = time::kMinInstant;
  if (!test.events.empty()) last = test.events.back().at;
  if (!test.expectations.empty()) last = std::max(last, test.expectations.back().as_of);
  return last;
}

TestHistory make_history(const agreement::Agreement& agreement, const agreement::Test& test) {
  events::LogBuilder builder(agreement.texts, agreement.fields.size());
  std::int64_t sequence = 0;
  for (const agreement::TestLead& lead : test.leads) {
    const std::uint32_t subject = builder.subjects().intern(lead.name);
    if (lead.given.empty()) continue;
    events::Event event;
    event.subject = subject;
    event.time = first_instant(test);
    event.sequence = sequence++;
    builder.add(event, values_of(agreement, lead.given, builder));
  }
  for (const TestEvent& happened : test.events) {
    events::Event event;
    event.subject = static_cast<std::uint32_t>(happened.lead);
    event.time = happened.at;
    event.code = happened.code;
    event.owner = id_of(builder.owners(), happened.owner);
    event.team = id_of(builder.teams(), happened.team);
    event.actor = id_of(builder.owners(), happened.actor);
    event.sequence = sequence++;
    builder.add(event, values_of(agreement, happened.values, builder));
  }
  TestHistory history;
  history.log = std::move(builder).finish();
  events::settle_payloads(history.log, agreement.payloads());
  for (const TestPerson& person : test.people) history.roster.people.push_back(person_of(person));
  history.people = events::bind_people(history.log, history.roster, agreement.zone_field,
                                       agreement.party_names());
  return history;
}

}  // namespace sla::exercise
