#pragma once

#include <optional>

#include "compiler/check/context.h"
#include "compiler/check/narrowing.h"

namespace sla::check {

/// What surrounds an expression: the calendar that its business durations count in.
struct Scope {
  CalendarChoice calendar;
};

/// A typed yes/no expression, or nothing after reporting why it is none. `known`: the optional
/// fields that are known where it is evaluated.
std::optional<agreement::Expression> type_condition(Context& context, const syntax::Expression& e,
                                                    const Scope& scope, const Known& known = {});

/// Types every define, also those that nothing uses.
void check_defines(Context& context);

/// Says of each definition of the agreement whether anything uses it; the last of the passes that
/// read conditions.
void note_used_defines(Context& context);

}  // namespace sla::check
