#pragma once

#include "compiler/exercise/judge.h"

/// What the files of the judge share. Internal to this folder.
namespace sla::exercise {

/// An expectation about a clause over periods.
std::vector<Difference> judge_periods(const agreement::Expectation& expectation,
                                      const Played& played);

/// What steps did, against the actions that are expected of an obligation (`lead` and `cycle`), or,
/// without a lead, of the verdicts of the clause's periods.
std::vector<Difference> judge_actions(const agreement::Expectation& expectation,
                                      std::uint32_t cycle, const Played& played);

/// `expect no action for a`.
std::vector<Difference> judge_no_action(const agreement::Expectation& expectation,
                                        const Played& played);

/// What a person or team has.
std::vector<Difference> judge_standing(const agreement::ExpectedStanding& expected,
                                       const Played& played);

}  // namespace sla::exercise
