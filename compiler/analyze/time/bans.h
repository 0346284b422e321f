#pragma once

#include <vector>

#include "compiler/analyze/time/coming.h"
#include "compiler/analyze/time/time_checks.h"

namespace sla::analyze {

/// A prohibition against something that a clause asks for.
struct Ban {
  const agreement::Clause* clause = nullptr;
  const agreement::Discharge* forbidden = nullptr;
  const time::Calendar* hours = nullptr;  ///< It is permitted while this is open; null: never.
};

/// The prohibitions that stand against `event` as `duty` asks for it, whatever the party does about
/// it: not those with a `without`, which the party can provide for, nor those that hold in some
/// states only, unless the duty ends in the others. Their conditions on fields are left to
/// `asks_of`. Other parties' prohibitions count unless they say by whom.
std::vector<Ban> bans_against(const TimeCheck& check, const agreement::Clause& duty,
                              const agreement::Discharge& discharge, events::Code event,
                              const Whereabouts& where);

/// What has to hold for the ban to be one.
std::vector<Ask> asks_of(const Ban& ban);

/// The first instant from `t` on at which all the bans permit it, and `hours` (if any) is open;
/// kNever when that is after `limit`.
Instant first_permitted(const std::vector<Ban>& bans, const time::Calendar* hours, Instant t,
                        Instant limit);

/// The calendars of all prohibitions.
std::vector<int> calendars_of_bans(const agreement::Agreement& record);

}  // namespace sla::analyze
