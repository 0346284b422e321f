#pragma once

#include <string>
#include <string_view>

#include "compiler/syntax/syntax.h"

namespace sla::syntax {

/// The tree as indented text, one node a line, for `--emit syntax` and golden tests.
std::string print(const File& file);

/// An expression on one line, every operation in parentheses: `(and (>= score 65) (is known
/// email))`.
std::string print(const Expression& expression);

/// "number field", "clause": how they are written.
std::string_view name_of(ParameterType type);
std::string_view name_of(TemplateKind kind);

}  // namespace sla::syntax
