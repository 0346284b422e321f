#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/driver/evaluate.h"
#include "compiler/driver/history.h"

namespace sla::driver {

/// What becomes of an obligation that is open when the next version comes into force.
enum class Crossing {
  pin,        ///< It stays with the version that it started under.
  migrate,    ///< It goes on under the next version, from its own start.
  recompute,  ///< The newest version judges everything, from the oldest term's begin.
};

/// One version of an agreement, the history read through it, and what came out.
struct Version {
  agreement::Agreement agreement;
  std::unique_ptr<History> history;
  /// What was evaluated: the agreement, with conditions added that say which starts another version
  /// has. `history` then holds the values of the fields that they ask for.
  agreement::Agreement judged;
  verdicts::Outcome outcome;
  /// Whether it had anything to judge: it is in force by then, or judges for all.
  bool has_say = true;
  /// The same of each further record of the agreement, in its order; those have none.
  std::vector<Version> others = {};
};

/// The version's own record and then the others, in their order.
std::vector<const Version*> records_of(const Version& version);

/// A version with all its records. `histories`: of each, as `read_histories` gives them.
Version version_of(agreement::Agreement agreement, Histories histories);

/// Why agreements are not versions that can be judged together.
struct VersionProblem {
  std::string message, help;
};

/// Judges one version by itself, all its records. The error is a bug of ours or a missing library.
std::expected<void, std::string> evaluate(Version& version, Engine engine, time::Instant as_of);

/// Adds to the histories what the evaluation of a version noticed about the data of its records.
void note_findings(Version& version);

/// Puts versions in the order of their terms and ends each where the next one begins. A problem
/// when one has no term, two have the same number, begin on one day or have other parties, or
/// (unless `may_overlap`) terms overlap.
std::optional<VersionProblem> order_versions(std::vector<agreement::Agreement>& versions,
                                             bool may_overlap);

/// Judges a history by versions that `order_versions` has put in order, as of an instant not after
/// the one they were read for; `outcome` and `judged` of each are replaced. Versions that are not
/// in force by then have no rows; under `recompute` only the newest of the others has. The error is
/// a bug of ours or a missing library.
std::expected<void, std::string> evaluate(std::vector<Version>& versions, Crossing crossing,
                                          Engine engine, time::Instant as_of);

}  // namespace sla::driver
