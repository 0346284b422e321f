#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <vector>

namespace sla::events {

/// A nameless file for what memory has no room for; gone with this. Made in TMPDIR, or in /tmp.
/// Writing is for one thread, reading for any number once `flush` has been called.
class SpillFile {
 public:
  /// The error says where it cannot be made and why.
  static std::expected<SpillFile, std::string> make();
  SpillFile(SpillFile&& other) noexcept;
  SpillFile& operator=(SpillFile&&) = delete;
  ~SpillFile();

  /// Where the bytes begin. The error: the disk is full, or fails.
  std::expected<std::uint64_t, std::string> append(const void* bytes, std::size_t size);
  /// Before reading what was appended.
  std::expected<void, std::string> flush();
  std::expected<void, std::string> read(std::uint64_t offset, void* bytes, std::size_t size) const;
  std::uint64_t size() const { return size_; }

 private:
  SpillFile(int file, std::string folder) : file_(file), folder_(std::move(folder)) {}
  std::string problem(const char* what) const;

  int file_ = -1;
  std::string folder_;
  std::uint64_t size_ = 0;
  std::vector<char> waiting_;  ///< The end of the file, not written yet.
};

}  // namespace sla::events
