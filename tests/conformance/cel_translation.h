#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/agreement/expression.h"

/// CEL's expressions in the words of a policy's conditions, token by token: the grammars agree on
/// everything that both have, so nothing needs to be parsed.
namespace sla::conformance {

/// A literal of the expression, given to the condition as the value of a field.
struct Operand {
  std::string field;  ///< "i1", "t2" …
  agreement::TypeKind type = agreement::TypeKind::integer;
  std::int64_t value = 0;  ///< Not for texts.
  std::string text;
};

struct Condition {
  std::string text;
  std::vector<Operand> operands;
};

enum class Literals {
  written,      ///< As they stand, where a policy can write them.
  from_fields,  ///< As field values, so that nothing is known before the evaluation.
};

/// The error says which part of CEL conditions do not have ("unsigned integers", "lists as values"
/// …).
std::expected<Condition, std::string> translate(std::string_view cel, Literals literals);

}  // namespace sla::conformance
