#include "cli/part_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "cli/exit_code.h"
#include "cli/policy.h"

namespace sla::cli {

using ingest::IngestError;

PartFile::PartFile(const std::string& target)
    : target_(target), path_(fmt::format("{}.{}.part", target, getpid())) {}

PartFile::~PartFile() {
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

std::expected<void, IngestError> PartFile::write(const std::function<void(std::ostream&)>& write) {
  errno = 0;
  std::ofstream out(path_, std::ios::binary);
  if (out) write(out);
  out.close();
  if (out) return {};
  return std::unexpected(
      IngestError{fmt::format("cannot write {}: {}", path_,
                              errno == 0 ? "output failed" : std::strerror(errno)),
                  ""});
}

std::expected<void, IngestError> PartFile::move_into_place() {
  std::error_code error;
  std::filesystem::rename(path_, target_, error);
  if (!error) return {};
  return std::unexpected(
      IngestError{fmt::format("cannot write {}: {}", target_, error.message()), ""});
}

int write_whole(const std::string& path, const std::string& bytes) {
  PartFile part(path);
  auto written = part.write([&](std::ostream& out) { out << bytes; });
  if (written) written = part.move_into_place();
  if (written) return kClean;
  complain(written.error().message, written.error().help);
  return kUnreadable;
}

}  // namespace sla::cli
