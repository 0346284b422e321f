#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "compiler/diagnose/finding.h"
#include "compiler/driver/compile.h"
#include "compiler/driver/library.h"
#include "compiler/expand/expand.h"
#include "compiler/expand/settings.h"
#include "compiler/source/source.h"
#include "compiler/syntax/syntax.h"

namespace sla::driver {

/// Reads the files of one compilation: one, and whatever they `use`, by path or as a library.
class FileReader {
 public:
  /// All are borrowed.
  FileReader(source::Sources& sources, std::vector<syntax::File>& files,
             const CheckOptions& options, diagnose::Findings& findings)
      : sources_(sources), files_(files), options_(options), findings_(findings) {}

  /// Reads the named file and follows its uses. The error: that file cannot be read at all.
  std::expected<void, source::ReadError> read(const std::string& path);

  /// The file of a library that another file names; nothing when there is none.
  std::optional<std::filesystem::path> find_library(std::span<const syntax::Name> names,
                                                    std::uint32_t user) const;
  /// Where that looks.
  LibraryRoots roots_for(std::uint32_t user) const;
  /// Reads a file unless it has been read; its index among the sources.
  std::expected<std::uint32_t, source::ReadError> once(const std::string& path);

  /// What each file calls the libraries that it uses.
  const std::vector<expand::Library>& libraries() const { return libraries_; }
  /// The settings that no file has a parameter for.
  std::vector<std::string> unused_settings() const;

 private:
  void follow(const syntax::Use& use, std::uint32_t user);
  void follow_path(const syntax::Use& use, std::uint32_t user);
  void follow_library(const syntax::Use& use, std::uint32_t user);
  void report_unknown(const syntax::Use& use, const std::string& name, std::uint32_t user);

  std::expected<std::uint32_t, source::ReadError> load(const std::string& path,
                                                       const std::string& key);

  source::Sources& sources_;
  std::vector<syntax::File>& files_;
  const CheckOptions& options_;
  diagnose::Findings& findings_;
  std::map<std::string, std::uint32_t> seen_;  ///< Canonical path to file.
  std::vector<expand::Library> libraries_;
  std::set<std::string> used_settings_;
};

}  // namespace sla::driver
