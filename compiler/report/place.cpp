#include "compiler/report/place.h"

#include <algorithm>
#include <filesystem>
#include <vector>

#include <fmt/format.h>

#include "compiler/diagnose/render.h"

namespace sla::report {
namespace {

namespace fs = std::filesystem;

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

Point point(const source::File& file, std::uint32_t offset) {
  offset = std::min(offset, static_cast<std::uint32_t>(file.text().size()));
  const source::Position at = file.position(offset);
  std::uint32_t begin = offset;
  std::uint32_t left = at.column - 1;
  std::uint32_t utf16 = 1;
  while (left > 0) {
    const char byte = file.text()[--begin];
    if (continues(byte)) continue;
    --left;
    utf16 += static_cast<unsigned char>(byte) >= 0xF0 ? 2 : 1;
  }
  return {offset, at.line, at.column, offset - begin + 1, utf16};
}

}  // namespace

Region region(const source::Sources& sources, source::Span span) {
  const source::File& file = sources.file(span.file);
  return {&file, point(file, span.begin), point(file, std::max(span.begin, span.end))};
}

std::string repository_path(const std::string& path, const Options& options) {
  if (path == "-") return "stdin";
  if (options.root.empty()) return path;
  const fs::path whole = (fs::path(options.here) / path).lexically_normal();
  const fs::path inside = whole.lexically_relative(fs::path(options.root).lexically_normal());
  if (inside.empty() || *inside.begin() == "..") return path;
  return inside.generic_string();
}

std::string uri(const std::string& path) {
  std::string result = path.starts_with('/') ? "file://" : "";
  for (const char c : valid_utf8(path)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    result += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return result;
}

std::string page_url(diagnose::Code code, const Options& options) {
  if (options.docs_url.empty()) return "";
  return fmt::format("{}/{}.md", options.docs_url, diagnose::code_text(code));
}

std::string counted(const Counts& counts) {
  std::vector<std::string> parts;
  const auto add = [&](std::size_t count, const char* one) {
    if (count > 0) parts.push_back(fmt::format("{} {}{}", count, one, count == 1 ? "" : "s"));
  };
  add(counts.errors, "error");
  add(counts.warnings, "warning");
  add(counts.notes, "note");
  if (parts.empty()) return "nothing";
  if (parts.size() == 1) return parts.front();
  const std::string last = parts.back();
  parts.pop_back();
  return fmt::format("{} and {}", fmt::join(parts, ", "), last);
}

}  // namespace sla::report
