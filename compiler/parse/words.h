#pragma once

#include <cstdint>
#include <vector>

#include "compiler/source/source.h"

namespace sla::parse {

enum class WordKind : std::uint8_t {
  comment,
  keyword,  ///< A word of the language; it may be used as a name.
  unit,     ///< `hours`, `days`; also `business`.
  type,     ///< `integer`, `money`
  name,
  number,  ///< Also percentages, dates and times.
  text,
  mark,
  bad,
};

struct Word {
  source::Span span;
  WordKind kind = WordKind::bad;
};

/// Everything that stands in a file except blanks, in order, whether or not it makes sense.
std::vector<Word> words(const source::Sources& sources, std::uint32_t file);

}  // namespace sla::parse
