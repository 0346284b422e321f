#pragma once

#include <string>
#include <vector>

#include "runtime/stream/fact.h"
#include "runtime/verdicts/rows.h"
#include "tests/property/recipe.h"

namespace sla::property {

/// The recipe's events as facts, each with an id and its own sequence.
std::vector<stream::Fact> facts_of(const Recipe& recipe);
/// Adds retractions of some facts and merges of some leads, at instants around the history.
void add_history_of_history(Random& random, std::vector<stream::Fact>& facts);
/// Rows without what is no statement: the place in the list, and periods in which nothing was.
std::vector<std::string> said(const std::vector<verdicts::NamedRow>& rows);

}  // namespace sla::property
