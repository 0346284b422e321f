#pragma once

#include <deque>

#include "compiler/check/context.h"

/// The records of a policy: one agreement for each. Internal to `check`.
namespace sla::check {

/// One context for every record, in the order declared, each with what is about it: the lead's
/// first. `all` has been collected, and has what all records share. Which record a clause, a
/// definition or a source is about follows from the states and fields that it names, or is said;
/// reports those that are about none or could be about several, which then are in no context.
std::deque<Context> share_out(const Context& all);

/// Adds the id of the parent, and those of the parent's fields that the policy reads as
/// `lead.FIELD`, to the fields of a record that has a parent. After the fields of `parent`.
void check_parent_fields(Context& context, const Context& parent);

}  // namespace sla::check
