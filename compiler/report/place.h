#pragma once

#include <cstdint>
#include <string>

#include "compiler/report/report.h"
#include "compiler/source/source.h"

namespace sla::report {

/// A place in a text. Lines and columns begin at 1; the byte at 0, after a byte order mark.
struct Point {
  std::uint32_t byte, line;
  std::uint32_t column;        ///< In code points.
  std::uint32_t byte_column;   ///< In bytes of UTF-8.
  std::uint32_t utf16_column;  ///< In units of UTF-16.
};

struct Region {
  const source::File* file;
  Point begin, end;  ///< `end` is the first place behind.
};

Region region(const source::Sources& sources, source::Span span);

/// The path from the root of the repository, with slashes; as it was given if it is not inside.
/// Standard input is "stdin".
std::string repository_path(const std::string& path, const Options& options);

/// A path as a URI reference (RFC 3986): everything else than letters, digits and "-._~/" in
/// percents; an absolute path with "file://".
std::string uri(const std::string& path);

/// The page of a code; empty where pages are nowhere.
std::string page_url(diagnose::Code code, const Options& options);

/// The text as valid UTF-8: what is not becomes U+FFFD.
std::string valid_utf8(std::string_view text);

/// "1 error and 2 warnings".
std::string counted(const Counts& counts);

}  // namespace sla::report
