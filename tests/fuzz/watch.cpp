#include "tests/fuzz/watch.h"

#include <fcntl.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>

// Only there under the sanitizers: they end the process without a signal that we could see.
extern "C" __attribute__((weak)) void __sanitizer_set_death_callback(void (*callback)());

namespace sla::fuzz {
namespace {

constexpr int kHangSeconds = 30;

// What a signal handler may touch: no allocation, no locks.
const char* input_data = nullptr;
std::size_t input_size = 0;
std::array<char, 4096> crash_path{};
std::array<char, 1 << 16> other_stack{};

void say(const char* text) {
  const ssize_t written = write(STDERR_FILENO, text, std::strlen(text));
  static_cast<void>(written);
}

void save_input() {
  if (input_data == nullptr) return;
  const int file = open(crash_path.data(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  const ssize_t written = file < 0 ? -1 : write(file, input_data, input_size);
  if (file >= 0) close(file);
  say(written < 0 ? "\nthe input could not be saved to " : "\nthe input is saved in ");
  say(crash_path.data());
  say("\n");
  input_data = nullptr;
}

void on_signal(int signal) {
  if (signal == SIGALRM) say("\nthe input takes longer than half a minute");
  save_input();
  // The handler is used once: the signal now does what it always does.
  raise(signal);
}

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

std::filesystem::path scratch() {
  auto folder = std::filesystem::temp_directory_path() / "sla-fuzz";
  std::filesystem::create_directories(folder);
  return folder;
}

void install_once() {
  static const bool installed = [] {
    if (__sanitizer_set_death_callback != nullptr) __sanitizer_set_death_callback(save_input);
    // A stack that overflowed is no place for a handler.
    stack_t stack{};
    stack.ss_sp = other_stack.data();
    stack.ss_size = other_stack.size();
    sigaltstack(&stack, nullptr);
    struct sigaction action {};
    action.sa_handler = on_signal;
    action.sa_flags = static_cast<int>(SA_ONSTACK | SA_RESETHAND);
    for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGALRM})
      sigaction(signal, &action, nullptr);
    return true;
  }();
  static_cast<void>(installed);
}

}  // namespace

Watch::Watch(const std::string& input, const char* extension) {
  install_once();
  const std::string path = (scratch() / ("crash-" + std::to_string(getpid()) + extension)).string();
  std::strncpy(crash_path.data(), path.c_str(), crash_path.size() - 1);
  input_size = input.size();
  input_data = input.data();
  alarm(kHangSeconds);
  begin_ = processor_seconds();
}

Watch::~Watch() {
  alarm(0);
  input_data = nullptr;
}

double Watch::seconds() const { return processor_seconds() - begin_; }

std::string save(const std::string& input, const std::string& name, const char* extension) {
  const std::string path = (scratch() / (name + extension)).string();
  std::ofstream(path, std::ios::binary) << input;
  return path;
}

}  // namespace sla::fuzz
