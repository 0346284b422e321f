#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace sla::ingest {

/// A 128-bit fingerprint: wide enough that two different events never share one in practice. Not
/// for use against somebody who wants them to.
class Fingerprint {
 public:
  void add(std::uint64_t value) {
    low_ = mix(low_ ^ value, 0x9E3779B97F4A7C15u) + 0xD6E8FEB86659FD93u;
    high_ = mix(high_ + value, 0xC2B2AE3D27D4EB4Fu) ^ (value << 32 | value >> 32);
  }
  void add(std::string_view bytes);

  std::uint64_t low() const { return low_; }
  std::uint64_t high() const { return high_; }
  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;

 private:
  static std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
  }

  std::uint64_t low_ = 0x243F6A8885A308D3u;
  std::uint64_t high_ = 0x13198A2E03707344u;
};

/// The events of one source that were read so far, by fingerprint of their id or, without one, of
/// all they say. 32 bytes per entry in an open-addressed table.
class SeenEvents {
 public:
  struct Entry {
    Fingerprint key;
    std::uint64_t content = 0;  ///< Half a fingerprint of what the event says.
    std::uint64_t place = 0;    ///< Row (low 48 bits) and input (high 16); never 0 in a used entry.
  };

  /// Null when the key is new (it is remembered), else the first entry with it (valid until the
  /// next call).
  const Entry* find_or_add(const Fingerprint& key, std::uint64_t content, std::uint64_t place);

  static std::uint64_t place_of(std::uint64_t row, std::uint64_t input) {
    return input << 48 | row;
  }
  static std::uint64_t row_of(const Entry& entry) { return entry.place & 0xFFFFFFFFFFFFu; }
  static std::uint64_t input_of(const Entry& entry) { return entry.place >> 48; }

 private:
  void grow();
  Entry& slot_of(const Fingerprint& key);

  std::vector<Entry> slots_;
  std::size_t used_ = 0;
};

}  // namespace sla::ingest
