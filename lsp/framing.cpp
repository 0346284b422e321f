#include "lsp/framing.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include <fmt/format.h>

namespace sla::lsp {
namespace {

constexpr std::string_view kLength = "content-length:";

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

bool begins_with_length(std::string_view line) {
  return line.size() >= kLength.size() &&
         std::ranges::equal(line.substr(0, kLength.size()), kLength, {}, lower);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

std::optional<std::size_t> number(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// The value of the header field, as written; nothing when no line has it.
std::optional<std::string_view> length_field(std::string_view header) {
  while (!header.empty()) {
    const std::size_t end = std::min(header.find('\n'), header.size());
    const std::string_view line = header.substr(0, end);
    if (begins_with_length(line)) return trimmed(line.substr(kLength.size()));
    header.remove_prefix(std::min(end + 1, header.size()));
  }
  return std::nullopt;
}

struct HeaderEnd {
  std::size_t begin, end;  ///< Of the empty line.
};

std::optional<HeaderEnd> header_end(std::string_view text) {
  const std::size_t with_return = text.find("\r\n\r\n"), plain = text.find("\n\n");
  if (with_return == text.npos && plain == text.npos) return std::nullopt;
  if (with_return < plain) return HeaderEnd{with_return, with_return + 4};
  return HeaderEnd{plain, plain + 2};
}

}  // namespace

bool Framing::find_header() {
  const auto found = std::ranges::search(buffer_, kLength, {}, lower);
  if (found.empty()) {
    const std::size_t kept = std::min(buffer_.size(), kLength.size() - 1);
    buffer_.erase(0, buffer_.size() - kept);
    return false;
  }
  buffer_.erase(buffer_.begin(), found.begin());
  searching_ = false;
  return true;
}

std::optional<Frame> Framing::refuse(std::size_t consumed, std::string problem) {
  buffer_.erase(0, consumed);
  searching_ = true;
  return Frame{"", std::move(problem)};
}

std::optional<Frame> Framing::next() {
  const std::size_t skipped = std::min(skip_, buffer_.size());
  buffer_.erase(0, skipped);
  skip_ -= skipped;
  if (skip_ > 0) return std::nullopt;
  if (searching_ && !find_header()) return std::nullopt;
  const auto end = header_end(std::string_view(buffer_).substr(0, kLargestHeader));
  if (!end) {
    if (buffer_.size() <= kLargestHeader) return std::nullopt;
    return refuse(1, "what stands before this is no header of a message");
  }
  const auto field = length_field(std::string_view(buffer_).substr(0, end->begin));
  if (!field) return refuse(end->end, "a header without Content-Length");
  const auto length = number(*field);
  if (!length) {
    return refuse(end->end,
                  fmt::format("Content-Length is no number of bytes: {}", field->substr(0, 40)));
  }
  if (*length > kLargestBody) {
    buffer_.erase(0, end->end);
    skip_ = *length;
    return Frame{"", fmt::format("a body of {} bytes; at most {} are read", *length, kLargestBody)};
  }
  if (buffer_.size() < end->end + *length) return std::nullopt;
  Frame frame{buffer_.substr(end->end, *length), ""};
  buffer_.erase(0, end->end + *length);
  return frame;
}

std::string framed(std::string_view body) {
  return fmt::format("Content-Length: {}\r\n\r\n{}", body.size(), body);
}

}  // namespace sla::lsp
