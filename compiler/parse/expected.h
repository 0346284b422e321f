#pragma once

#include <string>
#include <vector>

#include "antlr4-runtime.h"

namespace sla::parse {

/// What the grammar allows at one place.
struct Expected {
  std::vector<std::string>
      items;  ///< As findings call them, in the order of the grammar, each once.
  std::vector<std::string> words;  ///< Keywords among them, also those that an item begins with.
  bool line_end = false;           ///< Ending the line is allowed; not among `items`.
};

/// What is allowed after the tokens [from, to) when the parser stood in `state` of `context` before
/// them. ANTLR itself only knows the set of tokens where a decision began, and rules as the tokens
/// they begin with.
Expected expected_after(const antlr4::Parser& parser, std::size_t state,
                        antlr4::ParserRuleContext* context, std::size_t from, std::size_t to);

}  // namespace sla::parse
