#pragma once

#include <string>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "compiler/analyze/graph/truth.h"

namespace sla::analyze {

/// A condition that an example is to make true, or false, and what else is known when it is asked.
struct Wish {
  const agreement::Expression* condition = nullptr;  ///< Borrowed.
  Known known;                                       ///< Its values are not looked at.
  bool wanted = true;
  /// Fields that have no value yet when it is asked.
  std::vector<int> unset = {};
};

/// Values for the fields of a lead that make as many of the wishes come true as a short search
/// finds; the same every time. Every field that an event can simply give has one; fields of a
/// parent and of events' payloads have none.
Values example_values(const agreement::Agreement& agreement, const std::vector<Wish>& wishes);

/// `score 80  country "US"`: the values of some fields as a test gives them; empty for none.
std::string values_text(const agreement::Agreement& agreement, const Values& values,
                        const std::vector<int>& fields);

/// The fields that a test can give to a lead at its beginning.
std::vector<int> givable_fields(const agreement::Agreement& agreement);

}  // namespace sla::analyze
