#pragma once

#include <string>

#include "compiler/syntax/syntax.h"

namespace sla::syntax {

/// The tree as indented text, one node a line, for `--emit syntax` and golden tests.
std::string print(const File& file);

/// An expression on one line, every operation in parentheses: `(and (>= score 65) (is known
/// email))`.
std::string print(const Expression& expression);

}  // namespace sla::syntax
