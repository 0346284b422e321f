#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sla::lsp {

/// Bodies larger than this are skipped: no editor sends them, and memory is not endless.
inline constexpr std::size_t kLargestBody = 32U << 20;
/// Headers longer than this are no headers.
inline constexpr std::size_t kLargestHeader = 4096;

/// What stands in the stream next: a body, or what is wrong with what stands there.
struct Frame {
  std::string body;
  std::string problem;  ///< Empty: `body` is one.
};

/// Cuts a stream of bytes into messages (`Content-Length: N`, an empty line, N bytes). After
/// something that is no message it goes on at the next header that can be read.
class Framing {
 public:
  void feed(std::string_view bytes) { buffer_.append(bytes); }
  /// The next frame; nothing when more bytes are needed.
  std::optional<Frame> next();

 private:
  bool find_header();
  std::optional<Frame> refuse(std::size_t consumed, std::string problem);

  std::string buffer_;
  std::size_t skip_ = 0;    ///< Bytes of a refused body that are still to come.
  bool searching_ = false;  ///< What stands next is no header until one is found.
};

/// A body with its header.
std::string framed(std::string_view body);

}  // namespace sla::lsp
