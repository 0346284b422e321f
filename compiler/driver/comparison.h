#pragma once

#include <expected>
#include <string>
#include <vector>

#include "compiler/compare/changes.h"
#include "compiler/compare/witness.h"
#include "compiler/driver/compile.h"

/// `sla diff`: what two versions of an agreement promise differently, with proofs.
namespace sla::driver {

/// What became of a promise, for the party that makes it.
enum class PromiseChange : std::uint8_t {
  same,
  reworded,   ///< Other words, the same meaning.
  around,     ///< The same verdicts; other reminders, points, or the like.
  undecided,  ///< The words that decide verdicts differ, but no difference in verdicts was found.
  looser,
  stricter,
  both,  ///< Stricter for some, looser for others.
  added,
  removed,
};
const char* name_of(PromiseChange change);  ///< "stricter", "changed both ways", "new", "gone".

/// A witness with the tests that show it; a text is empty where a version has nothing to say or the
/// language cannot say it. Each text has passed on its version.
struct ShownWitness {
  compare::Witness witness;
  std::string was_test, is_test;
};

struct ComparedPromise {
  compare::ClauseChange change;
  PromiseChange verdict = PromiseChange::same;
  std::vector<ShownWitness> witnesses;
};

/// Borrows both agreements.
struct Comparison {
  compare::Changes changes;
  std::vector<ComparedPromise> promises;  ///< As `changes.clauses`.
  bool same_meaning = false;
  /// The terms have no day in common: witnesses were judged as if either were always in force.
  bool terms_apart = false;

  const agreement::Agreement& record_of(const compare::ClauseChange& change) const;
  /// The clause as it is now, or as it was when it is gone.
  const agreement::Clause& clause_of(const compare::ClauseChange& change) const;
  const std::string& party_of(const compare::ClauseChange& change) const;
};

/// Compares two checked policies, which have agreements. Stricter and looser are said only where a
/// timeline proves it that the reference evaluator has judged under both. The error is a calendar
/// that does not open long enough, or a bug of ours.
std::expected<Comparison, std::string> compare(Checked& was, Checked& is);

}  // namespace sla::driver
