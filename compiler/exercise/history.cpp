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

// Ids that retractions name: a test's own numbers, in two ranges.
events::EventId id_of_event(std::size_t event) { return {event + 1, 1}; }
events::EventId id_of_merge(std::size_t merge) { return {merge + 1, 2}; }

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
  if (!test.merges.empty()) first = std::min(first, test.merges.front().at);
  if (!test.expectations.empty()) first = std::min(first, test.expectations.front().as_of);
  return first;
}

time::Instant last_instant(const agreement::Test& test) {
  time::Instant last = time::kMinInstant;
  if (!test.events.empty()) last = test.events.back().at;
  if (!test.merges.empty()) last = std::max(last, test.merges.back().at);
  if (!test.retractions.empty()) last = std::max(last, test.retractions.back().at);
  if (!test.expectations.empty()) last = std::max(last, test.expectations.back().as_of);
  return last;
}

bool rewrites(const agreement::Test& test) {
  return !test.merges.empty() || !test.retractions.empty();
}

std::uint32_t subject_of(const agreement::Test& test, int lead, const events::Log& log) {
  return log.subjects.find(test.leads[static_cast<std::size_t>(lead)].name);
}

TestHistory make_history(const agreement::Agreement& agreement, const agreement::Test& test,
                         time::Instant known) {
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
  for (std::size_t e = 0; e < test.events.size(); ++e) {
    const TestEvent& happened = test.events[e];
    events::Event event;
    event.subject = static_cast<std::uint32_t>(happened.lead);
    event.time = happened.at;
    event.code = happened.code;
    event.owner = id_of(builder.owners(), happened.owner);
    event.team = id_of(builder.teams(), happened.team);
    event.actor = id_of(builder.owners(), happened.actor);
    event.sequence = sequence++;
    builder.add(event, values_of(agreement, happened.values, builder), id_of_event(e));
  }
  for (std::size_t m = 0; m < test.merges.size(); ++m) {
    const agreement::TestMerge& merged = test.merges[m];
    events::Merge merge;
    merge.loser = static_cast<std::uint32_t>(merged.loser);
    merge.winner = static_cast<std::uint32_t>(merged.winner);
    merge.id = id_of_merge(m);
    merge.time = merged.at;
    merge.sequence = sequence++;
    builder.add(merge);
  }
  for (const agreement::TestRetraction& each : test.retractions) {
    events::Retraction retraction;
    retraction.id = each.of_merge ? id_of_merge(each.what) : id_of_event(each.what);
    retraction.time = each.at;
    builder.add(retraction);
  }
  TestHistory history;
  history.log = std::move(builder).finish(known);
  events::settle_payloads(history.log, agreement.payloads());
  for (const TestPerson& person : test.people) history.roster.people.push_back(person_of(person));
  history.people = events::bind_people(history.log, history.roster, agreement.zone_field,
                                       agreement.party_names());
  return history;
}

}  // namespace sla::exercise
