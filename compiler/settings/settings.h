#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnose/finding.h"
#include "compiler/source/source.h"

/// What a project decides once, in a file `sla.toml`, for everybody who checks its agreements.
namespace sla::settings {

/// Which file and line say something.
struct Origin {
  std::string file;
  std::uint32_t line = 0;  ///< One-based.
};

template <class T>
struct Said {
  T value;
  Origin origin;
};

/// How a finding counts; `off`: it is not told.
enum class Level : std::uint8_t { error, warning, note, off };
std::string_view level_name(Level level);

/// The worst findings that are still no failure.
enum class FailOn : std::uint8_t { error, warning, note, never };
std::string_view fail_on_name(FailOn fail_on);
/// Nothing for a word that is none of them.
std::optional<FailOn> fail_on_called(std::string_view word);

/// Numbers for the rules of clarity, by their key.
using Thresholds = std::map<std::string, Said<std::int64_t>>;

/// What `[clarity]` says.
struct Clarity {
  Thresholds numbers;
  std::optional<Said<bool>> pedantic;  ///< Also what is a matter of taste.
};

/// Settings for some files only.
struct FileRule {
  std::vector<std::string> patterns;
  std::filesystem::path folder;  ///< Where the patterns begin: that of the file that says them.
  std::map<diagnose::Code, Said<Level>> severity;
  Clarity clarity;
};

/// The settings of one folder. Made by `load`; what is not said is not there.
struct Settings {
  std::vector<std::string> files;  ///< The files that were read, those extended first.
  std::optional<Said<std::string>> format;
  std::optional<Said<FailOn>> fail_on;
  std::optional<Said<std::string>> baseline;  ///< A path from the working directory, or absolute.
  std::vector<Said<std::string>> libraries;   ///< Folders, the nearest file's first.
  std::map<diagnose::Code, Said<Level>> severity;
  Clarity clarity;
  std::vector<FileRule> rules;  ///< Later ones go before earlier ones.
};

/// The `sla.toml` that is about a file: the nearest one in its folder and those above. `policy` may
/// be `-`, which stands in the working directory. Nothing when there is none.
std::optional<std::filesystem::path> find(const std::string& policy);

/// Reads a file of settings and those it extends. Findings point into `sources`; with errors the
/// result holds what could be read. `formats`: the words that `format` may be.
Settings load(const std::string& path, const std::vector<std::string>& formats,
              source::Sources& sources, diagnose::Findings& findings);

/// How findings of a code count in a file, where the settings say so.
std::optional<Said<Level>> level_of(const Settings& settings, diagnose::Code code,
                                    const std::string& file);

/// What is in force for a file.
Clarity clarity_of(const Settings& settings, const std::string& file);

/// Whether a pattern is about a path below its folder, both with slashes: `*` stands for anything
/// within a name, `?` for one character of it, `**` for any folders. A pattern without a slash is
/// about a name in any folder, one that ends with a slash about everything below that folder.
bool matches(std::string_view pattern, std::string_view path);

}  // namespace sla::settings
