#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sla::diagnose {

/// A line of text, from a policy or a log, as a terminal shows it: tabs expanded, control
/// characters replaced, and for each byte the terminal column it appears in.
struct DisplayLine {
  std::string text;
  std::vector<std::size_t> column_of_byte;  ///< One more than bytes: the last is the width.

  std::size_t width() const { return column_of_byte.back(); }
};

DisplayLine display(std::string_view line);

/// The part of a displayed line in columns [from, to).
std::string cut(const DisplayLine& line, std::string_view original, std::size_t from,
                std::size_t to);

}  // namespace sla::diagnose
