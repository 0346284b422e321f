#pragma once

#include <string>

#include "compiler/agreement/agreement.h"
#include "compiler/reference/trace.h"
#include "runtime/verdicts/inputs.h"

namespace sla::reference {

/// A trace in plain sentences, for the people whom it concerns: what happened to the lead, and for
/// every clause when its clock ran, what was due, how it ended and why. Times are in the
/// agreement's zone. `inputs` must be those of the trace. Plain text of several lines, ending in a
/// line break; not a stable format.
std::string story(const agreement::Agreement& agreement, const verdicts::Inputs& inputs,
                  const Trace& trace);

/// Parts of a story, without a heading: what happened to the lead, and what one clause made of it.
std::string story_of_events(const agreement::Agreement& agreement, const verdicts::Inputs& inputs,
                            const Trace& trace);
std::string story_of_clause(const agreement::Agreement& agreement, const verdicts::Inputs& inputs,
                            const Trace& trace, std::uint16_t clause);

}  // namespace sla::reference
