#pragma once

#include <expected>
#include <string>
#include <vector>

#include "compiler/driver/tests.h"

namespace sla::driver {

/// Judges what a test expects of people, whose points come from the clauses of all records of the
/// agreement. `test`: its place among the agreement's tests. Plays the reference; that the engines
/// agree is seen where the records are played one by one. The error is a calendar.
std::expected<std::vector<TestFailure>, std::string> play_standings(
    const agreement::Agreement& agreement, std::size_t test);

}  // namespace sla::driver
