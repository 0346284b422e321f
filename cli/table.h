#pragma once

#include <set>
#include <string>
#include <vector>

#include "cli/terminal.h"

namespace sla::cli {

struct Cell {
  std::string text;
  Shade shade = Shade::plain;
};

/// A table for people: columns as wide as their widest cell, a rule under the header.
class Table {
 public:
  explicit Table(std::vector<std::string> header);

  void align_right(std::size_t column) { right_.insert(column); }
  void hide(std::size_t column) { hidden_.insert(column); }
  /// Cells may hold anything that a log holds: control characters are made visible.
  void add(std::vector<Cell> row);
  std::string render(bool colour, std::size_t indent) const;

 private:
  std::string line(const std::vector<Cell>& row, const std::vector<std::size_t>& widths,
                   bool colour, std::size_t indent) const;

  std::vector<Cell> header_;
  std::vector<std::vector<Cell>> rows_;
  std::set<std::size_t> right_, hidden_;
};

}  // namespace sla::cli
