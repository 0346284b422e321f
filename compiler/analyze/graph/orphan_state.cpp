#include "compiler/analyze/graph/orphan_state.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/analyze/graph/example_path.h"

namespace sla::analyze {
namespace {

using agreement::Agreement;
using agreement::Clause;
using agreement::State;
using agreement::Trigger;

constexpr time::Instant kLong = 365 * time::kDay;

/// The states of one lifecycle: which of them nobody watches, and which of those are a mistake.
class Orphans {
 public:
  Orphans(const Agreement& agreement, std::vector<diagnose::Finding>& findings)
      : agreement_(agreement),
        lifecycle_(agreement.lifecycle),
        findings_(findings),
        model_(agreement),
        exploration_(model_, entries(agreement.lifecycle)) {}

  void find() {
    if (!exploration_.is_complete()) return;
    find_unwatched();
    for (std::size_t s = 0; s < lifecycle_.states.size(); ++s) {
      if (unwatched_[s] == Exploration::kNone || lifecycle_.states[s].final) continue;
      if (const char* why = why_a_mistake(static_cast<int>(s)); *why != '\0') report(s, why);
    }
  }

 private:
  int state_count() const { return static_cast<int>(lifecycle_.states.size()); }

  /// Whether a clause speaks of leads in this state, though it does not start by entering it.
  bool is_spoken_of(int state) const {
    return std::ranges::any_of(agreement_.clauses, [&](const Clause& clause) {
      if (!agreement::has_clock(clause.kind)) return false;
      const Trigger& start = clause.deadline.start;
      return start.kind == Trigger::Kind::event && has_state(start.in_states, state) &&
             truth_of(clause.deadline.while_, {state, -1, {}, nullptr}) != Truth::no &&
             truth_of(clause.when, {state, -1, {}, nullptr}) != Truth::no;
    });
  }

  void find_unwatched() {
    unwatched_.assign(lifecycle_.states.size(), Exploration::kNone);
    const auto& visits = exploration_.visits();
    for (std::size_t v = 0; v < visits.size(); ++v) {
      const Lead& lead = visits[v].lead;
      const auto state = static_cast<std::size_t>(lead.state);
      if (!visits[v].entered || lead.has_open_clock() || is_spoken_of(lead.state)) continue;
      std::size_t& best = unwatched_[state];
      const bool better =
          best == Exploration::kNone || (lead.watched && !visits[best].lead.watched);
      if (better) best = v;
    }
  }

  bool is_watched(int state) const {
    return unwatched_[static_cast<std::size_t>(state)] == Exploration::kNone;
  }

  bool is_final(int state) const {
    return lifecycle_.states[static_cast<std::size_t>(state)].final;
  }

  /// Whether some state before it, by one or more moves, is watched.
  bool follows_watched(int state) const {
    std::uint64_t seen = 0;
    std::vector<int> open = {state};
    while (!open.empty()) {
      const int at = open.back();
      open.pop_back();
      for (int before = 0; before < state_count(); ++before) {
        const bool leads = before != at && may_move(lifecycle_, before, at);
        if (!leads || has_state(seen, before)) continue;
        if (is_watched(before)) return true;
        seen |= std::uint64_t{1} << before;
        open.push_back(before);
      }
    }
    return false;
  }

  /// Whether all ways out of it lead back to where promises are made, or to an end.
  bool only_leads_to_watched(int state) const {
    bool leads = false;
    for (int next = 0; next < state_count(); ++next) {
      if (next == state || is_final(next) || !may_move(lifecycle_, state, next)) continue;
      if (!is_watched(next)) return false;
      leads = true;
    }
    return leads;
  }

  bool has_way_out(int state) const {
    for (int next = 0; next < state_count(); ++next) {
      if (next != state && may_move(lifecycle_, state, next)) return true;
    }
    return false;
  }

  /// An agreement may leave alone what comes before its first promise and after its last one. A
  /// state that nobody can have meant to leave alone is one of these.
  const char* why_a_mistake(int state) const {
    const auto is_final = [](const State& each) { return each.final; };
    if (!has_way_out(state)) {
      // Where no state is said to be final, ends are not told apart from the others.
      return std::ranges::any_of(lifecycle_.states, is_final) ? "no move leads out of it" : "";
    }
    if (follows_watched(state) && only_leads_to_watched(state))
      return "promises are made before it and after it";
    const auto is_owned = [&](const State& each) {
      return each.final || each.owner >= 0 ||
             &each == &lifecycle_.states[static_cast<std::size_t>(state)];
    };
    const bool alone = lifecycle_.states[static_cast<std::size_t>(state)].owner < 0 &&
                       std::ranges::all_of(lifecycle_.states, is_owned) &&
                       std::ranges::count_if(lifecycle_.states, is_final) + 1 < state_count();
    return alone ? "nobody owns it" : "";
  }

  std::optional<diagnose::Timeline> timeline(std::size_t s, const Path& path) const {
    const Example example = example_for(agreement_, path);
    if (example.lead.has_open_clock()) return std::nullopt;
    Story story(agreement_, example.values, model_.recordable());
    time::Instant at = Story::beginning(agreement_);
    for (const Act& act : path) at = story.tell(act, at) + time::kMinute;
    at += kLong;
    for (std::size_t c = 0; c < agreement_.clauses.size(); ++c) {
      if (!agreement::has_clock(agreement_.clauses[c].kind)) continue;
      const auto expected = words_of(example.lead.places[c]);
      story.expect(static_cast<int>(c), expected, at);
    }
    story.remark(fmt::format("a is still in {}, and no clock runs", lifecycle_.states[s].name), at);
    return story.finish(fmt::format("SLA2108: nobody owes anything for {} in {}",
                                    agreement::one(agreement_.subject_kind),
                                    lifecycle_.states[s].name));
  }

  static std::string words_of(Place place) {
    switch (place) {
      case Place::met: return "met";
      case Place::cancelled: return "cancelled";
      case Place::excused: return "excused";
      default: return "not started";
    }
  }

  void report(std::size_t s, const char* why) {
    const Path path = exploration_.path_to(unwatched_[s]);
    auto shown = timeline(s, path);
    if (!shown) return;
    const State& state = lifecycle_.states[s];
    const std::string one = agreement::one(agreement_.subject_kind);
    auto& found = findings_.emplace_back(finding(
        diagnose::Code::orphan_state, state.span,
        fmt::format("{} can stay in `{}` for ever, and no promise is broken", one, state.name),
        "no clock starts here, and none has to be running"));
    for (const agreement::Move& move : lifecycle_.written) {
      if (move.to != static_cast<int>(s)) continue;
      found.secondary.push_back({move.span, "this is how it gets here"});
      break;
    }
    found.notes.push_back(fmt::format("it is not final, and {}", why));
    found.help = help_for(state);
    found.timeline = std::move(*shown);
  }

  std::string help_for(const State& state) const {
    const std::string party = state.owner >= 0
                                  ? agreement_.parties[static_cast<std::size_t>(state.owner)].name
                                  : agreement_.parties.front().name;
    // A bare day is not clear where there are calendars.
    const std::string promise =
        fmt::format("promise an end to it: `{} must not leave {} in {} longer than {}`", party,
                    agreement::one(agreement_.subject_kind), state.name,
                    agreement_.calendars.empty() ? "30 days" : "20 business days");
    const int index = static_cast<int>(&state - lifecycle_.states.data());
    return has_way_out(index) ? promise : promise + "; or say that it is the end: `final`";
  }

  const Agreement& agreement_;
  const agreement::Lifecycle& lifecycle_;
  std::vector<diagnose::Finding>& findings_;
  LeadModel model_;
  Exploration exploration_;
  std::vector<std::size_t> unwatched_;  ///< By state: a visit in it without an open clock.
};

}  // namespace

void orphan_states(const Subject& subject, std::vector<diagnose::Finding>& findings) {
  for (const Agreement* agreement : records_of(subject.whole)) {
    const bool has_clocks = std::ranges::any_of(
        agreement->clauses, [](const Clause& clause) { return agreement::has_clock(clause.kind); });
    if (has_clocks && agreement->lifecycle.has_moves) Orphans(*agreement, findings).find();
  }
}

}  // namespace sla::analyze
