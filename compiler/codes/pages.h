#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnose/codes.h"

/// The page that each code has in docs/codes, inside the program.
namespace sla::codes {

/// The page as it is written, Markdown with the comments that tests go by; empty for a code without
/// one.
std::string_view page_of(diagnose::Code code);

/// What readers of a page want of it.
struct Page {
  std::string title;        ///< "a reminder or escalation after the deadline".
  std::string explanation;  ///< Paragraphs before the first section, each one line; Markdown.
  std::string markdown;     ///< The page without comments.
};
Page page(diagnose::Code code);

/// The page for a terminal of `width` columns: paragraphs filled, examples indented; with ANSI
/// colours if `colour`. Ends with a line break.
std::string page_for_terminal(std::string_view markdown, std::size_t width, bool colour);

/// The code that somebody means by "SLA2101", "sla2101", "2101" or "101" (SLA0101 is written short
/// as well); nothing when no code has that number.
std::optional<diagnose::Code> code_meant(std::string_view text);

/// Whether a text can only be meant as a code: digits, with or without "SLA" before them.
bool looks_like_a_code(std::string_view text);

/// Codes near one that does not exist, nearest first: those that differ from it in one digit.
std::vector<diagnose::Code> codes_near(std::string_view text);

}  // namespace sla::codes
