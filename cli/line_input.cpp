#include "cli/line_input.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include <fmt/format.h>

namespace sla::cli {
namespace {

volatile std::sig_atomic_t stopped = 0;

void listen() {
  struct sigaction action {};
  action.sa_handler = [](int) { stopped = 1; };
  // Once: who asks a second time does not want to wait.
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

}  // namespace

std::expected<LineInput, ingest::IngestError> LineInput::open(const std::string& path) {
  const int file = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return std::unexpected(ingest::IngestError{
        fmt::format("{} cannot be opened: {}", path, std::strerror(errno)), ""});
  }
  listen();
  return LineInput(file);
}

LineInput::LineInput(LineInput&& other) noexcept
    : file_(std::exchange(other.file_, -1)),
      has_ended_(other.has_ended_),
      text_(std::move(other.text_)),
      at_(other.at_),
      problem_(std::move(other.problem_)) {}

LineInput::~LineInput() {
  if (file_ > STDIN_FILENO) ::close(file_);
}

bool LineInput::was_stopped() { return stopped != 0; }

std::optional<std::string_view> LineInput::next() {
  for (std::size_t from = at_;;) {
    if (was_stopped()) return std::nullopt;
    const std::size_t end = text_.find('\n', from);
    if (end != text_.npos) {
      const std::string_view line = std::string_view(text_).substr(at_, end - at_);
      at_ = end + 1;
      return line;
    }
    if (has_ended_) {
      if (at_ == text_.size()) return std::nullopt;
      const std::string_view line = std::string_view(text_).substr(at_);
      at_ = text_.size();
      return line;
    }
    text_.erase(0, std::exchange(at_, 0));
    from = text_.size();
    constexpr std::size_t kBlock = std::size_t{1} << 16;
    text_.resize(from + kBlock);
    const ssize_t count = ::read(file_, text_.data() + from, kBlock);
    text_.resize(from + static_cast<std::size_t>(count > 0 ? count : 0));
    if (count == 0) has_ended_ = true;
    if (count < 0 && errno != EINTR) {
      problem_ = std::strerror(errno);
      return std::nullopt;
    }
  }
}

}  // namespace sla::cli
