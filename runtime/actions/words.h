#pragma once

#include <string>
#include <utility>
#include <vector>

#include "runtime/actions/notice.h"
#include "runtime/time/zone.h"

/// What steps did, in words for people.
namespace sla::actions {

/// "escalate to Max (manager) by email: Still no call".
std::string words_of(const Notice& notice);

/// "escalate to Max (manager) (answer, cycle 2, at due), withdrawn", without its instant.
std::string told(const Notice& notice, const verdicts::PolicyShape& policy, const time::Zone& zone);
/// "Ann got 10 points (answer)".
std::string told(const PointsEntry& entry, const verdicts::PolicyShape& policy);

/// Lines with their instants, in the order in which they happen; empty without any.
std::string timeline(std::vector<std::pair<Instant, std::string>> lines, const time::Zone& zone);

}  // namespace sla::actions
