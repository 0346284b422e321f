#pragma once

#include "compiler/exercise/judge.h"

/// What the files of the judge share. Internal to this folder.
namespace sla::exercise {

/// An expectation about a clause over periods; `played.summary` is there.
std::vector<Difference> judge_periods(const agreement::Expectation& expectation,
                                      const Played& played);

}  // namespace sla::exercise
