#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace sla::cli {

/// Whether what goes to standard output / standard error may be coloured: a terminal, and neither
/// NO_COLOR nor TERM=dumb. CLICOLOR_FORCE colours everything.
/// `--color` decides before all of them.
bool colour_out();
bool colour_err();

/// What `--color` says: "always", "never", or "auto" for the rules above. Set while flags are
/// parsed, before anything is printed.
void choose_colour(std::string_view when);

/// A progress callback that keeps one line on standard error when that is a terminal and the work
/// takes longer than half a second; otherwise silent. `finish_progress` clears the line.
std::function<void(std::uint64_t)> progress_line(const std::string& what);
void finish_progress();

enum class Shade { plain, good, bad, faint, strong };
/// The text in a shade, or as it is without colour.
std::string shaded(const std::string& text, Shade shade, bool colour);

/// The text with tabs as spaces and everything else that could drive the terminal (but line breaks,
/// if they are kept) shown as "�": what comes from a log is only to be read.
std::string printable(const std::string& text, bool keep_line_breaks = false);

/// "1 test", "2 tests".
std::string plural(std::size_t count, const char* one, const char* many);

/// Columns that a text takes on a terminal: wide East Asian characters take two, combining marks
/// none.
std::size_t display_width(const std::string& text);

}  // namespace sla::cli
