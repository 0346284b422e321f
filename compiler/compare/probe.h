#pragma once

#include <string>
#include <vector>

#include "compiler/compare/satisfy.h"
#include "compiler/compare/witness.h"

/// What to try on two versions of a clause. Internal to this folder.
namespace sla::compare {

/// Something that happens, without an instant: `after` the start of the obligation.
struct Move {
  std::int64_t after = 0;  ///< Microseconds.
  Happening what;
};
using Moves = std::vector<Move>;

/// A variation of what happens between start and end, and the key of the detail that asks for it.
struct Variation {
  std::string about;
  Moves moves;
};

/// Everything that is worth trying, each list with the plainest first.
class Probes {
 public:
  Probes(const Sides& sides, const ClauseChange& change);

  const std::vector<Circumstances>& circumstances() const { return circumstances_; }
  /// What makes the obligation start; the last of a list is the start itself.
  const std::vector<Moves>& starts() const { return starts_; }
  const std::vector<Instant>& times() const { return times_; }
  const std::vector<Variation>& variations() const { return variations_; }
  /// What ends it: each is done once, or `needed` times for a cadence.
  const std::vector<Variation>& endings() const { return endings_; }
  /// How many events end it, of either version.
  std::vector<int> needed() const;

  /// A lead in these circumstances to which this happens.
  Scenario scenario(const Circumstances& circumstances, const Moves& start, Instant at,
                    const Moves& more) const;
  static void add(Scenario& scenario, Instant at, const Happening& what);

 private:
  void find_circumstances();
  void find_starts();
  void find_times();
  void find_endings();
  void find_variations();
  void vary_by(const char* key, const agreement::Expression* was, const agreement::Expression* is);
  void add_starts(const Sides::Side& side, const agreement::Trigger& trigger);
  void add_ending(const Sides::Side& side, const agreement::Discharge& discharge, bool is_new);
  void add_days();
  void add_hours(Instant monday);
  bool changed(const char* key) const;
  Moves moves_to(const Circumstances& wanted, std::int64_t after) const;
  std::vector<const Sides::Side*> both() const;

  const Sides& sides_;
  const ClauseChange& change_;
  std::vector<Circumstances> circumstances_;
  std::vector<Moves> starts_;
  std::vector<Instant> times_;
  std::vector<Variation> variations_, endings_;
  bool owners_ = false;  ///< Who owns the lead matters.
  bool actors_ = false;  ///< Who does it matters.
};

/// The conditions that decide about a clause, tiers included.
std::vector<const agreement::Expression*> conditions_of(const agreement::Clause& clause);

/// What an event code stands for; nothing for a code that only changes fields.
Happening happening_of(const Agreement& agreement, events::Code code);

}  // namespace sla::compare
