#include "compiler/codes/pages.h"

#include <algorithm>
#include <charconv>
#include <string>

#include <fmt/format.h>

#include "compiler/codes/embedded.h"
#include "compiler/diagnose/render.h"

namespace sla::codes {
namespace {

using diagnose::Code;

/// The digits of "SLA2101", "sla2101" or "2101"; empty for anything else.
std::string_view digits_of(std::string_view text) {
  const auto is = [](char c, char lower) { return c == lower || c == lower - 'a' + 'A'; };
  if (text.size() > 3 && is(text[0], 's') && is(text[1], 'l') && is(text[2], 'a'))
    text.remove_prefix(3);
  const bool digits = !text.empty() && text.size() <= 4 &&
                      std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  return digits ? text : std::string_view();
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

bool is_comment(std::string_view line) { return line.starts_with("<!--") && line.ends_with("-->"); }

/// Appends a line to a paragraph that is kept as one line.
void join_line(std::string& paragraphs, std::string_view line) {
  if (line.empty()) {
    if (!paragraphs.empty() && !paragraphs.ends_with("\n\n")) paragraphs += "\n\n";
    return;
  }
  if (!paragraphs.empty() && !paragraphs.ends_with('\n')) paragraphs += ' ';
  paragraphs += line;
}

}  // namespace

std::string_view page_of(Code code) {
  const auto& pages = embedded_pages();
  const auto number = static_cast<std::uint16_t>(code);
  const auto found = std::ranges::lower_bound(pages, number, {}, &EmbeddedPage::code);
  if (found == pages.end() || found->code != number) return {};
  return found->text;
}

Page page(Code code) {
  Page page;
  std::string_view rest = page_of(code);
  if (rest.empty()) return page;
  const std::string_view title = take_line(rest);
  page.title = title.substr(std::min(title.find(": ") + 2, title.size()));
  page.markdown = std::string(title) + "\n";
  bool in_explanation = true;
  bool after_comment = false;
  while (!rest.empty()) {
    const std::string_view line = take_line(rest);
    if (line.starts_with("## ")) in_explanation = false;
    if (is_comment(line)) {
      after_comment = true;
      continue;
    }
    // A comment takes the blank line behind it along.
    if (after_comment && line.empty() && page.markdown.ends_with("\n\n")) continue;
    after_comment = false;
    if (in_explanation) join_line(page.explanation, line);
    page.markdown += std::string(line) + "\n";
  }
  while (page.explanation.ends_with('\n')) page.explanation.pop_back();
  return page;
}

bool looks_like_a_code(std::string_view text) { return !digits_of(text).empty(); }

std::optional<Code> code_meant(std::string_view text) {
  const std::string_view digits = digits_of(text);
  if (digits.empty()) return std::nullopt;
  std::uint16_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const auto codes = diagnose::catalogue();
  const auto found =
      std::ranges::find(codes, static_cast<Code>(number), &diagnose::CodeEntry::code);
  if (found == codes.end()) return std::nullopt;
  return found->code;
}

std::vector<Code> codes_near(std::string_view text) {
  std::vector<Code> near;
  if (digits_of(text).empty()) return near;
  const std::string digits = fmt::format("{:0>4}", digits_of(text));
  for (const diagnose::CodeEntry& entry : diagnose::catalogue()) {
    const std::string other = diagnose::code_text(entry.code).substr(3);
    int different = 0;
    for (std::size_t i = 0; i < 4; ++i) different += digits[i] != other[i] ? 1 : 0;
    const bool swapped = std::is_permutation(digits.begin(), digits.end(), other.begin());
    if (different == 1 || (different == 2 && swapped)) near.push_back(entry.code);
  }
  return near;
}

}  // namespace sla::codes
