#pragma once

#include <string>

#include "compiler/agreement/agreement.h"

/// Texts that are equal when two things mean the same: the order of what `and`, `or` and lists join
/// makes no difference, nor does the side on which a comparison is written.
namespace sla::compare {

std::string canon(const agreement::Agreement& agreement, const agreement::Expression& expression);

/// What a calendar counts: zone, openings by weekday, exceptions by date.
std::string canon(const agreement::Calendar& calendar);

}  // namespace sla::compare
