#pragma once

#include <cstdint>
#include <vector>

#include "compiler/source/source.h"

namespace sla::parse {

/// A comment of a policy, from its `#` to the end of its line.
struct Comment {
  source::Span span;
  bool alone = false;  ///< Nothing but blanks stands before it on its line.
};

/// The comments of a file and where its first word stands. Works on any text, also one with errors.
struct Comments {
  std::vector<Comment> all;      ///< As written.
  std::uint32_t first_word = 0;  ///< The line of the first word; past the last line: no word.
  std::vector<bool> has_words;   ///< By line, one-based; the first entry is not used.
};

Comments comments(const source::Sources& sources, std::uint32_t file);

}  // namespace sla::parse
