#pragma once

#include <cstdint>
#include <deque>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sla::source {

/// A half-open range of bytes [begin, end) of one file of a `Sources`. Cheap to copy; every later
/// representation carries spans so that a finding can point at what the person wrote.
struct Span {
  std::uint32_t file = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  friend bool operator==(const Span&, const Span&) = default;
};

/// The smallest span that holds both; both must be of the same file.
Span join(Span first, Span last);

/// One-based line and column; the column counts code points, so that carets sit under what people
/// see.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

/// Where a stretch of an expansion comes from.
struct Segment {
  std::uint32_t begin = 0, end = 0;  ///< In the expansion; segments follow each other.
  Span from;                         ///< What a person wrote.
  bool verbatim = true;              ///< Byte for byte; otherwise only as a whole.
  /// What this stretch stands for, where it fills in a name: the name's place.
  std::optional<Span> in_place_of;
};

/// How a text came to be that nobody wrote as a whole: a template with its arguments filled in.
struct Expansion {
  std::vector<Segment> segments;
  Span used_by;      ///< The text that asked for it; empty when there is nothing to point at.
  std::string what;  ///< "speed_to_lead"; empty: findings need not say what they are in.
};

/// One file of policy text: valid UTF-8, at most `kMaximumBytes`, immutable once loaded. Or an
/// expansion, whose spans `Sources::written` takes back to what was written.
class File {
 public:
  File(std::string path, std::string text);
  File(std::string path, std::string text, Expansion expansion);

  /// Null for a text that somebody wrote.
  const Expansion* expansion() const { return expansion_.get(); }
  const std::string& path() const { return path_; }
  std::string_view text() const { return text_; }
  /// Position of a byte offset; an offset past the end answers the end.
  Position position(std::uint32_t offset) const;
  std::uint32_t line_count() const { return static_cast<std::uint32_t>(line_begins_.size()); }
  /// The text of a one-based line, without its line break (LF or CRLF).
  std::string_view line(std::uint32_t number) const;

 private:
  std::string path_;
  std::string text_;
  std::vector<std::uint32_t> line_begins_;
  std::shared_ptr<const Expansion> expansion_;  ///< Shared by copies: nothing changes it.
};

/// A policy larger than this is refused: no agreement that people signed is near it.
inline constexpr std::size_t kMaximumBytes = 1 << 20;

/// Why a file could not be read at all (an environment failure, exit code 3): missing, a directory,
/// no permission, too large, not UTF-8.
struct ReadError {
  std::string path;
  std::string message;
  std::string help;
};

/// The files of one compilation; spans refer to them by index. References stay valid as files are
/// added.
class Sources {
 public:
  /// Reads and validates a file from disk. `-` reads standard input.
  std::expected<std::uint32_t, ReadError> load(const std::string& path);
  /// Adds text that is already in memory (tests, editors). Validates it like `load`.
  std::expected<std::uint32_t, ReadError> add(std::string path, std::string text);
  /// Adds what a template became. Its segments must cover it; their spans are of files before it.
  std::expected<std::uint32_t, ReadError> add(std::string path, std::string text,
                                              Expansion expansion);

  const File& file(std::uint32_t index) const { return files_[index]; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(files_.size()); }
  std::string_view text(Span span) const;
  /// The text that a span of an expansion comes from: of the argument when it lies within one, else
  /// of the template. One step; the answer may lie in an expansion again. Other spans as they are.
  Span written(Span span) const;

 private:
  std::deque<File> files_;
};

/// The length of the well-formed UTF-8 sequence that `text` begins with; 0 when it begins with none
/// (overlong forms, surrogates and everything above U+10FFFF are not well formed).
std::size_t utf8_length(std::string_view text);

}  // namespace sla::source
