#include "cli/terminal.h"

#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <string_view>

#include <fmt/format.h>

#include "compiler/diagnose/display.h"

namespace sla::cli {
namespace {

enum class Colour { by_itself, always, never };
Colour chosen = Colour::by_itself;

bool may_colour(int descriptor) {
  if (chosen != Colour::by_itself) return chosen == Colour::always;
  if (const char* force = std::getenv("CLICOLOR_FORCE");
      force != nullptr && *force != '\0' && *force != '0')
    return true;
  if (const char* none = std::getenv("NO_COLOR"); none != nullptr && *none != '\0') return false;
  const char* terminal = std::getenv("TERM");
  return isatty(descriptor) == 1 && terminal != nullptr && std::string_view(terminal) != "dumb";
}

bool progress_shown = false;

}  // namespace

void choose_colour(std::string_view when) {
  chosen = when == "always" ? Colour::always : when == "never" ? Colour::never : Colour::by_itself;
}

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
  if (!keep_line_breaks) return diagnose::display(text).text;
  std::string result;
  std::string_view rest = text;
  for (std::size_t end = 0; (end = rest.find('\n')) != std::string_view::npos;) {
    result += diagnose::display(rest.substr(0, end)).text + '\n';
    rest.remove_prefix(end + 1);
  }
  return result + diagnose::display(rest).text;
}

std::string plural(std::size_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::size_t display_width(const std::string& text) { return diagnose::display(text).width(); }

}  // namespace sla::cli
