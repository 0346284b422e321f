#pragma once

#include <expected>
#include <functional>
#include <string>
#include <vector>

#include "compiler/compare/changes.h"
#include "compiler/compare/scenario.h"
#include "runtime/verdicts/outcome.h"
#include "runtime/verdicts/summary.h"

/// Timelines that one version of an agreement finds kept and the other broken.
namespace sla::compare {

/// What an agreement makes of a test as of an instant.
struct Judged {
  verdicts::Outcome outcome;
  verdicts::Summary summary;
};

/// The reference evaluator, with calendars. The agreement is one record; leads of the test are its
/// subjects in the same order. The error is a calendar that does not open long enough.
using Judge = std::function<std::expected<Judged, std::string>(
    const Agreement& record, const agreement::Test& test, Instant as_of)>;

/// What one version says of a timeline.
struct Saying {
  bool promised = false;  ///< There is an obligation, or a period that is judged.
  bool broken = false;
  std::string status;       ///< "met", "met late", "breached", "no promise".
  std::string tier;         ///< Where the clause has tiers.
  std::string expectation;  ///< For a test; empty where the clause is not there.
};

enum class Direction : std::uint8_t { stricter, looser };

/// A proof: `scenario` is kept under one version and broken under the other.
struct Witness {
  Direction direction = Direction::stricter;  ///< Stricter: the new version finds it broken.
  std::string about;  ///< The key of the detail that it was made for; empty: no certain one.
  Scenario scenario;
  Saying was, is;
};

/// Both versions of a clause as witnesses are judged by them. A version without the clause has
/// `clause` -1; one without the record has no agreement. Agreements whose terms have no day in
/// common are judged without a term.
struct Sides {
  struct Side {
    const Agreement* agreement = nullptr;
    int clause = -1;
    const agreement::Clause* said() const {
      return clause < 0 ? nullptr : &agreement->clauses[static_cast<std::size_t>(clause)];
    }
  };
  Side was, is;
  const Side& any() const { return is.clause >= 0 ? is : was; }
};

/// Witnesses for a changed, new or gone clause: the simplest for each direction and each tier or
/// changed line that has one, at most `kMostWitnesses`; each has been judged under both agreements,
/// whole, by `judge`. Empty: no difference in verdicts was found, which does not prove that there
/// is none. Deterministic.
inline constexpr std::size_t kMostWitnesses = 6;
std::expected<std::vector<Witness>, std::string> find_witnesses(const Sides& sides,
                                                                const ClauseChange& change,
                                                                const Judge& judge);

/// What both sides say of the clause about lead 0; nothing when one cannot judge it (a choice that
/// it does not have, a fault). Internal to this folder, like what follows.
struct Sayings {
  Saying was, is;
};
std::expected<std::optional<Sayings>, std::string> sayings_of(const Sides& sides,
                                                              const Scenario& scenario,
                                                              const Judge& judge);

/// Witnesses about percentages, volumes and shares: periods instead of single leads.
std::expected<std::vector<Witness>, std::string> find_period_witnesses(const Sides& sides,
                                                                       const ClauseChange& change,
                                                                       const Judge& judge);

}  // namespace sla::compare
