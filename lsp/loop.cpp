#include "lsp/loop.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>

namespace sla::lsp {
namespace {

bool write_all(int file, const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t count = ::write(file, text.data() + at, text.size() - at);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    at += static_cast<std::size_t>(count);
  }
  return true;
}

/// Milliseconds until then for `poll`; -1: for ever.
int wait_until(const std::optional<Clock::time_point>& due) {
  if (!due) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*due - Clock::now());
  return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 60'000));
}

std::optional<Clock::time_point> earlier(std::optional<Clock::time_point> a,
                                         std::optional<Clock::time_point> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

/// What the client sends, cut into messages.
class Input {
 public:
  explicit Input(int file) : file_(file) {}

  /// Reads what there is; false when the client has gone.
  bool read(Server& server) {
    std::array<char, 1 << 16> buffer;
    const ssize_t count = ::read(file_, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) return true;
    if (count <= 0) return false;
    framing_.feed({buffer.data(), static_cast<std::size_t>(count)});
    while (auto frame = framing_.next()) server.receive(std::move(*frame));
    return true;
  }

 private:
  int file_;
  Framing framing_;
};

}  // namespace

int serve(int in, int out, const ServerOptions& options) {
  bool gone = false;
  Children children;
  Server server(
      options,
      [&](const Json& message) { gone = !write_all(out, framed(dumped(message))) || gone; },
      children);
  Input input(in);
  bool ended = false;
  while (!server.exit_code() && !gone) {
    std::vector<pollfd> waits = {{in, POLLIN, 0}};
    children.add_to(waits);
    const int wait = ended ? 0 : wait_until(earlier(server.due(), children.due()));
    if (::poll(waits.data(), waits.size(), wait) < 0 && errno != EINTR) break;
    if (waits.front().revents != 0 && !input.read(server)) ended = true;
    children.take();
    // One message at a time, so that a cancellation behind it is seen before the next one.
    const bool handled = server.step();
    if (handled) {
      while (!server.exit_code() && ::poll(waits.data(), 1, 0) == 0 && server.step()) {
      }
    } else if (ended) {
      break;
    }
    server.tick(Clock::now());
  }
  return server.exit_code().value_or(server.shut_down() ? 0 : 1);
}

int serve_standard_streams(const ServerOptions& options) {
  // A client that went away is noticed by the write that fails.
  std::signal(SIGPIPE, SIG_IGN);
  const int out = ::dup(STDOUT_FILENO);
  if (out < 0 || ::dup2(STDERR_FILENO, STDOUT_FILENO) < 0) return 1;
  const int exit_code = serve(STDIN_FILENO, out, options);
  ::close(out);
  return exit_code;
}

}  // namespace sla::lsp
