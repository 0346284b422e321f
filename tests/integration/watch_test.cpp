// `--watch`, as a process of its own that is told apart from others by what it prints.

#include <fcntl.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/command.h"

namespace sla::integration {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kSound =
    "agreement \"A\" {\n  time zone  \"Europe/Berlin\"\n}\n\ncalendar c { open Mon 09:00-17:00 }\n";
constexpr const char* kReady = "Ctrl-C ends";

/// Writes as most editors do: another file that takes the place of the first.
void replace(const std::string& path, const std::string& text) {
  std::ofstream(path + "~") << text;
  fs::rename(path + "~", path);
}

/// A watching `sla`, whose output is kept in a file.
class Watching {
 public:
  Watching(std::vector<std::string> arguments, bool terminal = false) : out_(scratch("watch.out")) {
    fs::remove(out_);
    arguments.insert(arguments.begin(), std::string(SLA_BINARY_DIR) + "/bin/sla");
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    process_ = terminal ? forkpty(&terminal_, nullptr, nullptr, nullptr) : fork();
    if (process_ != 0) return;
    if (!terminal) {
      const int file = open(out_.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_APPEND, 0600);
      dup2(file, STDOUT_FILENO);
      dup2(file, STDERR_FILENO);
    }
    execv(argv[0], argv.data());
    _exit(127);
  }
  ~Watching() {
    if (process_ > 0) {
      kill(process_, SIGKILL);
      waitpid(process_, nullptr, 0);
    }
    if (terminal_ >= 0) close(terminal_);
  }

  /// What was printed in the next round.
  std::string round() {
    const auto last = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (std::chrono::steady_clock::now() < last) {
      const std::string all = output();
      const std::size_t ready = all.find(kReady, seen_);
      if (ready != all.npos) {
        const std::string text = all.substr(seen_, ready - seen_);
        seen_ = ready + std::string(kReady).size();
        return text;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return "nothing in 20 seconds: " + output();
  }

  /// What was printed in the next round that says something: two changes may be seen in one round
  /// or in two.
  std::string round_with(const std::string& word) {
    std::string text = round();
    for (int more = 0; more < 3 && text.find(word) == text.npos; ++more) text = round();
    return text;
  }

  /// Whether nothing happens for a while.
  bool rests() {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    return output().find(kReady, seen_) == std::string::npos;
  }

  int interrupt() {
    kill(process_, SIGINT);
    int status = 0;
    waitpid(process_, &status, 0);
    process_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  std::string output() {
    if (terminal_ < 0) return read_file(out_);
    char buffer[4096];
    fcntl(terminal_, F_SETFL, O_NONBLOCK);
    for (ssize_t length = 0; (length = read(terminal_, buffer, sizeof buffer)) > 0;)
      from_terminal_.append(buffer, static_cast<std::size_t>(length));
    return from_terminal_;
  }

  std::string out_, from_terminal_;
  pid_t process_ = -1;
  int terminal_ = -1;
  std::size_t seen_ = 0;
};

class Watch : public testing::Test {
 protected:
  Watch() : folder_(scratch(testing::UnitTest::GetInstance()->current_test_info()->name())) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  std::string path(const std::string& name) const { return folder_ + "/" + name; }

  std::string folder_;
};

TEST_F(Watch, LooksAgainWhenAFileIsWrittenOrReplaced) {
  std::ofstream(path("a.sla")) << kSound;
  Watching watching({"check", path("a.sla"), "--watch"});
  EXPECT_THAT(watching.round(), Not(HasSubstr("error")));
  std::ofstream(path("a.sla"), std::ios::app) << "// slashes\n";
  EXPECT_THAT(watching.round(), HasSubstr("SLA0001"));
  replace(path("a.sla"), kSound);
  EXPECT_THAT(watching.round(), Not(HasSubstr("error")));
  std::ofstream(path("other.txt")) << "x";
  EXPECT_TRUE(watching.rests()) << "a file that no policy uses";
  EXPECT_EQ(watching.interrupt(), 130);
}

TEST_F(Watch, SurvivesAFileThatGoesAndComesBack) {
  std::ofstream(path("a.sla")) << kSound;
  Watching watching({"lint", path("a.sla"), "--watch"});
  watching.round();
  fs::remove(path("a.sla"));
  EXPECT_THAT(watching.round(), HasSubstr("cannot read"));
  replace(path("a.sla"), kSound);
  EXPECT_THAT(watching.round(), Not(HasSubstr("cannot read")));
  EXPECT_EQ(watching.interrupt(), 130);
}

TEST_F(Watch, FollowsUsedFilesAndSettings) {
  fs::create_directories(path("calendars"));
  std::ofstream(path("a.sla")) << "use \"calendars/d.sla\"\n" << kSound;
  Watching watching({"check", path("a.sla"), "--watch"});
  EXPECT_THAT(watching.round(), HasSubstr("SLA1016"));
  // In a folder that no file was read from yet, but the policy's is watched: the folder is touched
  // by nobody, the policy is.
  replace(path("calendars/d.sla"), "calendar d { open Mon 09:00-12:00, 11:00-17:00 }\n");
  replace(path("a.sla"), std::string("use \"calendars/d.sla\"\n") + kSound);
  EXPECT_THAT(watching.round_with("SLA2005"), HasSubstr("SLA2005"));
  replace(path("sla.toml"), "[severity]\nSLA2005 = \"off\"\n");
  EXPECT_THAT(watching.round(), Not(HasSubstr("SLA2005")));
  replace(path("calendars/d.sla"), "calendar d { open Mon 9am-17:00 }\n");
  EXPECT_THAT(watching.round_with("SLA0007"), HasSubstr("SLA0007"));
  EXPECT_EQ(watching.interrupt(), 130);
}

TEST_F(Watch, PlaysTestsAgain) {
  std::ofstream(path("a.sla")) << kSound << "test \"t\" { given lead a }\n";
  Watching watching({"test", path("a.sla"), "--engine", "reference", "--watch"});
  watching.round();
  replace(path("a.sla"), std::string(kSound) + "test \"another\" { given lead a }\n");
  EXPECT_THAT(watching.round(), HasSubstr("another"));
  EXPECT_EQ(watching.interrupt(), 130);
}

TEST_F(Watch, ClearsTheScreenOfATerminalOnly) {
  std::ofstream(path("a.sla")) << kSound;
  Watching plain({"check", path("a.sla"), "--watch"});
  EXPECT_THAT(plain.round(), Not(HasSubstr("\033[2J")));
  Watching terminal({"check", path("a.sla"), "--watch"}, true);
  EXPECT_THAT(terminal.round(), HasSubstr("\033[2J"));
  EXPECT_EQ(terminal.interrupt(), 130);
}

}  // namespace
}  // namespace sla::integration
