#include "compiler/driver/comparison.h"

#include <algorithm>
#include <deque>
#include <map>

#include <fmt/format.h>

#include "compiler/driver/calendars.h"
#include "compiler/driver/evaluate.h"
#include "compiler/driver/lint.h"
#include "compiler/exercise/history.h"
#include "compiler/reference/evaluate.h"

namespace sla::driver {
namespace {

using agreement::Agreement;
using compare::ClauseChange;
using compare::Witness;

/// The reference evaluator; calendars are kept, because they cost more than a judgement.
class Evaluator {
 public:
  std::expected<compare::Judged, std::string> judge(const Agreement& record,
                                                    const agreement::Test& test,
                                                    time::Instant as_of) {
    exercise::TestHistory history = exercise::make_history(record, test, as_of);
    const time::Instant first = std::min(exercise::first_instant(test), as_of);
    const auto calendars = calendars_of(record, history.people, first, as_of);
    if (!calendars) return std::unexpected(calendars.error());
    const verdicts::Inputs inputs{&history.log, &history.people, **calendars, as_of};
    compare::Judged judged;
    judged.outcome = reference::evaluate(record, inputs);
    judged.summary = verdicts::summarize(shape_of(record, history.log), judged.outcome, inputs);
    return judged;
  }

 private:
  struct Kept {
    const Agreement* record;
    std::vector<std::string> zones;
    time::Instant first, last;
    CalendarTable table;
  };

  std::expected<const CalendarTable*, std::string> calendars_of(const Agreement& record,
                                                                const events::People& people,
                                                                time::Instant first,
                                                                time::Instant last) {
    for (const Kept& each : kept_) {
      const bool fits = each.record == &record && each.zones == people.zones;
      if (fits && each.first <= first && last <= each.last) return &each.table;
    }
    // Room for the next question, which is about the same weeks.
    const time::Instant from = std::max(first - 60 * time::kDay, time::kMinInstant);
    const time::Instant until = std::min(last + 400 * time::kDay, time::kMaxInstant);
    auto table = build_calendars(record, people, from, until);
    if (!table) return std::unexpected(table.error());
    kept_.push_back({&record, people.zones, from, until, std::move(*table)});
    return &kept_.back().table;
  }

  std::deque<Kept> kept_;
};

bool terms_apart(const Agreement& was, const Agreement& is) {
  return was.has_term && is.has_term &&
         std::max(was.term_begin, is.term_begin) >= std::min(was.term_end, is.term_end);
}

void forget_term(Agreement& agreement) {
  agreement.has_term = false;
  agreement.term_begin = time::kMinInstant;
  agreement.term_end = time::kNever;
  for (Agreement& other : agreement.others) forget_term(other);
}

/// What witnesses are judged by: the agreements themselves, or the old one without its term, since
/// timelines lie in the new one.
class Terms {
 public:
  Terms(const Agreement& was, bool apart) : apart_(apart) {
    if (!apart) return;
    was_copy_ = was;
    forget_term(was_copy_);
  }
  const Agreement* was(const Agreement* record) const {
    return apart_ ? same_record(was_copy_, record) : record;
  }

 private:
  static const Agreement* same_record(const Agreement& whole, const Agreement* record) {
    if (record == nullptr) return nullptr;
    for (const Agreement& other : whole.others) {
      if (other.subject_kind == record->subject_kind) return &other;
    }
    return &whole;
  }

  bool apart_;
  Agreement was_copy_;
};

bool proves(const std::vector<ShownWitness>& witnesses, compare::Direction direction) {
  return std::ranges::any_of(
      witnesses, [&](const ShownWitness& each) { return each.witness.direction == direction; });
}

PromiseChange verdict_of(const ClauseChange& change, const std::vector<ShownWitness>& witnesses) {
  if (change.was < 0) return PromiseChange::added;
  if (change.is < 0) return PromiseChange::removed;
  const bool stricter = proves(witnesses, compare::Direction::stricter);
  const bool looser = proves(witnesses, compare::Direction::looser);
  if (stricter && looser) return PromiseChange::both;
  if (stricter) return PromiseChange::stricter;
  if (looser) return PromiseChange::looser;
  if (change.concerns(compare::Aspect::verdict)) return PromiseChange::undecided;
  if (change.concerns(compare::Aspect::around)) return PromiseChange::around;
  return change.details.empty() ? PromiseChange::same : PromiseChange::reworded;
}

/// Writes the tests of all witnesses of one version, and forgets those that do not pass.
class Tests {
 public:
  Tests(Comparison& comparison, bool old) : comparison_(comparison), old_(old) {}

  std::expected<void, std::string> write(Checked& checked) {
    std::vector<diagnose::Finding> findings;
    for (ComparedPromise& promise : comparison_.promises) {
      int number = 0;
      for (ShownWitness& shown : promise.witnesses) add(promise.change, shown, ++number, findings);
    }
    const auto passed = rehearse(checked, std::move(findings));
    if (!passed) return std::unexpected(passed.error());
    for (const diagnose::Finding& each : *passed) {
      *places_[static_cast<std::size_t>(std::stoi(each.message))] = each.timeline->test;
    }
    return {};
  }

 private:
  void add(const ClauseChange& change, ShownWitness& shown, int number,
           std::vector<diagnose::Finding>& findings) {
    const compare::Saying& saying = old_ ? shown.witness.was : shown.witness.is;
    const compare::RecordPair& pair = comparison_.changes.records[change.record];
    const Agreement* record = old_ ? pair.was : pair.is;
    if (saying.expectation.empty() || record == nullptr) return;
    const std::string title = fmt::format(
        "{} became {}, timeline {}", comparison_.clause_of(change).name,
        shown.witness.direction == compare::Direction::stricter ? "stricter" : "looser", number);
    diagnose::Finding finding =
        analyze::finding(diagnose::Code::one_sided, {}, std::to_string(places_.size()));
    finding.timeline.emplace();
    finding.timeline->test =
        compare::test_text(*record, shown.witness.scenario, title, {saying.expectation});
    findings.push_back(std::move(finding));
    places_.push_back(old_ ? &shown.was_test : &shown.is_test);
  }

  Comparison& comparison_;
  bool old_;
  std::vector<std::string*> places_;
};

std::expected<std::vector<ShownWitness>, std::string> witnesses_of(const ClauseChange& change,
                                                                   const compare::RecordPair& pair,
                                                                   const Terms& terms) {
  std::vector<ShownWitness> shown;
  const bool matters = change.was < 0 || change.is < 0 || change.concerns(compare::Aspect::verdict);
  if (!matters) return shown;
  // Of one clause only: the agreements that are judged live as long as the search for its
  // witnesses.
  Evaluator evaluator;
  const compare::Judge judge = [&](const Agreement& record, const agreement::Test& test,
                                   time::Instant as_of) {
    return evaluator.judge(record, test, as_of);
  };
  const compare::Sides sides{{terms.was(pair.was), change.was}, {pair.is, change.is}};
  auto found = compare::find_witnesses(sides, change, judge);
  if (!found) return std::unexpected(found.error());
  for (Witness& each : *found) shown.push_back({std::move(each), {}, {}});
  return shown;
}

}  // namespace

const char* name_of(PromiseChange change) {
  switch (change) {
    case PromiseChange::same: return "the same";
    case PromiseChange::reworded: return "reworded";
    case PromiseChange::around: return "same verdicts";
    case PromiseChange::undecided: return "no difference found";
    case PromiseChange::looser: return "looser";
    case PromiseChange::stricter: return "stricter";
    case PromiseChange::both: return "changed both ways";
    case PromiseChange::added: return "new";
    case PromiseChange::removed: return "gone";
  }
  return "";
}

const Agreement& Comparison::record_of(const ClauseChange& change) const {
  const compare::RecordPair& pair = changes.records[change.record];
  return change.is >= 0 ? *pair.is : *pair.was;
}

const agreement::Clause& Comparison::clause_of(const ClauseChange& change) const {
  return record_of(change)
      .clauses[static_cast<std::size_t>(change.is >= 0 ? change.is : change.was)];
}

const std::string& Comparison::party_of(const ClauseChange& change) const {
  return record_of(change).parties[static_cast<std::size_t>(clause_of(change).party)].name;
}

std::expected<Comparison, std::string> compare(Checked& was, Checked& is) {
  Comparison comparison;
  comparison.changes = compare::changes(*was.agreement, *is.agreement);
  comparison.same_meaning = comparison.changes.same_meaning();
  comparison.terms_apart = terms_apart(*was.agreement, *is.agreement);
  const Terms terms(*was.agreement, comparison.terms_apart);
  for (const ClauseChange& change : comparison.changes.clauses) {
    auto witnesses = witnesses_of(change, comparison.changes.records[change.record], terms);
    if (!witnesses) return std::unexpected(witnesses.error());
    const PromiseChange verdict = verdict_of(change, *witnesses);
    comparison.promises.push_back({change, verdict, std::move(*witnesses)});
  }
  if (!comparison.terms_apart) {
    if (auto done = Tests(comparison, true).write(was); !done) return std::unexpected(done.error());
  }
  if (auto done = Tests(comparison, false).write(is); !done) return std::unexpected(done.error());
  return comparison;
}

}  // namespace sla::driver
