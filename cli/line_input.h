#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/ingest/ingest_error.h"

namespace sla::cli {

/// Lines of a file or of standard input, as they arrive. One object at a time in a process: it
/// listens to SIGINT and SIGTERM, which end the input instead of the process, so that what was
/// taken can be saved.
class LineInput {
 public:
  /// "-" is standard input.
  static std::expected<LineInput, ingest::IngestError> open(const std::string& path);
  LineInput(LineInput&& other) noexcept;
  LineInput& operator=(LineInput&&) = delete;
  ~LineInput();

  /// The next line without its end, valid until the next call; nothing at the end of the input, of
  /// what may be read in peace (`was_stopped`), or when reading fails (`problem`).
  std::optional<std::string_view> next();
  /// Whether the next line is there already: if not, this is the time to flush what was said.
  bool has_more() const { return text_.find('\n', at_) != text_.npos; }
  static bool was_stopped();
  const std::string& problem() const { return problem_; }

 private:
  explicit LineInput(int file) : file_(file) {}

  int file_;
  bool has_ended_ = false;
  std::string text_;
  std::size_t at_ = 0;
  std::string problem_;
};

}  // namespace sla::cli
