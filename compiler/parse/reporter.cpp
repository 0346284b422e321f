#include <utility>

#include <fmt/format.h>

#include "compiler/parse/tokens.h"

namespace sla::parse {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

Offsets::Offsets(std::string_view text) : size_(static_cast<std::uint32_t>(text.size())) {
  bool ascii = true;
  for (const char c : text) ascii = ascii && static_cast<unsigned char>(c) < 0x80;
  if (ascii) return;
  // ANTLR drops a mark at the start of its input without counting it.
  const std::size_t first = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  for (std::size_t i = first; i < text.size(); ++i) {
    const bool continuation = (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U;
    if (!continuation) bytes_.push_back(static_cast<std::uint32_t>(i));
  }
}

std::uint32_t Offsets::byte(std::size_t code_point) const {
  if (bytes_.empty()) return static_cast<std::uint32_t>(std::min<std::size_t>(code_point, size_));
  return code_point < bytes_.size() ? bytes_[code_point] : size_;
}

Reporter::Reporter(const source::Sources& sources, std::uint32_t file, diagnose::Findings& findings)
    : sources_(sources), file_(file), findings_(findings), offsets_(sources.file(file).text()) {}

diagnose::Finding* Reporter::add(diagnose::Code code, source::Span span, std::string message,
                                 std::string label) {
  if (full_) return nullptr;
  if (errors_ == kMostErrors) {
    full_ = true;
    findings_.add(diagnose::Code::too_many_errors, span,
                  fmt::format("stopped reading after {} errors", kMostErrors));
    return nullptr;
  }
  ++errors_;
  return &findings_.add(code, span, std::move(message), std::move(label));
}

source::Span Reporter::span(const antlr4::Token* token) const { return span(token, token); }

source::Span Reporter::span(const antlr4::Token* first, const antlr4::Token* last) const {
  const std::uint32_t begin = offsets_.byte(first->getStartIndex());
  // A token that stands for nothing in the text stops before it starts.
  const std::uint32_t end = offsets_.byte(last->getStopIndex() + 1);
  return {file_, begin, std::max(begin, end)};
}

}  // namespace sla::parse
