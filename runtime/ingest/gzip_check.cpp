#include "runtime/ingest/gzip_check.h"

#include <zlib.h>

#include <fstream>
#include <vector>

namespace sla::ingest {
namespace {

constexpr std::size_t kBufferBytes = 1 << 18;
constexpr int kGzipOnly = 15 + 16;  // The largest window, and only the gzip format.

/// An inflate stream that is always ended.
class Inflater {
 public:
  Inflater() { ok_ = inflateInit2(&stream_, kGzipOnly) == Z_OK; }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() { inflateEnd(&stream_); }

  bool ok() const { return ok_; }
  bool in_member() const { return in_member_; }
  bool member_seen() const { return member_seen_; }

  /// Reads all of the input; false when it is not gzip or its checksum does not fit.
  bool feed(unsigned char* data, std::size_t size) {
    stream_.next_in = data;
    stream_.avail_in = static_cast<uInt>(size);
    while (stream_.avail_in > 0) {
      stream_.next_out = output_.data();
      stream_.avail_out = static_cast<uInt>(output_.size());
      in_member_ = true;
      const int status = inflate(&stream_, Z_NO_FLUSH);
      if (status == Z_STREAM_END) {
        member_seen_ = true;
        in_member_ = false;
        inflateReset(&stream_);
      } else if (status != Z_OK && status != Z_BUF_ERROR) {
        return false;
      }
    }
    return true;
  }

 private:
  z_stream stream_ = {};
  std::vector<unsigned char> output_ = std::vector<unsigned char>(kBufferBytes);
  bool ok_ = false;
  bool in_member_ = false;
  bool member_seen_ = false;
};

}  // namespace

GzipState check_gzip(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  Inflater inflater;
  if (!file || !inflater.ok()) return GzipState::unreadable;
  std::vector<unsigned char> input(kBufferBytes);
  bool first = true;
  while (file) {
    file.read(reinterpret_cast<char*>(input.data()), static_cast<std::streamsize>(input.size()));
    const auto size = static_cast<std::size_t>(file.gcount());
    if (first && (size < 2 || input[0] != 0x1f || input[1] != 0x8b)) return GzipState::not_gzip;
    first = false;
    if (!inflater.feed(input.data(), size)) return GzipState::damaged;
  }
  if (!file.eof()) return GzipState::unreadable;
  return inflater.in_member() || !inflater.member_seen() ? GzipState::truncated
                                                         : GzipState::complete;
}

}  // namespace sla::ingest
