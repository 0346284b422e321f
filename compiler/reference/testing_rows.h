#pragma once

// What a history made by hand comes to: for tests that are about rows.

#include <gtest/gtest.h>

#include "compiler/reference/evaluate.h"
#include "compiler/reference/testing.h"

namespace sla::reference::testing {

inline std::vector<verdicts::Row> rows(const Agreement& agreement,
                                       const std::vector<Given>& history, std::string_view as_of,
                                       const events::Roster& roster = {}) {
  return evaluate(agreement, make_case(agreement, history, as_of, roster)->inputs).rows;
}

/// The one row that there has to be.
inline verdicts::Row only_row(const Agreement& agreement, const std::vector<Given>& history,
                              std::string_view as_of, const events::Roster& roster = {}) {
  const std::vector<verdicts::Row> all = rows(agreement, history, as_of, roster);
  EXPECT_EQ(all.size(), 1u);
  return all.empty() ? verdicts::Row() : all.front();
}

}  // namespace sla::reference::testing
