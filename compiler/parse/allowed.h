#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "compiler/source/source.h"

namespace sla::parse {

/// What sort of name may stand somewhere; `value` is whatever a condition is made of.
enum class NameKind : std::uint8_t {
  value,
  party,
  state,
  field,
  event,
  subject,
  calendar,
  holidays,
  group,
  role,
  channel,
  clause,
  month,
  lead,
  choice,
  library,
  parameter,
  parameter_type,
  new_name,  ///< Of something that is declared here.
  title,
  column,
  currency,
};

/// What may stand at a place of a text that somebody is still typing.
struct Allowed {
  std::vector<std::string> words;  ///< Of the language, in the order of the grammar, each once.
  std::set<NameKind> names;
  bool number = false, date = false, time = false;
  /// The words and marks of the same declaration that stand before, the nearest last; `;` stands
  /// for a line end.
  std::vector<std::string> before;
  source::Span typed;       ///< What stands between the word's begin and the place.
  bool in_comment = false;  ///< Then nothing else is known.
  bool in_text = false;     ///< Inside quotes: likewise, except `before`.
  bool at_top = false;      ///< A declaration may begin here.
};

/// What the grammar allows at `offset`, whatever stands after it, and however wrong lines before it
/// are. Takes any text.
Allowed allowed_at(const source::Sources& sources, std::uint32_t file, std::uint32_t offset);

}  // namespace sla::parse
