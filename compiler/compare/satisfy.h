#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/compare/scenario.h"

namespace sla::compare {

/// What a lead has to be like: fields by name, a state, on hold or not. Nothing is said of the
/// rest.
struct Circumstances {
  std::map<std::string, Given> fields;
  std::string state;  ///< Empty: any.
  std::optional<bool> on_hold;
};

/// Circumstances that are meant to make a condition hold, or not hold: for every comparison the
/// value just on the wanted side of its bound. A proposal, not a proof: conditions between fields,
/// sums and outcomes of other clauses are not looked into. At most `kMostCircumstances`, never
/// empty.
inline constexpr std::size_t kMostCircumstances = 12;
std::vector<Circumstances> satisfy(const Agreement& agreement,
                                   const agreement::Expression& condition, bool holds);

/// Both at once; where they contradict each other, the first counts.
Circumstances merged(const Circumstances& a, const Circumstances& b);

/// A value that says nothing in particular, for a field that has to be known.
Given some_value(const agreement::Field& field);

}  // namespace sla::compare
