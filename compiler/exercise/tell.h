#pragma once

#include <string>

#include "compiler/exercise/judge.h"
#include "runtime/verdicts/shape.h"

/// What a test comes to, told to people. Plain text of several lines, not a stable format.
namespace sla::exercise {

/// What happened to a lead of the test, with what was taken back and merged.
std::string story_of_lead(const Played& played, int lead);

/// The periods of a clause (-1: of all) that have something in them, one line each; empty without
/// any.
std::string story_of_periods(const Played& played, int clause);

/// Leaderboards, badges and prizes, one line each; empty without programs.
std::string story_of_programs(const Played& played);

/// The whole test as of the instant that was played: every lead with what each clause made of it,
/// the periods, what was done around it and who has how many points. `policy` is of the same
/// agreement and log.
std::string tell(const Played& played, const verdicts::PolicyShape& policy);

}  // namespace sla::exercise
