#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "compiler/source/source.h"

namespace sla::source {
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return continues(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    if (!continues(1) || !continues(2)) return 0;
    if (lead == 0xE0 && byte(1) < 0xA0) return 0;
    if (lead == 0xED && byte(1) > 0x9F) return 0;
    return 3;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    if (!continues(1) || !continues(2) || !continues(3)) return 0;
    if (lead == 0xF0 && byte(1) < 0x90) return 0;
    if (lead == 0xF4 && byte(1) > 0x8F) return 0;
    return 4;
  }
  return 0;
}

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

struct BadByte {
  std::size_t offset;
  Position position;
};

/// Where `text` stops being UTF-8 without NUL; nothing when it never does.
std::optional<BadByte> first_bad_byte(std::string_view text) {
  Position at;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_length(text.substr(i));
    if (length == 0 || text[i] == '\0') return BadByte{i, at};
    if (text[i] == '\n') {
      ++at.line;
      at.column = 1;
    } else {
      ++at.column;
    }
    i += length;
  }
  return std::nullopt;
}

std::optional<ReadError> refusal(const std::string& path, std::string_view text) {
  if (text.size() > kMaximumBytes) {
    return ReadError{path, fmt::format("`{}` is larger than {} bytes", path, kMaximumBytes),
                     "split the policy into files and join them with `use`"};
  }
  const std::optional<BadByte> bad = first_bad_byte(text);
  if (!bad) return std::nullopt;
  const std::string place =
      fmt::format("line {}, column {}", bad->position.line, bad->position.column);
  if (text[bad->offset] == '\0') {
    return ReadError{
        path, fmt::format("`{}` holds a NUL byte at {}", path, place),
        "a policy is plain text; this looks like a binary file or UTF-16: save it as UTF-8"};
  }
  return ReadError{path,
                   fmt::format("`{}` is not UTF-8: byte 0x{:02X} at {}", path,
                               static_cast<unsigned char>(text[bad->offset]), place),
                   "save the file as UTF-8"};
}

ReadError failure(const std::string& path, int error) {
  const std::string help = error == ENOENT   ? "check the spelling of the path"
                           : error == EACCES ? "check the permissions of the file and its folders"
                                             : "check that the path names a readable file";
  return {path, fmt::format("cannot read `{}`: {}", path, std::strerror(error)), help};
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ > STDIN_FILENO) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

std::expected<std::string, ReadError> read_all(const std::string& path) {
  const bool standard_input = path == "-";
  // O_NONBLOCK: opening a named pipe that nobody writes to must not hang.
  const Descriptor file(standard_input ? STDIN_FILENO
                                       : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.number() < 0) return std::unexpected(failure(path, errno));
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) return std::unexpected(failure(path, errno));
  if (S_ISDIR(status.st_mode)) {
    return std::unexpected(
        ReadError{path, fmt::format("`{}` is a directory", path), "name a .sla file inside it"});
  }
  std::string text;
  std::vector<char> buffer(1 << 16);
  // One byte more than allowed is enough to know that the file is too large, whatever its size.
  while (text.size() <= kMaximumBytes + kByteOrderMark.size()) {
    const ssize_t count = ::read(file.number(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::unexpected(failure(path, errno));
    if (count == 0) break;
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return text;
}

}  // namespace

std::expected<std::uint32_t, ReadError> Sources::load(const std::string& path) {
  std::expected<std::string, ReadError> text = read_all(path);
  if (!text) return std::unexpected(std::move(text.error()));
  return add(path, *std::move(text));
}

std::expected<std::uint32_t, ReadError> Sources::add(std::string path, std::string text) {
  // The mark is dropped before any offset is counted, so spans never need to know of it.
  if (text.starts_with(kByteOrderMark)) text.erase(0, kByteOrderMark.size());
  if (std::optional<ReadError> error = refusal(path, text))
    return std::unexpected(*std::move(error));
  files_.emplace_back(std::move(path), std::move(text));
  return size() - 1;
}

std::expected<std::uint32_t, ReadError> Sources::add(std::string path, std::string text,
                                                     Expansion expansion) {
  if (std::optional<ReadError> error = refusal(path, text))
    return std::unexpected(*std::move(error));
  files_.emplace_back(std::move(path), std::move(text), std::move(expansion));
  return size() - 1;
}

std::string_view Sources::text(Span span) const {
  const std::string_view all = file(span.file).text();
  const std::size_t begin = std::min<std::size_t>(span.begin, all.size());
  const std::size_t end = std::clamp<std::size_t>(span.end, begin, all.size());
  return all.substr(begin, end - begin);
}

}  // namespace sla::source
