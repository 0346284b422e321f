#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/parse/layout.h"
#include "compiler/source/source.h"

namespace sla::format {

/// A row of the result: the pieces that stand on one line.
struct Line {
  std::size_t begin = 0, end = 0;  ///< Pieces [begin, end).
  std::size_t depth = 0;           ///< Blocks around it.
  bool goes_on = false;            ///< It continues the statement of the line before.
  bool blank_before = false;       ///< One empty line stands before it.
};

/// Moves line breaks to where the style wants them: a block is on one line, or its braces end and
/// begin lines; a brace that opens one never begins a line.
void settle_breaks(std::vector<parse::Piece>& pieces);

/// Cuts settled pieces into lines.
std::vector<Line> lines_of(const std::vector<parse::Piece>& pieces);

}  // namespace sla::format
