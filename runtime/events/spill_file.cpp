#include "runtime/events/spill_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace sla::events {
namespace {

constexpr std::size_t kBuffer = 1 << 20;

std::expected<void, int> write_all(int file, const char* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t written = ::write(file, bytes, size);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return std::unexpected(written < 0 ? errno : ENOSPC);
    bytes += written;
    size -= static_cast<std::size_t>(written);
  }
  return {};
}

}  // namespace

std::expected<SpillFile, std::string> SpillFile::make() {
#if defined(__wasi__)
  return std::unexpected("there are no temporary files in WebAssembly");
#else
  const char* named = std::getenv("TMPDIR");
  const std::string folder = named != nullptr && *named != '\0' ? named : "/tmp";
  std::string path = folder + "/sla-XXXXXX";
  const int file = ::mkstemp(path.data());
  if (file < 0) {
    return std::unexpected("no temporary file can be made in " + folder + ": " +
                           std::strerror(errno));
  }
  ::unlink(path.c_str());
  return SpillFile(file, folder);
#endif
}

SpillFile::SpillFile(SpillFile&& other) noexcept
    : file_(std::exchange(other.file_, -1)),
      folder_(std::move(other.folder_)),
      size_(other.size_),
      waiting_(std::move(other.waiting_)) {}

SpillFile::~SpillFile() {
  if (file_ >= 0) ::close(file_);
}

std::string SpillFile::problem(const char* what) const {
  return std::string("the temporary file in ") + folder_ + " cannot be " + what + ": " +
         std::strerror(errno);
}

std::expected<std::uint64_t, std::string> SpillFile::append(const void* bytes, std::size_t size) {
  const std::uint64_t offset = size_;
  const char* from = static_cast<const char*>(bytes);
  waiting_.insert(waiting_.end(), from, from + size);
  size_ += size;
  if (waiting_.size() < kBuffer) return offset;
  if (auto written = flush(); !written) return std::unexpected(written.error());
  return offset;
}

std::expected<void, std::string> SpillFile::flush() {
  auto written = write_all(file_, waiting_.data(), waiting_.size());
  waiting_.clear();
  if (written) return {};
  errno = written.error();
  return std::unexpected(problem("written"));
}

std::expected<void, std::string> SpillFile::read(std::uint64_t offset, void* bytes,
                                                 std::size_t size) const {
  char* to = static_cast<char*>(bytes);
  while (size > 0) {
    const ssize_t count = ::pread(file_, to, size, static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count == 0) errno = EIO;
    if (count <= 0) return std::unexpected(problem("read"));
    to += count;
    offset += static_cast<std::uint64_t>(count);
    size -= static_cast<std::size_t>(count);
  }
  return {};
}

}  // namespace sla::events
