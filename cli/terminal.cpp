#include "cli/terminal.h"

#include <unistd.h>
#include <wchar.h>

#include <chrono>
#include <cstdlib>
#include <string_view>

#include <fmt/format.h>

namespace sla::cli {
namespace {

bool may_colour(int descriptor) {
  if (const char* force = std::getenv("CLICOLOR_FORCE");
      force != nullptr && *force != '\0' && *force != '0')
    return true;
  if (const char* none = std::getenv("NO_COLOR"); none != nullptr && *none != '\0') return false;
  const char* terminal = std::getenv("TERM");
  return isatty(descriptor) == 1 && terminal != nullptr && std::string_view(terminal) != "dumb";
}

bool progress_shown = false;

// Code points and their width; invalid bytes count as one column each (fields come from anywhere).
std::size_t decode(std::string_view text, char32_t& code) {
  auto byte = static_cast<unsigned char>(text[0]);
  std::size_t size = byte < 0x80 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
  if (size > text.size()) size = 1;
  code = size == 1 ? byte : byte & (0xff >> (size + 1));
  for (std::size_t i = 1; i < size; ++i)
    code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3f);
  return size;
}

bool is_wide(char32_t c) {
  return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) ||
         (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
         (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
         (c >= 0x1f300 && c <= 0x1faff);
}
bool is_mark(char32_t c) {
  return (c >= 0x300 && c <= 0x36f) || c == 0x200b || c == 0x200d || c == 0xfe0f;
}

}  // namespace

bool colour_out() { return may_colour(STDOUT_FILENO); }
bool colour_err() { return may_colour(STDERR_FILENO); }

std::function<void(std::uint64_t)> progress_line(const std::string& what) {
  if (isatty(STDERR_FILENO) != 1) return {};
  auto begin = std::chrono::steady_clock::now();
  return [what, begin](std::uint64_t count) {
    if (std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(500)) return;
    fmt::print(stderr, "\r{} … {} rows", what, count);
    progress_shown = true;
  };
}

void finish_progress() {
  if (progress_shown) fmt::print(stderr, "\r\033[K");
  progress_shown = false;
}

std::string shaded(const std::string& text, Shade shade, bool colour) {
  if (!colour || shade == Shade::plain) return text;
  const char* code = shade == Shade::good    ? "32"
                     : shade == Shade::bad   ? "31"
                     : shade == Shade::faint ? "2"
                                             : "1";
  return fmt::format("\033[{}m{}\033[0m", code, text);
}

std::string printable(const std::string& text, bool keep_line_breaks) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    char32_t code = 0;
    std::size_t size = decode(std::string_view(text).substr(at), code);
    bool kept = code == U'\n' && keep_line_breaks;
    bool control = code < 0x20 || (code >= 0x7f && code < 0xa0);
    if (control && !kept) result += "\xef\xbf\xbd";
    else result.append(text, at, size);
    at += size;
  }
  return result;
}

std::size_t display_width(const std::string& text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    char32_t code = 0;
    at += decode(std::string_view(text).substr(at), code);
    width += is_mark(code) ? 0 : is_wide(code) ? 2 : 1;
  }
  return width;
}

}  // namespace sla::cli
