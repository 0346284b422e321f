#pragma once

#include <optional>
#include <vector>

#include "compiler/check/context.h"
#include "runtime/time/holidays.h"

/// Sets of holidays: names become rules, and rules know for which years they speak. Internal to
/// `check`.
namespace sla::check {

/// A set with everything that it takes from others.
struct HolidayRules {
  std::vector<time::HolidayRule> rules;
  /// The years that the rules speak for. Outside of them there may be holidays that nobody listed.
  int first_known = time::kMinYear, last_known = time::kMaxYear;
};

/// Checks the sets that the policy declares, also those that no calendar uses. After the header.
void check_holidays(Context& context);

/// The rules behind a name or a file, with what is excepted, added and limited to years there.
/// Nothing after reporting why not, or when the driver has reported it.
std::optional<HolidayRules> resolve_holidays(Context& context, const syntax::HolidaySet& set);

/// One line of a set; nothing after reporting what is wrong with it.
std::optional<time::HolidayRule> holiday_rule(Context& context, const syntax::HolidayRule& written);

/// Narrows what is known to what a rule knows: a table ends, a formula holds for some years.
void narrow_to_rule(HolidayRules& known, const syntax::HolidayRule& written,
                    const time::HolidayRule& rule);

/// Warns when the term of the agreement reaches beyond the years that a set speaks for.
void warn_of_unknown_years(Context& context, const syntax::HolidaySet& set,
                           const agreement::HolidayUse& use);

}  // namespace sla::check
