#pragma once

#include "compiler/agreement/agreement.h"

namespace sla::analyze {

/// Whether only people can do what a clause with a clock asks for: a touch other than a bare
/// e-mail, a decision between states, the acceptance of what another party hands over, anything
/// that is asked of the owner or a party by name. Assigning, recording, declared events that are no
/// touches and moves along one party's own states may be a machine's work, which knows no office
/// hours.
bool is_for_people(const agreement::Agreement& record, const agreement::Clause& clause);

/// Whether the clock can start at any hour. It cannot where people start it: by a touch, or by
/// moving a lead on as a clause of the same party asks them to.
bool starts_at_any_hour(const agreement::Agreement& record, const agreement::Clause& clause);

/// The calendar that tells when those work who owe the clause, or -1 where the agreement does not
/// say: there is none, none is chosen, or people work round the clock. `amount`: of plain time that
/// is promised. Whoever names a calendar that is always open counts the hours of the night on
/// purpose; and where an agreement has one, "24 hours" and more are taken for days that it means.
int working_calendar(const agreement::Agreement& record, const agreement::Clause& clause,
                     std::int64_t amount);

}  // namespace sla::analyze
