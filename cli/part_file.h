#pragma once

#include <expected>
#include <functional>
#include <ostream>
#include <string>

#include "runtime/ingest/ingest_error.h"

namespace sla::cli {

/// A file that is written beside its place and then moved there, so that it appears whole or not at
/// all. What was not moved is removed.
class PartFile {
 public:
  explicit PartFile(const std::string& target);
  PartFile(const PartFile&) = delete;
  PartFile& operator=(const PartFile&) = delete;
  ~PartFile();

  const std::string& path() const { return path_; }
  std::expected<void, ingest::IngestError> write(const std::function<void(std::ostream&)>& write);
  std::expected<void, ingest::IngestError> move_into_place();

 private:
  std::string target_, path_;
};

/// Writes a file so that it appears whole or not at all; answers the exit code, with a complaint
/// when it cannot be written.
int write_whole(const std::string& path, const std::string& bytes);

}  // namespace sla::cli
