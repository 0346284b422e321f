#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "runtime/stream/fact.h"

namespace sla::stream {

/// How snapshots are written. Whole numbers are little-endian, texts have their length before them.
/// Nothing that is read is trusted: every length is compared with what is there.

std::uint64_t checksum(std::string_view bytes);

class Writer {
 public:
  template <typename Integer>
  void integer(Integer value) {
    auto bits = static_cast<std::make_unsigned_t<Integer>>(value);
    for (std::size_t i = 0; i < sizeof(Integer); ++i) {
      bytes_ += static_cast<char>(static_cast<std::uint64_t>(bits) >> (8 * i) & 0xff);
    }
  }
  void text(std::string_view value) {
    integer(static_cast<std::uint64_t>(value.size()));
    bytes_ += value;
  }
  std::string& bytes() { return bytes_; }

 private:
  std::string bytes_;
};

/// Reads what a Writer wrote. After the first thing that does not fit it answers zeros and empty
/// texts, and `failed` is true.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  template <typename Integer>
  Integer integer() {
    std::uint64_t bits = 0;
    const std::string_view bytes = take(sizeof(Integer));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bits |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
    }
    return static_cast<Integer>(bits);
  }
  std::string text() { return std::string(take(integer<std::uint64_t>())); }
  /// How many things of at least `least` bytes follow.
  std::uint64_t count(std::size_t least) {
    const auto number = integer<std::uint64_t>();
    if (number > rest_.size() / least) failed_ = true;
    return failed_ ? 0 : number;
  }
  std::string_view rest() const { return rest_; }
  bool failed() const { return failed_; }

 private:
  std::string_view take(std::uint64_t size) {
    if (failed_ || size > rest_.size()) {
      failed_ = true;
      return {};
    }
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  std::string_view rest_;
  bool failed_ = false;
};

void write(Writer& out, const Fact& fact);
/// False when it is no fact.
bool read(Reader& in, Fact& fact);

}  // namespace sla::stream
