#include "cli/watch.h"

#include <poll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <map>

#include <fmt/format.h>

#include "cli/exit_code.h"
#include "cli/policy.h"
#include "cli/terminal.h"

namespace sla::cli {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kQuiet{50};
/// A file that never rests is looked at all the same.
constexpr std::chrono::milliseconds kLongest{1000};
constexpr std::uint32_t kEvents = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_TO |
                                  IN_MOVED_FROM | IN_DELETE_SELF | IN_MOVE_SELF;

/// A file that may be found where there was none: a policy, holidays, settings.
bool may_be_used(const fs::path& name) {
  return name.extension() == ".sla" || name.extension() == ".ics" || name.extension() == ".toml";
}

fs::path nearest_folder(fs::path path) {
  std::error_code ignored;
  do {
    path = path.parent_path();
  } while (!fs::is_directory(path, ignored) && path != path.parent_path());
  return path;
}

class Watcher {
 public:
  Watcher() : inotify_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {}
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;
  ~Watcher() {
    if (inotify_ >= 0) close(inotify_);
  }

  /// Watches the folders of the files instead of those before. The error is errno.
  int follow(const std::set<std::string>& files) {
    if (inotify_ < 0) return errno;
    files_.clear();
    std::set<fs::path> folders;
    for (const std::string& file : files) {
      std::error_code ignored;
      const fs::path written = fs::absolute(file, ignored).lexically_normal();
      for (const fs::path& path : {written, fs::weakly_canonical(written, ignored)}) {
        files_.insert(path);
        folders.insert(nearest_folder(path));
      }
    }
    for (const fs::path& folder : folders) {
      const int watch = inotify_add_watch(inotify_, folder.c_str(), kEvents | IN_ONLYDIR);
      // One that has just gone is missed by the events of the folder above it, at worst once.
      if (watch < 0 && errno != ENOENT && errno != ENOTDIR) return errno;
      if (watch >= 0) folders_[watch] = folder;
    }
    return 0;
  }

  /// Waits until something happens to a file and then nothing for a while.
  void wait() {
    while (!happened(-1)) continue;
    const auto last = Clock::now() + kLongest;
    while (Clock::now() < last && happened(kQuiet.count())) continue;
  }

  /// Whether a file was changed since an instant, while nobody watched it yet.
  bool changed_since(const timespec& begin) const {
    for (const fs::path& file : files_) {
      struct stat status {};
      if (stat(file.c_str(), &status) != 0) continue;
      const timespec& at = status.st_mtim;
      if (at.tv_sec > begin.tv_sec || (at.tv_sec == begin.tv_sec && at.tv_nsec > begin.tv_nsec))
        return true;
    }
    return false;
  }

 private:
  /// Whether something that matters happened within so many milliseconds; -1: at any time.
  bool happened(std::int64_t milliseconds) {
    pollfd waiting{inotify_, POLLIN, 0};
    if (poll(&waiting, 1, static_cast<int>(milliseconds)) <= 0) return false;
    alignas(inotify_event) std::array<char, 16384> buffer;
    bool matters = false;
    ssize_t length = 0;
    while ((length = read(inotify_, buffer.data(), buffer.size())) > 0) {
      for (ssize_t at = 0; at < length;) {
        const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
        matters = is_of_use(*event) || matters;
        at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
      }
    }
    return matters;
  }

  bool is_of_use(const inotify_event& event) const {
    // Events that were lost may have been about anything; folders go with all that is in them.
    constexpr std::uint32_t kAlways = IN_Q_OVERFLOW | IN_DELETE_SELF | IN_MOVE_SELF | IN_ISDIR;
    if ((event.mask & kAlways) != 0) return true;
    const auto folder = folders_.find(event.wd);
    if (folder == folders_.end() || event.len == 0) return false;
    const fs::path path = folder->second / event.name;
    if (files_.contains(path)) return true;
    return (event.mask & (IN_CREATE | IN_MOVED_TO)) != 0 && may_be_used(path);
  }

  int inotify_;
  std::set<fs::path> files_;
  std::map<int, fs::path> folders_;
};

void clear_screen() {
  if (isatty(STDERR_FILENO) == 1) fmt::print(stderr, "\033[H\033[2J\033[3J");
}

void flush() {
  std::cout.flush();
  std::fflush(stdout);
  std::fflush(stderr);
}

}  // namespace

int watch(const std::function<std::set<std::string>()>& round) {
  // At once, also in the middle of a round: nothing that a round does has to be finished.
  std::signal(SIGINT, [](int) { _exit(kInterrupted); });
  Watcher watcher;
  while (true) {
    timespec begin{};
    clock_gettime(CLOCK_REALTIME_COARSE, &begin);  // The clock that files are stamped by.
    clear_screen();
    const std::set<std::string> files = round();
    if (const int error = watcher.follow(files); error != 0) {
      complain(fmt::format("files cannot be watched: {}", std::strerror(error)),
               "`fs.inotify.max_user_watches` of the system says how many may be");
      return kUnreadable;
    }
    fmt::print(stderr, "watching {}; Ctrl-C ends\n", plural(files.size(), "file", "files"));
    flush();
    if (!watcher.changed_since(begin)) watcher.wait();
  }
}

void add_files(const source::Sources& sources, std::set<std::string>& files) {
  for (std::uint32_t file = 0; file < sources.size(); ++file) {
    const source::File& one = sources.file(file);
    if (one.expansion() == nullptr && one.path() != "-") files.insert(one.path());
  }
}

}  // namespace sla::cli
