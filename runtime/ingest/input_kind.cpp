#include "runtime/ingest/input_kind.h"

#include <fmt/format.h>

#include <cctype>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "runtime/ingest/gzip_check.h"
#include "runtime/ingest/json_depth.h"
#include "runtime/ingest/nearest_name.h"

namespace sla::ingest {
namespace {

namespace fs = std::filesystem;
using Error = std::unexpected<IngestError>;

Error refuse(std::string message, std::string help = {}) {
  return Error(IngestError{std::move(message), std::move(help)});
}

bool looks_like_query(const std::string& text) {
  const std::string folded = fold_case(trim(text));
  for (const std::string_view word : {"select", "with", "from"}) {
    if (!folded.starts_with(word) || folded.size() == word.size()) continue;
    const char next = folded[word.size()];
    if (std::isspace(static_cast<unsigned char>(next)) || next == '(' || next == '"') return true;
  }
  return false;
}

std::expected<std::string, IngestError> read_whole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  if (file) text << file.rdbuf();
  if (!file) return refuse(fmt::format("{} cannot be read: {}", path, std::strerror(errno)));
  return text.str();
}

/// What the path is, before its content matters.
std::expected<void, IngestError> check_file(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) {
    return refuse(fmt::format("there is no file {}", path));
  }
  if (error) return refuse(fmt::format("{} cannot be looked at: {}", path, error.message()));
  if (fs::is_directory(status)) {
    return refuse(fmt::format("{} is a directory", path),
                  "name one file; several are read one by one");
  }
  if (!fs::is_regular_file(status)) {
    return refuse(fmt::format("{} is not a regular file", path), "write the log to a file first");
  }
  if (!std::ifstream(path, std::ios::binary)) {
    return refuse(fmt::format("{} cannot be read: {}", path, std::strerror(errno)));
  }
  if (fs::file_size(path, error) == 0) {
    return refuse(fmt::format("{} is empty", path),
                  "an export without events still has its header row");
  }
  return {};
}

struct Ending {
  std::string_view text;
  InputKind kind;
};

std::optional<InputKind> kind_of_name(std::string name) {
  constexpr Ending kEndings[] = {{".csv", InputKind::csv},         {".tsv", InputKind::csv},
                                 {".txt", InputKind::csv},         {".json", InputKind::json},
                                 {".ndjson", InputKind::json},     {".jsonl", InputKind::json},
                                 {".parquet", InputKind::parquet}, {".pq", InputKind::parquet}};
  name = fold_case(name);
  if (name.ends_with(".gz")) name.resize(name.size() - 3);
  for (const Ending& ending : kEndings) {
    if (name.ends_with(ending.text)) return ending.kind;
  }
  return std::nullopt;
}

std::string first_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes(4, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

std::expected<void, IngestError> check_gzip_file(const std::string& path) {
  switch (check_gzip(path)) {
    case GzipState::complete: return {};
    case GzipState::not_gzip:
      return refuse(fmt::format("{} ends in .gz but is not gzip", path), "rename it without .gz");
    case GzipState::truncated:
      return refuse(fmt::format("{} is cut short: its gzip stream does not end", path),
                    "copy or export it again");
    case GzipState::damaged:
      return refuse(fmt::format("{} is damaged: its gzip checksum or data is wrong", path),
                    "copy or export it again");
    case GzipState::unreadable: break;
  }
  return refuse(fmt::format("{} cannot be read to its end", path));
}

/// Formats that people send under the wrong name, told by their first bytes.
std::expected<void, IngestError> check_content(const std::string& path, InputKind kind) {
  const std::string bytes = first_bytes(path);
  const bool parquet = bytes == "PAR1";
  if (kind == InputKind::parquet && !parquet) {
    return refuse(fmt::format("{} is not a Parquet file", path));
  }
  if (kind == InputKind::parquet) return {};
  if (parquet)
    return refuse(fmt::format("{} is a Parquet file", path), "rename it to end in .parquet");
  if (bytes.starts_with("PK\x03\x04")) {
    return refuse(fmt::format("{} is a zip archive or an Excel workbook", path),
                  "unpack it, or save the sheet as CSV");
  }
  if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff")) {
    return refuse(fmt::format("{} is UTF-16, not UTF-8", path),
                  fmt::format("convert it: iconv -f UTF-16 -t UTF-8 {} > utf8.csv", path));
  }
  return {};
}

}  // namespace

std::expected<Input, IngestError> classify_input(const std::string& path_or_query) {
  std::error_code ignored;
  if (looks_like_query(path_or_query) && !fs::exists(path_or_query, ignored)) {
    return Input{
        .kind = InputKind::query, .origin = path_or_query, .text = path_or_query, .gzip = false};
  }
  if (auto checked = check_file(path_or_query); !checked) return Error(checked.error());
  if (fold_case(path_or_query).ends_with(".sql")) {
    auto query = read_whole(path_or_query);
    if (!query) return Error(query.error());
    return Input{.kind = InputKind::query, .origin = path_or_query, .text = *query, .gzip = false};
  }
  const auto kind = kind_of_name(path_or_query);
  if (!kind) {
    return refuse(fmt::format("{} does not say what it is", path_or_query),
                  "logs end in .csv, .tsv, .ndjson, .jsonl, .json (each also .gz) or .parquet");
  }
  const bool gzip = fold_case(path_or_query).ends_with(".gz") ||
                    first_bytes(path_or_query).starts_with("\x1f\x8b");
  const auto sound = gzip ? check_gzip_file(path_or_query) : check_content(path_or_query, *kind);
  if (!sound) return Error(sound.error());
  // DuckDB reads JSON recursively, on a thread whose stack cannot be guarded from here.
  if (*kind == InputKind::json && is_json_too_deep(path_or_query)) {
    return refuse(
        fmt::format("{} nests JSON deeper than {} levels", path_or_query, kMaximumJsonDepth),
        "a log needs one object a row; export it flat");
  }
  return Input{.kind = *kind, .origin = path_or_query, .text = path_or_query, .gzip = gzip};
}

}  // namespace sla::ingest
