#pragma once

#include <string>
#include <vector>

#include "compiler/check/context.h"

/// Who is told or gets points, and how. Internal to `check`.
namespace sla::check {

/// Never empty: whom the effect names, else the owner, or for the verdict of a period its group or
/// the obliged party. Without any `role` declaration every new name is a role.
std::vector<agreement::Recipient> resolve_recipients(Context& context, const syntax::Effect& effect,
                                                     const agreement::Clause& clause,
                                                     const agreement::Step& step);

/// The channel as written; what looks like a slip of a well-known one is reported.
std::string resolve_channel(Context& context, const syntax::Name& channel);

}  // namespace sla::check
