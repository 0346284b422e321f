#pragma once

#include <string>

#include "compiler/diagnose/finding.h"

namespace sla::golden {

/// What in a finding's words is against docs/reference/message-style.md, or "". Only what can be
/// looked up is: that a message is good is for the person who writes it.
std::string style_problem(const diagnose::Finding& finding);

/// The same of findings about any text: what they quote may hold whatever is in it, so that one
/// cannot tell where a quotation ends.
std::string style_problem_of_any(const diagnose::Finding& finding);

}  // namespace sla::golden
