#pragma once

#include <string>

namespace sla::fuzz {

/// Watches one input while it lives: a crash, a sanitizer's report or a hang of half a minute saves
/// the input and says where before the process ends. One at a time.
class Watch {
 public:
  /// Borrows the input. `extension`, with its dot, is that of the file it would be saved to.
  Watch(const std::string& input, const char* extension);
  ~Watch();
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  /// Processor time since the start: other programs on the machine do not count.
  double seconds() const;

 private:
  double begin_;
};

/// More than this is a hang; the sanitizers make everything slower.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr double kLongestSeconds = 10;
#else
inline constexpr double kLongestSeconds = 2;
#endif

/// Saves an input that broke a promise, and answers the path.
std::string save(const std::string& input, const std::string& name, const char* extension);

}  // namespace sla::fuzz
