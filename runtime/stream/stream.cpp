#include "runtime/stream/stream.h"

#include <algorithm>
#include <numeric>
#include <ranges>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "runtime/time/instant.h"

namespace sla::stream {
namespace {

using verdicts::Correction;

/// Two halves of an id for the log, which only compares them.
events::EventId id_of(const std::string& id) {
  if (id.empty()) return {};
  const auto fnv = [&](std::uint64_t hash) {
    for (const char c : id) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return hash | 1u;
  };
  return {fnv(0xcbf29ce484222325u), fnv(0x9e3779b97f4a7c15u)};
}

bool is_well_formed(const Fact& fact, const Setting& setting) {
  if (fact.kind == Fact::Kind::retraction) return !fact.id.empty();
  if (fact.subject.empty()) return false;
  if (fact.kind == Fact::Kind::merge) return !fact.into.empty();
  if (fact.code >= setting.codes) return false;
  return std::ranges::all_of(fact.values, [&](const FieldValue& value) {
    if (value.field >= setting.fields.size()) return false;
    const FieldRule& rule = setting.fields[value.field];
    const bool fits = rule.is_text || (value.value >= rule.least && value.value <= rule.most);
    return value.set == 2 || (value.set == 1 && fits);
  });
}

void add_to(events::LogBuilder& builder, const Fact& fact, const Setting& setting) {
  const auto name = [](events::Interner& interner, const std::string& text) {
    return text.empty() ? events::kNone : interner.intern(text);
  };
  events::Event event;
  event.subject = builder.subjects().intern(fact.subject);
  event.time = fact.time;
  event.code = fact.code;
  event.owner = name(builder.owners(), fact.owner);
  event.team = name(builder.teams(), fact.team);
  event.actor = name(builder.owners(), fact.actor);
  event.sequence = fact.sequence;
  std::vector<events::LogBuilder::Value> values;
  for (const FieldValue& value : fact.values) {
    const bool is_text = setting.fields[value.field].is_text;
    values.push_back(
        {value.field, value.set,
         is_text && value.set == 1 ? builder.texts().intern(value.text) : value.value});
  }
  builder.add(event, values, id_of(fact.id));
}

/// Whether a change is only that time passes.
bool only_time_passes(const Correction& change) {
  if (change.kind != Correction::Kind::changed) return false;
  const bool stands_still = change.was->status == "paused" && change.is->status == "paused";
  return std::ranges::all_of(change.columns, [&](std::string_view column) {
    return column.ends_with("_us") || (stands_still && (column == "due" || column == "breach"));
  });
}

}  // namespace

Stream::Stream(Setting setting, Judge judge)
    : setting_(std::move(setting)), judge_(std::move(judge)) {}

Receipt Stream::add(Fact fact) {
  if (!is_well_formed(fact, setting_)) return Receipt::malformed;
  if (fact.kind != Fact::Kind::retraction && !fact.id.empty()) {
    const auto [first, is_new] = by_id_.emplace(fact.id, facts_.size());
    if (!is_new) {
      fact.sequence = facts_[first->second].sequence;  // The place in its source says nothing.
      return facts_[first->second] == fact ? Receipt::repeated : Receipt::conflicting;
    }
  }
  facts_.push_back(std::move(fact));
  return Receipt::taken;
}

void Stream::judge_by(Judge judge) {
  judge_ = std::move(judge);
  is_judge_new_ = true;
}

events::Log Stream::log_as_of(time::Instant known) const {
  events::LogBuilder builder(setting_.texts, setting_.fields.size());
  builder.add_origin("");
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < facts_.size(); ++i) {
    if (facts_[i].time <= known) order.push_back(i);
  }
  // The builder keeps the order given where time and sequence are equal: by id, so that arrival
  // decides only where nothing else does.
  std::ranges::stable_sort(order, {},
                           [&](std::size_t i) { return std::string_view(facts_[i].id); });
  for (const std::size_t i : order) {
    const Fact& fact = facts_[i];
    switch (fact.kind) {
      case Fact::Kind::event: add_to(builder, fact, setting_); break;
      case Fact::Kind::retraction:
        builder.add(events::Retraction{.id = id_of(fact.id),
                                       .of_any_source = true,
                                       .time = fact.time,
                                       .row = 0,
                                       .origin = 0,
                                       .text = fact.id});
        break;
      case Fact::Kind::merge:
        builder.add(events::Merge{.loser = builder.subjects().intern(fact.subject),
                                  .winner = builder.subjects().intern(fact.into),
                                  .id = id_of(fact.id),
                                  .time = fact.time,
                                  .sequence = fact.sequence,
                                  .row = 0,
                                  .origin = 0});
        break;
    }
  }
  return std::move(builder).finish(known);
}

/// Whether something that is known as of `to` changes what was known as of the last instant.
bool Stream::has_late_fact(time::Instant to) const {
  for (std::size_t i = 0; i < facts_.size(); ++i) {
    const Fact& fact = facts_[i];
    if (fact.time > to) continue;
    const bool newly_known = i >= judged_facts_ || fact.time > *now_;
    const bool about_before = fact.time <= *now_ || fact.kind != Fact::Kind::event;
    if (newly_known && about_before) return true;
  }
  return false;
}

std::expected<std::vector<Change>, std::string> Stream::advance(time::Instant to) {
  if (now_ && to < *now_) {
    return std::unexpected(fmt::format("the clock stands at {} and does not go back to {}",
                                       time::format_utc(*now_), time::format_utc(to)));
  }
  std::vector<Change> changes;
  std::vector<verdicts::NamedRow> base = rows_;
  if (now_ && (is_judge_new_ || has_late_fact(to))) {
    auto again = judge_(log_as_of(to), *now_);
    if (!again) return std::unexpected(again.error());
    for (Correction& correction : verdicts::compare(rows_, *again)) {
      changes.push_back({true, std::move(correction)});
    }
    base = std::move(*again);
  }
  auto rows = judge_(log_as_of(to), to);
  if (!rows) return std::unexpected(rows.error());
  for (Correction& change : verdicts::compare(base, *rows)) {
    if (!only_time_passes(change)) changes.push_back({false, std::move(change)});
  }
  rows_ = std::move(*rows);
  now_ = to;
  judged_facts_ = facts_.size();
  is_judge_new_ = false;
  return changes;
}

}  // namespace sla::stream
