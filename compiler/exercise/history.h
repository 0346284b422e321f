#pragma once

#include "compiler/agreement/agreement.h"
#include "runtime/events/log.h"
#include "runtime/events/people.h"

namespace sla::exercise {

/// The history that a test tells: its leads are the subjects, in the order given, and its roster is
/// bound to them. Immutable once made.
struct TestHistory {
  events::Log log;
  events::Roster roster;
  events::People people;
};

/// Builds the history of a test as it was known at an instant: retractions and merges later than
/// `known` have not been heard of. What is given of a lead becomes one event of changed fields at
/// the first instant of the test, before everything else of that instant.
TestHistory make_history(const agreement::Agreement& agreement, const agreement::Test& test,
                         time::Instant known);

/// Whether what is known of the past changes in a test.
bool rewrites(const agreement::Test& test);

/// A lead of the test among the subjects of its history; events::kNone when nothing happened to it
/// or it was merged into another.
std::uint32_t subject_of(const agreement::Test& test, int lead, const events::Log& log);

/// The first and the last instant that a test speaks of; it has at least one line.
time::Instant first_instant(const agreement::Test& test);
time::Instant last_instant(const agreement::Test& test);

}  // namespace sla::exercise
