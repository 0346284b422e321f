#pragma once

#include <string>

#include "compiler/driver/around.h"

namespace sla::cli {

/// What was said about one lead, what is to be said and what it gave, as lines in the order in
/// which they happen, times in the agreement's zone. `outcome` is the lead's. Empty without steps.
std::string around_story(const agreement::Agreement& agreement, const driver::History& history,
                         const verdicts::Outcome& outcome);

}  // namespace sla::cli
