#pragma once

#include <string>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "runtime/policy/policy.h"

namespace sla::driver {

/// What the runtime must know of an agreement and its further records.
policy::Policy describe(const agreement::Agreement& agreement);

/// One record of it, and the calendars alone.
policy::Record describe_record(const agreement::Agreement& agreement);
/// `records`: those whose targets the calendars must be long enough for.
std::vector<policy::Calendar> describe_calendars(
    const std::vector<const agreement::Agreement*>& records);

/// All that the agreement says, in lines, its calendars with their holidays resolved included, and
/// nothing else; a line without indentation begins what is said of one thing. Ends with a line
/// break.
std::string meaning_of(const agreement::Agreement& agreement);

/// 64 hexadecimal digits: the SHA-256 of `meaning_of`. Comments, layout, the order of files and
/// tests do not change it; a changed number, holiday or title does.
std::string semantic_hash(const agreement::Agreement& agreement);

}  // namespace sla::driver
