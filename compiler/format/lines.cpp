#include "compiler/format/lines.h"

#include <algorithm>

namespace sla::format {
namespace {

using parse::Piece;

void break_before(std::vector<Piece>& pieces, std::size_t at) {
  pieces[at].lines_before = std::max<std::uint32_t>(pieces[at].lines_before, 1);
}

/// Where the block that piece `open` opens is closed; the end when it is not.
std::size_t close_of(const std::vector<Piece>& pieces, std::size_t open) {
  std::size_t depth = 0;
  for (std::size_t i = open; i < pieces.size(); ++i) {
    if (pieces[i].opens) ++depth;
    if (pieces[i].closes && --depth == 0) return i;
  }
  return pieces.size();
}

bool spans_lines(const std::vector<Piece>& pieces, std::size_t from, std::size_t to) {
  return std::any_of(pieces.begin() + static_cast<std::ptrdiff_t>(from) + 1,
                     pieces.begin() + static_cast<std::ptrdiff_t>(to) + 1,
                     [](const Piece& piece) { return piece.lines_before > 0; });
}

}  // namespace

void settle_breaks(std::vector<Piece>& pieces) {
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    if (pieces[i].opens && !pieces[i - 1].comment) pieces[i].lines_before = 0;
  }
  std::vector<std::size_t> blocks;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i].opens) blocks.push_back(i);
  }
  for (const std::size_t open : blocks) {
    const std::size_t close = close_of(pieces, open);
    if (close == pieces.size() || !spans_lines(pieces, open, close)) continue;
    const bool remark = pieces[open + 1].comment && pieces[open + 1].lines_before == 0;
    break_before(pieces, remark ? open + 2 : open + 1);
    break_before(pieces, close);
  }
}

std::vector<Line> lines_of(const std::vector<Piece>& pieces) {
  std::vector<Line> lines;
  std::size_t depth = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const Piece& piece = pieces[i];
    if (piece.closes && depth > 0) --depth;
    if (i == 0 || piece.lines_before > 0) {
      const bool own_place =
          piece.begins != Piece::Begins::nothing || piece.comment || piece.closes;
      const bool first_of_block = i > 0 && pieces[i - 1].opens;
      const bool blank = i > 0 && piece.lines_before > 1 && !first_of_block && !piece.closes;
      lines.push_back({i, i, depth, !own_place && i > 0, blank});
    }
    lines.back().end = i + 1;
    if (piece.opens) ++depth;
  }
  return lines;
}

}  // namespace sla::format
