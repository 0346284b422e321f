#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/agreement/agreement.h"

/// What two versions of an agreement say differently. Pure functions of checked agreements.
namespace sla::compare {

using agreement::Agreement;

/// What a difference is about.
enum class Aspect : std::uint8_t {
  wording,  ///< Names and titles: nothing that is evaluated.
  around,   ///< Reminders, points, the lifecycle, how data are read: no obligation differs by it.
  verdict,  ///< May decide whether an obligation is there, and whether it is kept.
};
const char* name_of(Aspect aspect);

/// One thing that is said differently, in the agreement's words.
struct Detail {
  std::string key;      ///< What kind of thing: "target", "when"; stable, for programs.
  std::string what;     ///< The same for people: "target where hot".
  std::string was, is;  ///< Empty: nothing was (or is) said.
  Aspect aspect = Aspect::verdict;
};

/// A promise of either version. Both indexes are there unless it is new or gone.
struct ClauseChange {
  std::size_t record = 0;  ///< Index into `Changes::records`.
  int was = -1, is = -1;   ///< Clauses of the old and the new record; -1: there is none.
  std::vector<Detail> details;

  bool concerns(Aspect aspect) const;
};

/// One kind of record in both versions; null where a version has none of it.
struct RecordPair {
  const Agreement* was = nullptr;
  const Agreement* is = nullptr;
  std::string kind() const { return (is != nullptr ? is : was)->subject_kind; }
};

/// Borrows both agreements.
struct Changes {
  std::vector<RecordPair> records;
  std::vector<ClauseChange> clauses;  ///< Of the new version in its order, then those gone.
  std::vector<Detail> agreement;      ///< What concerns no single clause.

  /// Whether only words differ, or nothing at all.
  bool same_meaning() const;
};

/// Compares two agreements. Clauses are paired by name, then by what they promise. The order of
/// declarations, names of definitions and calendars, and units (60 minutes, 1 hour) make no
/// difference. Deterministic, thread-safe.
Changes changes(const Agreement& was, const Agreement& is);

/// The differences as lines for people: "clause speed_to_lead, target: 4 business hours -> 2
/// business hours". Empty when nothing differs but words.
std::vector<std::string> summary_of(const Changes& changes);

}  // namespace sla::compare
