#include "runtime/abi/session_lists.h"

#include <algorithm>
#include <variant>

#include "runtime/abi/guard.h"
#include "runtime/abi/roster_in.h"
#include "runtime/actions/words.h"
#include "runtime/ingest/field_cell.h"
#include "runtime/policy/shapes.h"
#include "runtime/time/instant.h"
#include "runtime/time/zone.h"

namespace sla::abi {
namespace {

std::int64_t time_of(const std::string& text) {
  if (text.empty()) return SLA_NO_TIME;
  const auto read = time::parse_instant(text, time::Zone::utc());
  return read ? read->instant : SLA_NO_TIME;
}

std::int32_t status_of(std::string_view name) {
  for (int status = SLA_RUNNING; status < SLA_OTHER_STATUS; ++status) {
    if (verdicts::name_of(static_cast<verdicts::Status>(status)) == name) return status;
  }
  return SLA_OTHER_STATUS;
}

std::int32_t clause_index(std::string_view name, const verdicts::PolicyShape& shape) {
  const auto found = std::ranges::find(shape.clauses, name, &verdicts::ClauseShape::name);
  return found == shape.clauses.end() ? -1
                                      : static_cast<std::int32_t>(found - shape.clauses.begin());
}

}  // namespace

std::int64_t time_of(time::Instant t) {
  return t < time::kMinInstant || t > time::kMaxInstant ? SLA_NO_TIME : t;
}

std::optional<std::int64_t> read_cell(const policy::Policy& policy, const policy::Field& field,
                                      std::string_view text) {
  ingest::FieldMapping mapping;
  mapping.description = {field.name, field.kind, field.choices};
  events::Interner texts;
  ingest::DataFindings findings;
  const time::Zone zone = zone_of(policy);
  ingest::FieldCell cell(mapping, policy.currency, zone, texts, findings);
  const std::string origin = "events";
  const auto read = text.empty() ? std::nullopt : cell.read(text, {&origin, 0});
  if (!read || read->set != 1) return std::nullopt;
  return read->value;
}

void Lists::clear() { *this = Lists(); }

sla_verdict Lists::verdict_of(const verdicts::NamedRow& row,
                              const verdicts::PolicyShape& shape) const {
  sla_verdict verdict{};
  verdict.clause = text_of(row.clause);
  verdict.subject = text_of(row.subject);
  verdict.tier = text_of(row.tier);
  verdict.status_name = text_of(row.status);
  verdict.owner = text_of(row.owner);
  verdict.team = text_of(row.team);
  verdict.record = text_of(row.record);
  verdict.start = time_of(row.start);
  verdict.due = time_of(row.due);
  verdict.breach = time_of(row.breach);
  verdict.stop = time_of(row.stop);
  verdict.elapsed_business = row.elapsed_business_us;
  verdict.elapsed_wall = row.elapsed_wall_us;
  verdict.cycle = row.cycle;
  verdict.version = row.version;
  verdict.clause_index = clause_index(row.clause, shape);
  const bool is_period = verdict.clause_index >= 0 &&
                         shape.clauses[static_cast<std::size_t>(verdict.clause_index)].is_volume;
  verdict.status = is_period ? SLA_OTHER_STATUS : status_of(row.status);
  return verdict;
}

sla_action Lists::action_of(const session::ActionChange& change,
                            const verdicts::PolicyShape& shape) {
  sla_action action{};
  action.key = text_of(change.key);
  action.state = text_of(session::name_of(change.kind));
  action.at = action.deliver_at = SLA_NO_TIME;
  if (change.notice) {
    const actions::Notice& notice = *change.notice;
    action.kind = text_of(actions::name_of(notice.kind));
    action.clause = text_of(shape.clauses[notice.key.clause].name);
    action.subject = text_of(notice.key.subject);
    action.when = text_of(notice.when);
    std::string to;
    for (const actions::Addressee& addressee : notice.to)
      to += (to.empty() ? "" : "; ") + actions::words_of(addressee);
    action.to = text_of(keep(std::move(to)));
    action.channel = text_of(notice.channel);
    action.message = text_of(notice.message);
    action.at = time_of(notice.at);
    action.deliver_at = time_of(notice.deliver_at);
  } else if (change.points) {
    const actions::PointsEntry& entry = *change.points;
    action.kind = text_of(entry.points < 0 ? "deduct" : "award");
    action.clause = text_of(shape.clauses[entry.key.clause].name);
    action.subject = text_of(entry.key.subject);
    action.to = text_of(keep(actions::words_of(entry.to)));
    action.at = time_of(entry.at);
    action.deliver_at = time_of(entry.counts_at);
    action.points = entry.points;
  }
  return action;
}

sla_changes Lists::take(std::vector<session::Change> changes, const verdicts::PolicyShape& shape) {
  clear();
  said_ = std::move(changes);
  for (const session::Change& change : said_) {
    sla_change& made = changes_.emplace_back();
    made = {SLA_CHANGE_ACTION, change.correction ? 1 : 0, nullptr, nullptr, nullptr};
    if (const auto* action = std::get_if<session::ActionChange>(&change.what)) {
      made.action = &actions_.emplace_back(action_of(*action, shape));
      continue;
    }
    const auto& rows = std::get<verdicts::Correction>(change.what);
    static_assert(static_cast<int>(verdicts::Correction::Kind::withdrawn) == SLA_CHANGE_WITHDRAWN);
    made.kind = static_cast<std::int32_t>(rows.kind);
    if (rows.was) made.was = &of_changes_.emplace_back(verdict_of(*rows.was, shape));
    if (rows.is) made.is = &of_changes_.emplace_back(verdict_of(*rows.is, shape));
  }
  return {changes_.data(), changes_.size(), sizeof(sla_change)};
}

sla_verdicts Lists::take(std::vector<verdicts::NamedRow> rows, const verdicts::PolicyShape& shape) {
  clear();
  rows_ = std::move(rows);
  for (const verdicts::NamedRow& row : rows_) verdicts_.push_back(verdict_of(row, shape));
  return {verdicts_.data(), verdicts_.size(), sizeof(sla_verdict)};
}

sla_dues Lists::take(session::Due due, time::Instant now) {
  clear();
  due_ = std::move(due);
  for (const session::Open& open : due_.open) {
    sla_due& made = dues_.emplace_back();
    made.clause = text_of(open.named.clause);
    made.tier = text_of(open.named.tier);
    made.status_name = text_of(open.named.status);
    made.owner = text_of(open.named.owner);
    made.team = text_of(open.named.team);
    made.start = time_of(open.row.start);
    made.due = time_of(open.row.due);
    made.breach = time_of(open.row.breach);
    made.left = made.due == SLA_NO_TIME ? SLA_NO_TIME : made.due - now;
    made.next_change = time_of(open.next_change);
    made.cycle = open.row.cycle;
    made.clause_index = open.row.clause;
    made.status = static_cast<std::int32_t>(open.row.status);
  }
  return {dues_.data(), dues_.size(), sizeof(sla_due), time_of(due_.next_change)};
}

}  // namespace sla::abi
