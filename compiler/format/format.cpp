#include "compiler/format/format.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "compiler/format/lines.h"

namespace sla::format {
namespace {

using parse::Piece;
using parse::Table;

constexpr std::size_t kIndent = 2;
constexpr std::size_t kGap = 2;  ///< Between columns, and before a comment.
constexpr std::size_t kMostColumns = 4;

/// Whether a row that stands alone keeps the gap of its table; the others then read as a sentence.
bool keeps_gap(Table table) {
  switch (table) {
    case Table::fields:
    case Table::states:
    case Table::holidays:
    case Table::tiers:
    case Table::meanings:
    case Table::facts:
    case Table::people:
    case Table::parameters:
    case Table::happenings:
    case Table::actions: return true;
    default: return false;
  }
}

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// A comment without the blanks at its end; other pieces as written.
std::string_view text_of(const source::Sources& sources, const Piece& piece) {
  std::string_view text = sources.text(piece.span);
  if (piece.comment) text = text.substr(0, text.find_last_not_of(" \t") + 1);
  return text;
}

class Printer {
 public:
  Printer(const source::Sources& sources, std::vector<Piece> pieces)
      : sources_(sources), pieces_(std::move(pieces)) {
    settle_breaks(pieces_);
    lines_ = lines_of(pieces_);
  }

  std::string print() {
    for (std::size_t l = 0; l < lines_.size();) {
      const std::size_t end = end_of_table(l);
      columns_ = columns_of(std::span(lines_).subspan(l, end - l));
      for (; l < end; ++l) put(lines_[l]);
    }
    return std::move(out_);
  }

 private:
  using Columns = std::array<std::size_t, kMostColumns>;

  /// The table of a line that is one whole row of it; `none` for any other line.
  Table row_of(std::size_t l) const {
    const Line& line = lines_[l];
    const Piece& first = pieces_[line.begin];
    if (line.goes_on || first.column != 0) return Table::none;
    const bool ended = l + 1 == lines_.size() || !lines_[l + 1].goes_on;
    int open = 0;
    for (std::size_t i = line.begin; i < line.end; ++i) {
      const Piece& piece = pieces_[i];
      open += piece.opens ? 1 : piece.closes ? -1 : 0;
      if (i > line.begin && piece.table == first.table && piece.column == 0) return Table::none;
    }
    return ended && open == 0 ? first.table : Table::none;
  }

  /// One past the last line of the table that begins with line l: l + 1 when it is no row.
  std::size_t end_of_table(std::size_t l) const {
    const Table table = row_of(l);
    std::size_t end = l + 1;
    while (table != Table::none && end < lines_.size() && row_of(end) == table &&
           lines_[end].depth == lines_[l].depth && !lines_[end].blank_before) {
      ++end;
    }
    return end;
  }

  /// Where the columns of these rows begin, from the indentation on.
  Columns columns_of(std::span<const Line> rows) const {
    Columns columns{};
    const Table table = pieces_[rows.front().begin].table;
    if (rows.size() == 1 && !keeps_gap(table)) return columns;
    for (std::size_t column = 1; column < kMostColumns; ++column) {
      for (const Line& row : rows) {
        std::size_t at = 0;
        for (std::size_t i = row.begin; i < row.end; ++i) {
          const Piece& piece = pieces_[i];
          const bool is_column = piece.table == table && piece.column > 0;
          if (is_column && piece.column == column)
            columns[column] = std::max(columns[column], at + gap_before(piece));
          if (is_column && piece.column >= column) break;
          if (is_column) at = columns[piece.column];
          else at += i == row.begin ? 0 : gap(i);
          at += width_of(text_of(sources_, piece));
        }
      }
    }
    return columns;
  }

  /// What a parameter is when nobody says so reads on after its type.
  static std::size_t gap_before(const Piece& column) {
    return column.table == Table::parameters && column.column == 3 ? 1 : kGap;
  }

  /// Blanks before a piece that neither begins a line nor a column.
  std::size_t gap(std::size_t i) const {
    const Piece& piece = pieces_[i];
    if (piece.comment) return kGap;
    if (piece.space == Piece::Space::none) return 0;
    if (piece.space == Piece::Space::as_written) return piece.spaces_before;
    const bool next_item = piece.begins == Piece::Begins::item && !pieces_[i - 1].opens;
    return next_item ? kGap : 1;
  }

  void put(const Line& line) {
    if (line.blank_before) out_ += '\n';
    out_.append(line.depth * kIndent + (line.goes_on ? 2 * kIndent : 0), ' ');
    const Piece& first = pieces_[line.begin];
    std::size_t at = 0;
    for (std::size_t i = line.begin; i < line.end; ++i) {
      const Piece& piece = pieces_[i];
      const bool aligned = i > line.begin && piece.table != Table::none &&
                           piece.table == first.table && piece.column > 0 && !line.goes_on;
      std::size_t blanks = i == line.begin ? 0 : gap(i);
      if (aligned) blanks = columns_[piece.column] > at ? columns_[piece.column] - at : 1;
      const std::string_view text = text_of(sources_, piece);
      out_.append(blanks, ' ');
      out_ += text;
      at += blanks + width_of(text);
    }
    out_ += '\n';
  }

  const source::Sources& sources_;
  std::vector<Piece> pieces_;
  std::vector<Line> lines_;
  Columns columns_{};
  std::string out_;
};

/// Whether both texts consist of the same words and comments.
bool same_words(const source::Sources& before, const std::vector<Piece>& pieces,
                const std::string& result) {
  source::Sources after;
  diagnose::Findings findings;
  const auto file = after.add("formatted", result);
  if (!file) return false;
  const auto again = parse::layout(after, *file, findings);
  return again &&
         std::ranges::equal(
             pieces, *again, {}, [&](const Piece& piece) { return text_of(before, piece); },
             [&](const Piece& piece) { return text_of(after, piece); });
}

}  // namespace

std::optional<std::string> format(const source::Sources& sources, std::uint32_t file,
                                  diagnose::Findings& findings) {
  auto pieces = parse::layout(sources, file, findings);
  if (!pieces) return std::nullopt;
  std::string result = Printer(sources, *pieces).print();
  if (!same_words(sources, *pieces, result)) {
    findings.add(diagnose::Code::unexpected, {file, 0, 0},
                 "this file cannot be formatted without changing it: a bug of this program");
    return std::nullopt;
  }
  return result;
}

}  // namespace sla::format
