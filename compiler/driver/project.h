#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

/// Projects to begin with: what `sla init` makes of the templates in the standard library.
namespace sla::driver {

/// A template: a folder of `templates/` in the standard library.
struct ProjectTemplate {
  std::string name;  ///< "simple": the folder's name.
  std::string
      about;  ///< What it is for: the first comment of its agreement, without the final stop.
  std::filesystem::path folder;
};

/// All templates, `simple` first and then by name. Empty when there is no standard library.
std::vector<ProjectTemplate> project_templates();

/// Why a project was not made; nothing was written, unless the disk failed on the way.
struct ProjectError {
  std::string message;
  std::string help;
};

/// Writes the files of a template, and those that every project has, into `directory`, which is
/// made if need be. A file that is there already is an error, and then nothing is written. The
/// paths written, relative to `directory`, sorted.
std::expected<std::vector<std::string>, ProjectError> make_project(
    const ProjectTemplate& from, const std::filesystem::path& directory);

}  // namespace sla::driver
