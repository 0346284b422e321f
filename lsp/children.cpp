#include "lsp/children.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <exception>

namespace sla::lsp {
namespace {

/// An answer larger than this is a mistake.
constexpr std::size_t kLargestAnswer = 64U << 20;

void write_all(int file, const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t count = ::write(file, text.data() + at, text.size() - at);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    at += static_cast<std::size_t>(count);
  }
}

/// In the child: nothing of the conversation is for it, and it does not outlive the server.
void leave_conversation() {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int nothing = ::open("/dev/null", O_RDWR);
  if (nothing < 0) ::_exit(EXIT_FAILURE);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(nothing, STDOUT_FILENO);
}

/// One side of a process that was split in two, with its end of a pipe from the child.
struct Fork {
  pid_t process = -1;  ///< 0 in the child, which has left the conversation; -1: there is none.
  int pipe = -1;
};

Fork fork_off() {
  int pipe[2];
  if (::pipe2(pipe, O_CLOEXEC) != 0) return {};
  const pid_t process = ::fork();
  if (process < 0) {
    ::close(pipe[0]);
    ::close(pipe[1]);
    return {};
  }
  if (process > 0) {
    ::close(pipe[1]);
    return {process, pipe[0]};
  }
  leave_conversation();
  return {process, pipe[1]};
}

}  // namespace

Children::~Children() {
  for (auto& [id, child] : running_) end(child, true);
}

Children::Id Children::remember(Child child) {
  ::fcntl(child.pipe, F_SETFL, O_NONBLOCK);
  running_.emplace(++last_, std::move(child));
  return last_;
}

Children::Id Children::start(const Work& work, Done done, std::chrono::milliseconds longest) {
  const Fork made = fork_off();
  if (made.process < 0) return 0;
  if (made.process > 0)
    return remember({made.process, made.pipe, "", std::move(done), Clock::now() + longest, false});
  int status = EXIT_FAILURE;
  try {
    write_all(made.pipe, work());
    status = EXIT_SUCCESS;
  } catch (const std::exception&) {
    // The parent sees that there is no answer.
  }
  ::_exit(status);
}

Children::Id Children::start_program(const std::vector<std::string>& command, Done done,
                                     std::chrono::milliseconds longest) {
  std::vector<char*> arguments;
  std::vector<std::string> copies = command;
  for (std::string& each : copies) arguments.push_back(each.data());
  arguments.push_back(nullptr);
  const Fork made = fork_off();
  if (made.process < 0) return 0;
  if (made.process > 0)
    return remember({made.process, made.pipe, "", std::move(done), Clock::now() + longest, true});
  ::dup2(made.pipe, STDOUT_FILENO);
  ::dup2(made.pipe, STDERR_FILENO);
  ::execv(arguments.front(), arguments.data());
  ::_exit(127);
}

/// Closes and reaps; whether it ended by itself and well.
bool Children::end(Child& child, bool kill_it) {
  if (kill_it) ::kill(child.process, SIGKILL);
  ::close(child.pipe);
  int status = 0;
  while (::waitpid(child.process, &status, 0) < 0 && errno == EINTR) {
  }
  return !kill_it && WIFEXITED(status) && (child.is_program || WEXITSTATUS(status) == 0);
}

void Children::stop(Id id) {
  const auto found = running_.find(id);
  if (found == running_.end()) return;
  end(found->second, true);
  running_.erase(found);
}

void Children::add_to(std::vector<pollfd>& waits) const {
  for (const auto& [id, child] : running_) waits.push_back({child.pipe, POLLIN, 0});
}

std::optional<Clock::time_point> Children::due() const {
  std::optional<Clock::time_point> first;
  for (const auto& [id, child] : running_)
    first = first ? std::min(*first, child.latest) : child.latest;
  return first;
}

void Children::take() {
  std::vector<std::pair<Id, bool>> ended;
  for (auto& [id, child] : running_) {
    char buffer[1 << 16];
    ssize_t count = 0;
    while ((count = ::read(child.pipe, buffer, sizeof buffer)) > 0 &&
           child.answer.size() < kLargestAnswer)
      child.answer.append(buffer, static_cast<std::size_t>(count));
    const bool open = count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR));
    const bool too_much = Clock::now() >= child.latest || child.answer.size() >= kLargestAnswer;
    if (too_much || !open) ended.emplace_back(id, too_much && open);
  }
  for (const auto& [id, too_much] : ended) {
    // Out of the list first: `done` may start others.
    auto child = running_.extract(id);
    const bool ok = end(child.mapped(), too_much);
    child.mapped().done(std::move(child.mapped().answer), ok && !too_much);
  }
}

}  // namespace sla::lsp
