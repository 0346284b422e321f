#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sla::jit {

/// Machine code on disk, by a key that names everything it depends on. Nothing of it is trusted: a
/// directory or file that somebody else owns or may write to is not used, and a file counts only as
/// a whole and with its checksum. Any number of processes and threads may use one directory at
/// once.
class ObjectCache {
 public:
  /// `most_bytes`: the oldest objects go when there is more.
  explicit ObjectCache(std::filesystem::path directory,
                       std::uint64_t most_bytes = std::uint64_t{64} << 20);

  /// The directory that the environment names: $SLA_CACHE_DIR, else sla/ in $XDG_CACHE_HOME, else
  /// ~/.cache/sla. None where SLA_CACHE is `off` or no absolute path is named.
  static std::optional<ObjectCache> of_environment();

  /// The object, or why it is not used.
  std::expected<std::string, std::string> load(std::string_view key) const;
  /// Keeps an object under the key; what was there is replaced at once and as a whole. Or why it
  /// is not kept.
  std::expected<void, std::string> store(std::string_view key, std::string_view object) const;

 private:
  std::filesystem::path directory_;
  std::uint64_t most_bytes_;
};

/// The key for these parts, in order: a name of 64 hexadecimal digits.
std::string cache_key(const std::vector<std::string>& parts);

/// What identifies the build of this library, code generator and helpers included; "" where the
/// linker has left none.
std::string build_identity();

}  // namespace sla::jit
