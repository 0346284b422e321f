#include "cli/table.h"

#include <algorithm>

namespace sla::cli {

Table::Table(std::vector<std::string> header) {
  for (std::string& name : header) header_.push_back({std::move(name), Shade::faint});
}

void Table::add(std::vector<Cell> row) {
  for (Cell& cell : row) cell.text = printable(cell.text);
  rows_.push_back(std::move(row));
}

std::string Table::line(const std::vector<Cell>& row, const std::vector<std::size_t>& widths,
                        bool colour, std::size_t indent) const {
  std::string text(indent, ' ');
  for (std::size_t c = 0; c < row.size(); ++c) {
    if (hidden_.contains(c)) continue;
    std::string padding(widths[c] - display_width(row[c].text), ' ');
    std::string shown = shaded(row[c].text, row[c].shade, colour);
    text += right_.contains(c) ? padding + shown : shown + padding;
    text += "  ";
  }
  text.erase(text.find_last_not_of(' ') + 1);
  return text + "\n";
}

std::string Table::render(bool colour, std::size_t indent) const {
  std::vector<std::size_t> widths;
  std::size_t total = 0;
  for (std::size_t c = 0; c < header_.size(); ++c) {
    std::size_t width = display_width(header_[c].text);
    for (const auto& row : rows_) width = std::max(width, display_width(row[c].text));
    widths.push_back(width);
    if (!hidden_.contains(c)) total += width + 2;
  }
  std::string rule;
  for (std::size_t i = 2; i < total; ++i) rule += "─";
  std::string text = line(header_, widths, colour, indent);
  text += std::string(indent, ' ') + shaded(rule, Shade::faint, colour) + "\n";
  for (const auto& row : rows_) text += line(row, widths, colour, indent);
  return text;
}

}  // namespace sla::cli
