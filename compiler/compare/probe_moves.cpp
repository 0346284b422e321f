// What to let happen after the start: what ends an obligation, and what a changed line is about.
#include <algorithm>

#include "compiler/compare/probe.h"

namespace sla::compare {
namespace {

using agreement::Clause;
using agreement::ClauseKind;
using agreement::Discharge;
using agreement::Expression;
using Kind = Happening::Kind;

constexpr std::size_t kMostEndings = 16;
constexpr std::size_t kMostVariations = 16;
constexpr std::int64_t kSoon = 30 * time::kMinute;
constexpr std::int64_t kTwoDays = 48 * time::kHour;

bool same(const Moves& a, const Moves& b) {
  return std::ranges::equal(a, b, [](const Move& x, const Move& y) {
    return x.after == y.after && x.what.kind == y.what.kind && x.what.name == y.what.name &&
           x.what.actor == y.what.actor && x.what.values == y.what.values;
  });
}

/// What a discharge asks for, one way or several.
std::vector<Happening> ways_of(const Agreement& a, const Discharge& discharge) {
  std::vector<Happening> ways;
  if (!discharge.fields.empty()) {
    Happening record;
    record.kind = Kind::changes;
    for (const int field : discharge.fields) {
      record.values.push_back(some_value(a.fields[static_cast<std::size_t>(field)]));
    }
    return {record};
  }
  for (const events::Code code : discharge.events) {
    const std::size_t state = static_cast<std::size_t>(code) - events::kFirstState;
    const bool stays = discharge.left_states != 0 && ((discharge.left_states >> state) & 1) != 0;
    if (!stays) ways.push_back(happening_of(a, code));
  }
  return ways;
}

const std::optional<Expression>* condition_of(const Sides::Side& side, const std::string& key) {
  if (side.said() == nullptr || !has_clock(side.said()->kind)) return nullptr;
  const agreement::Deadline& d = side.said()->deadline;
  if (key == "paused") return &d.paused_while;
  if (key == "excused") return &d.excused_when;
  return &d.while_;
}

}  // namespace

void Probes::add_ending(const Sides::Side& side, const Discharge& discharge, bool is_new) {
  for (const Happening& way : ways_of(*side.agreement, discharge)) {
    const auto actors = actors_ ? std::vector<std::string>{"Dana", "Kim", "Robin", ""}
                                : std::vector<std::string>{""};
    for (const std::string& actor : actors) {
      Variation ending{is_new ? "discharge" : "", {{0, way}}};
      ending.moves.back().what.actor = actor;
      const auto known = std::ranges::find_if(
          endings_, [&](const Variation& each) { return same(each.moves, ending.moves); });
      if (known == endings_.end() && endings_.size() < kMostEndings) {
        endings_.push_back(std::move(ending));
      }
    }
  }
}

void Probes::find_endings() {
  for (const Sides::Side* side : both()) {
    const Clause& clause = *side->said();
    if (has_clock(clause.kind)) {
      Moves all;
      for (const Discharge& each : clause.deadline.discharges) {
        add_ending(*side, each, changed("discharge"));
        const auto ways = ways_of(*side->agreement, each);
        if (!ways.empty()) all.push_back({0, ways.front()});
        if (!all.empty() && each.by != agreement::By::anyone) all.back().what.actor = "Dana";
      }
      if (clause.deadline.all && all.size() > 1) endings_.push_back({"joined", std::move(all)});
    }
    if (clause.kind == ClauseKind::conversion) {
      Discharge reached;
      reached.events = clause.conversion.reached;
      add_ending(*side, reached, changed("discharge"));
    }
  }
}

Moves Probes::moves_to(const Circumstances& wanted, std::int64_t after) const {
  Moves moves;
  if (!wanted.state.empty()) {
    Happening state;
    state.kind = Kind::enters;
    state.name = wanted.state;
    moves.push_back({after, std::move(state)});
  }
  if (wanted.on_hold) {
    Happening hold;
    hold.kind = *wanted.on_hold ? Kind::held : Kind::resumed;
    moves.push_back({after, std::move(hold)});
  }
  Happening changes;
  changes.kind = Kind::changes;
  for (const auto& [name, given] : wanted.fields) {
    if (name.find('.') == std::string::npos) changes.values.push_back(given);
  }
  if (!changes.values.empty()) moves.push_back({after, std::move(changes)});
  return moves;
}

/// Into what a condition asks for, for good and for two days.
void Probes::vary_by(const char* key, const Expression* was, const Expression* is) {
  const std::string about = key;
  const bool holds = about != "while";
  for (const auto& [side, condition] : {std::pair{&sides_.is, is}, std::pair{&sides_.was, was}}) {
    if (condition == nullptr) continue;
    const auto back = satisfy(*side->agreement, *condition, !holds);
    for (const Circumstances& wanted : satisfy(*side->agreement, *condition, holds)) {
      if (variations_.size() + 2 > kMostVariations) return;
      const Moves into = moves_to(wanted, kSoon);
      if (into.empty()) continue;
      variations_.push_back({about, into});
      Moves both_ways = into;
      for (Move& move : moves_to(back.front(), kTwoDays)) both_ways.push_back(std::move(move));
      if (both_ways.size() > into.size()) variations_.push_back({about, std::move(both_ways)});
    }
  }
}

void Probes::find_variations() {
  variations_.push_back({"", {}});
  for (const char* key : {"paused", "excused", "while"}) {
    if (!changed(key) && !changed("reentry")) continue;
    const auto* was = condition_of(sides_.was, key);
    const auto* is = condition_of(sides_.is, key);
    vary_by(changed(key) ? key : "", was != nullptr && *was ? &**was : nullptr,
            is != nullptr && *is ? &**is : nullptr);
  }
  if (changed("reassignment")) {
    Happening again;
    again.kind = Kind::assigned;
    again.name = "Kim";
    for (const std::int64_t after : {kSoon, kTwoDays, 10 * time::kMinute}) {
      variations_.push_back({"reassignment", {{after, again}}});
    }
  }
  if (changed("reentry")) {
    for (const Variation& ending : endings_) {
      for (const Moves& start : starts_) {
        if (variations_.size() >= 2 * kMostVariations) return;
        Variation again{"reentry", {}};
        for (const Move& move : ending.moves) again.moves.push_back({kSoon, move.what});
        for (const Move& move : start) {
          again.moves.push_back(
              {kSoon + 2 * time::kHour + std::max<std::int64_t>(0, move.after), move.what});
        }
        variations_.push_back(std::move(again));
      }
    }
  }
  if (!changed("until")) return;
  for (const Sides::Side* side : both()) {
    for (const events::Code code : side->said()->deadline.until) {
      variations_.push_back({"until", {{kSoon, happening_of(*side->agreement, code)}}});
    }
  }
}

}  // namespace sla::compare
