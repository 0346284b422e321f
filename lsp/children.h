#pragma once

#include <poll.h>
#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sla::lsp {

using Clock = std::chrono::steady_clock;

/// Work that may take long, each piece in a forked process: it cannot block or break the server,
/// and it ends at once when its answer is not wanted any more. The server has one thread, so a fork
/// sees all of its memory as it is. What a child answers is text.
class Children {
 public:
  using Id = std::uint64_t;
  /// Runs in the child; what it answers is handed to `Done` in the parent.
  using Work = std::function<std::string()>;
  /// `ok`: the child ended by itself, with an answer.
  using Done = std::function<void(std::string answer, bool ok)>;

  Children() = default;
  ~Children();
  Children(const Children&) = delete;
  Children& operator=(const Children&) = delete;

  /// 0 when no process can be made; `done` is then never called.
  Id start(const Work& work, Done done, std::chrono::milliseconds longest);
  /// Replaces the child by a program; its standard output is the answer, both outputs together.
  Id start_program(const std::vector<std::string>& command, Done done,
                   std::chrono::milliseconds longest);
  /// `done` is not called any more.
  void stop(Id id);

  /// What to wait for, in the order of `take`.
  void add_to(std::vector<pollfd>& waits) const;
  /// Reads what there is, ends what took too long, and calls `Done` of those that ended.
  void take();
  /// When the next one has taken too long.
  std::optional<Clock::time_point> due() const;
  bool empty() const { return running_.empty(); }

 private:
  struct Child {
    pid_t process = -1;
    int pipe = -1;
    std::string answer;
    Done done;
    Clock::time_point latest;
  };
  /// The parent's side of a fork: remembers the child. Negative: in the child, `pipe` to write to.
  Id remember(pid_t process, int pipe, Done done, std::chrono::milliseconds longest);
  static bool end(Child& child, bool kill_it);

  std::map<Id, Child> running_;
  Id last_ = 0;
};

}  // namespace sla::lsp
