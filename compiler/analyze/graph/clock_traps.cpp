#include "compiler/analyze/graph/clock_traps.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/analyze/graph/clock_span.h"
#include "compiler/analyze/graph/example_path.h"

namespace sla::analyze {
namespace {

using agreement::Agreement;
using agreement::Clause;
using diagnose::Code;
using diagnose::Finding;

constexpr time::Instant kLong = 365 * time::kDay;

/// The path of a start and what the clause makes of it, so much later.
diagnose::Timeline shown(const Agreement& agreement, std::size_t clause, const Path& path,
                         const std::string& expected, time::Instant later,
                         const std::string& title) {
  const Example example = example_for(agreement, path);
  Story story(agreement, example.values, LeadModel(agreement).recordable());
  time::Instant at = Story::beginning(agreement);
  for (const Act& act : path) at = story.tell(act, at) + time::kMinute;
  story.expect(static_cast<int>(clause), expected, at - time::kMinute + later);
  return story.finish(title);
}

class Traps {
 public:
  Traps(const Agreement& agreement, std::size_t index, std::vector<Finding>& findings)
      : agreement_(agreement),
        index_(index),
        clause_(agreement.clauses[index]),
        starts_(starts_of(agreement, clause_)),
        findings_(findings) {}

  void find() {
    if (never_starts()) return;
    if (clause_.deadline.paused_while) look_at_pause();
  }

 private:
  bool begins(const Start& start) const { return !start.is_done && start.guard != Truth::no; }

  bool never_starts() {
    if (std::ranges::any_of(starts_, [&](const Start& start) { return begins(start); }))
      return false;
    // Guards that fail whatever the state is are somebody else's finding.
    const bool by_state = asks_for_state(clause_.when) || asks_for_state(clause_.deadline.while_);
    const bool some_done =
        std::ranges::any_of(starts_, [](const Start& start) { return start.is_done; });
    if (starts_.empty() || (!some_done && !by_state)) return true;
    auto& found = findings_.emplace_back(
        finding(Code::never_attaches, clause_.deadline.start.span,
                fmt::format("the clock of `{}` never starts", clause_.name),
                some_done ? "every way to start it already does what is asked"
                          : "no such event leaves the lead where the clause looks for it"));
    if (some_done)
      found.secondary.push_back({clause_.deadline.discharges[0].span, "what is asked"});
    for (const auto* guard : {&clause_.when, &clause_.deadline.while_}) {
      if (asks_for_state(*guard))
        found.secondary.push_back({(*guard)->span, "does not hold there"});
    }
    found.help = "start it at the event before, or ask for what comes after";
    found.timeline = shown(agreement_, index_, starts_.front().path, "not started", 0,
                           fmt::format("SLA2131: {} never starts", clause_.name));
    return true;
  }

  void look_at_pause() {
    bool always = true, never = true;
    const auto see = [&](int state) {
      const Truth paused = truth_of(clause_.deadline.paused_while, {state, -1, {}, nullptr});
      always = always && paused == Truth::yes;
      never = never && paused == Truth::no;
    };
    const Start* first = nullptr;
    for (const Start& start : starts_) {
      if (!begins(start)) continue;
      if (first == nullptr) first = &start;
      see(start.state);
      const std::uint64_t open = span_of(agreement_, clause_, start.state).open;
      for (int state = 0; state < static_cast<int>(agreement_.lifecycle.states.size()); ++state) {
        if (has_state(open, state)) see(state);
      }
    }
    if (!asks_for_state(clause_.deadline.paused_while)) return;
    if (always) report_always(*first);
    if (never) report_never(*first);
  }

  void report_always(const Start& start) {
    auto& found = findings_.emplace_back(finding(
        Code::never_runs, clause_.deadline.paused_while->span,
        fmt::format("the clock of `{}` is paused from its start on and never runs", clause_.name),
        "holds wherever the clock can be open"));
    found.secondary.push_back(
        {clause_.deadline.start.span, "it starts here, and is paused at once"});
    found.help = "move the pause to states that come after the one in which the clock starts";
    found.timeline = shown(agreement_, index_, start.path, "paused", kLong,
                           fmt::format("SLA2132: {} never runs", clause_.name));
  }

  /// The shortest way from a start to a state in which the clause would pause, were the clock open.
  Path way_to_pause(const Start& start) const {
    const LeadModel model(agreement_);
    const auto wanted = [&](int state) {
      return truth_of(clause_.deadline.paused_while, {state, -1, {}, nullptr}) == Truth::yes;
    };
    std::vector<std::pair<int, Path>> open = {{start.state, start.path}};
    std::uint64_t seen = 0;
    for (std::size_t next = 0; next < open.size(); ++next) {
      const auto [at, path] = open[next];
      for (int to = 0; to < static_cast<int>(agreement_.lifecycle.states.size()); ++to) {
        if (at < 0 || has_state(seen, to) || !may_move(agreement_.lifecycle, at, to)) continue;
        seen |= std::uint64_t{1} << to;
        Path longer = path;
        Lead lead = model.newborn();
        for (const Act& act : path) model.happen(lead, act);
        longer.push_back(model.entering(lead, to));
        if (wanted(to)) return longer;
        open.emplace_back(to, std::move(longer));
      }
    }
    return start.path;
  }

  void report_never(const Start& start) {
    const Path path = way_to_pause(start);
    const Place place = example_for(agreement_, path).lead.places[index_];
    std::string expected = "running";
    if (place == Place::met) expected = "met";
    if (place == Place::cancelled) expected = "cancelled";
    if (place == Place::excused) expected = "excused";
    auto& found = findings_.emplace_back(
        finding(Code::never_pauses, clause_.deadline.paused_while->span,
                fmt::format("the clock of `{}` can never be paused by this", clause_.name),
                "holds only where the clock is not open"));
    found.secondary.push_back({clause_.deadline.start.span, "the clock starts here"});
    if (place == Place::cancelled && clause_.deadline.while_)
      found.secondary.push_back({clause_.deadline.while_->span, "this ends it first"});
    if (place == Place::met)
      found.secondary.push_back(
          {clause_.deadline.discharges[0].span, "getting there is what is asked"});
    found.help =
        place == Place::cancelled
            ? "take the state into `while` as well, or leave out the pause"
            : "leave out the pause, or name a state that the lead is in while the clock runs";
    found.timeline = shown(agreement_, index_, path, expected, time::kMinute,
                           fmt::format("SLA2133: {} is never paused", clause_.name));
  }

  const Agreement& agreement_;
  std::size_t index_;
  const Clause& clause_;
  std::vector<Start> starts_;
  std::vector<Finding>& findings_;
};

/// Names of states, "a or b".
std::string names(const Agreement& agreement, std::uint64_t states) {
  return agreement::listing(agreement::state_names(agreement, states), "or");
}

void report_unreachable(const Agreement& agreement, std::size_t index, const Start& start,
                        source::Span asked, const std::string& from_there,
                        std::vector<Finding>& findings) {
  const Clause& clause = agreement.clauses[index];
  const agreement::State& state = agreement.lifecycle.states[static_cast<std::size_t>(start.state)];
  const source::Span begins = clause.kind == agreement::ClauseKind::conversion
                                  ? clause.conversion.entering.span
                                  : clause.deadline.start.span;
  auto& found =
      findings.emplace_back(finding(Code::unreachable_discharge, asked,
                                    fmt::format("`{}` can never be kept by {} in `{}`", clause.name,
                                                agreement::one(agreement.subject_kind), state.name),
                                    "out of reach while the clock is open"));
  found.secondary.push_back({begins, fmt::format("it starts in {}", state.name)});
  found.notes.push_back(from_there);
  found.help =
      "allow the moves that are missing, ask for a state that can be reached, or start "
      "the clause elsewhere";
  found.timeline = shown(agreement, index, start.path, "breached", kLong,
                         fmt::format("SLA2134: {} can only be broken", clause.name));
}

void check_clock(const Agreement& agreement, std::size_t index, std::vector<Finding>& findings) {
  const Clause& clause = agreement.clauses[index];
  for (const Start& start : starts_of(agreement, clause)) {
    if (start.state < 0 || start.is_done || start.guard == Truth::no) continue;
    // A trigger that does not look at states says of none of them that it is meant.
    const auto& trigger = clause.deadline.start;
    const bool names_states = trigger.kind == agreement::Trigger::Kind::leaving ||
                              trigger.in_states != 0 || start.path.size() == 1;
    const Span span = span_of(agreement, clause, start.state);
    if (!names_states || can_stop(clause, span)) continue;
    const std::uint64_t there = span.open;
    const std::string note =
        fmt::format("as long as the clock is open, {} can only be in {}",
                    agreement::one(agreement.subject_kind), names(agreement, there));
    std::size_t missing = 0;
    while ((span.doable >> missing & 1u) != 0) ++missing;
    report_unreachable(agreement, index, start, clause.deadline.discharges[missing].span, note,
                       findings);
    return;
  }
}

void check_conversion(const Agreement& agreement, std::size_t index,
                      std::vector<Finding>& findings) {
  const Clause& clause = agreement.clauses[index];
  if (!clause.conversion.at_least) return;
  const LeadModel model(agreement);
  for (const events::Code code : clause.conversion.entering.events) {
    const int state = static_cast<int>(code) - static_cast<int>(events::kFirstState);
    const bool is_entry = clause.conversion.entering.kind == agreement::Trigger::Kind::event &&
                          state >= 0 && state < static_cast<int>(agreement.lifecycle.states.size());
    if (!is_entry || truth_of(clause.when, {state, -1, {}, nullptr}) == Truth::no) continue;
    const std::uint64_t there = reached_from(agreement.lifecycle, state);
    const auto arrives = [&](events::Code reached) {
      return has_state(there, static_cast<int>(reached) - static_cast<int>(events::kFirstState));
    };
    if (std::ranges::any_of(clause.conversion.reached, arrives)) continue;
    Start start;
    start.path = {model.entering(model.newborn(), state)};
    start.state = state;
    const std::string note =
        there == 0 ? fmt::format("no move leads out of {}",
                                 agreement.lifecycle.states[static_cast<std::size_t>(state)].name)
                   : fmt::format("from there, moves lead to {}", names(agreement, there));
    report_unreachable(agreement, index, start, clause.conversion.entering.span, note, findings);
    return;
  }
}

}  // namespace

void clock_traps(const Subject& subject, std::vector<Finding>& findings) {
  for (const Agreement* agreement : records_of(subject.whole)) {
    for (std::size_t c = 0; c < agreement->clauses.size(); ++c) {
      if (agreement::has_clock(agreement->clauses[c].kind)) Traps(*agreement, c, findings).find();
    }
  }
}

void unreachable_discharges(const Subject& subject, std::vector<Finding>& findings) {
  for (const Agreement* agreement : records_of(subject.whole)) {
    if (!agreement->lifecycle.has_moves) continue;
    for (std::size_t c = 0; c < agreement->clauses.size(); ++c) {
      const agreement::ClauseKind kind = agreement->clauses[c].kind;
      if (agreement::has_clock(kind)) check_clock(*agreement, c, findings);
      if (kind == agreement::ClauseKind::conversion) check_conversion(*agreement, c, findings);
    }
  }
}

}  // namespace sla::analyze
