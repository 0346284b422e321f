#include "bench/workload.h"

#include <algorithm>
#include <random>

#include "compiler/driver/calendars.h"

namespace sla::bench {
namespace {

constexpr time::Instant kBegin = 1'735'689'600 * time::kSecond;  // 2025-01-01
constexpr time::Instant kEnd = kBegin + 365 * time::kDay;

}  // namespace

agreement::Agreement one_deadline_clause() {
  agreement::Agreement a;
  a.title = "bench";
  a.parties = {{"marketing"}, {"sales"}};
  a.zone = "Europe/Berlin";
  agreement::Calendar office;
  office.name = "office";
  office.spec.zone = a.zone;
  office.spec.weekly = {{time::kMondayToFriday, {540, 1020}}};
  a.calendars = {office};
  a.events = {{"call", "", true}, {"email", "", true}, {"meeting", "", true}, {"visit", "", false}};
  agreement::Clause clause;
  clause.name = "speed_to_lead";
  clause.party = 1;
  clause.deadline.start.events = {events::kAssigned};
  agreement::Discharge call;
  call.events = {a.code_of_event(0)};
  clause.deadline.discharges = {call};
  agreement::Tier tier;
  tier.target = {agreement::TargetKind::business, 4 * time::kHour};
  clause.deadline.tiers = {tier};
  clause.deadline.calendar = 0;
  a.clauses = {clause};
  return a;
}

agreement::Agreement deadline_clauses(int count) {
  agreement::Agreement a = one_deadline_clause();
  const agreement::Clause first = a.clauses.front();
  a.clauses.clear();
  for (int c = 0; c < count; ++c) {
    agreement::Clause clause = first;
    clause.name += std::to_string(c);
    clause.deadline.discharges.front().events = {a.code_of_event(c % 4)};
    clause.deadline.tiers.front().target.amount = (c + 1) * time::kHour;
    a.clauses.push_back(clause);
  }
  return a;
}

std::unique_ptr<Workload> make_workload(const agreement::Agreement& agreement,
                                        std::uint32_t leads) {
  auto workload = std::make_unique<Workload>();
  events::Log& log = workload->log;
  std::mt19937_64 random(9);
  std::uint32_t owners = 500;
  for (std::uint32_t o = 0; o < owners; ++o) log.owners.intern("owner " + std::to_string(o));
  log.subject_begin.push_back(0);
  std::vector<time::Instant> times;
  for (std::uint32_t lead = 0; lead < leads; ++lead) {
    log.subjects.intern(std::to_string(lead));
    times.resize(5 + random() % 11);
    // A lead lives for about three weeks.
    time::Instant born =
        kBegin + static_cast<time::Instant>(random() % static_cast<std::uint64_t>(kEnd - kBegin));
    for (time::Instant& t : times)
      t = born + static_cast<time::Instant>(random() % (21 * time::kDay));
    std::ranges::sort(times);
    for (time::Instant t : times) {
      auto kind = random() % 8;
      log.time.push_back(t);
      log.code.push_back(static_cast<events::Code>(kind));
      bool assigned = kind == events::kAssigned;
      log.owner.push_back(assigned ? static_cast<std::uint32_t>(random() % owners) : events::kNone);
    }
    log.subject_begin.push_back(log.time.size());
  }
  log.team.assign(log.size(), events::kNone);
  log.actor.assign(log.size(), events::kNone);
  log.row.assign(log.size(), 0);
  log.origin.assign(log.size(), 0);
  log.fields.resize(agreement.fields.size());
  workload->people = events::bind_people(log, {}, -1);
  auto calendars =
      driver::build_calendars(agreement, workload->people, kBegin, kEnd + 30 * time::kDay);
  workload->inputs = {&log, &workload->people, std::move(*calendars), kEnd};
  return workload;
}

}  // namespace sla::bench
