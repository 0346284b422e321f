#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnose/finding.h"

namespace sla::repair {

/// All the edits of a repair, in no order.
std::vector<diagnose::Edit> edits_of(const diagnose::Fix& fix);

/// Whether two edits touch: they share a byte, or insert at one place.
bool overlap(const diagnose::Edit& one, const diagnose::Edit& other);

/// The text with edits made, which must not overlap and lie within it. Line ends that are inserted
/// are those of the text.
std::string apply(std::string_view text, std::vector<diagnose::Edit> edits);

}  // namespace sla::repair
