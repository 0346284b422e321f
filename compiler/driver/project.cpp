#include "compiler/driver/project.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <string_view>
#include <system_error>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "compiler/driver/library.h"

namespace sla::driver {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFolder = "templates";
constexpr std::string_view kCommon = "common";
constexpr std::string_view kFirst = "simple";
constexpr std::string_view kAgreement = "agreement.sla";

/// What the common files are called in a project; hidden names would hide them in the library as
/// well.
constexpr std::pair<std::string_view, std::string_view> kPlaces[] = {
    {"gitignore", ".gitignore"},
    {"workflow.yml", ".github/workflows/agreement.yml"},
    {"action.yml", ".github/actions/sla/action.yml"}};

std::string first_comment(const fs::path& agreement) {
  std::ifstream file(agreement);
  std::string line;
  std::getline(file, line);
  const std::size_t begin = line.find_first_not_of("# ");
  if (begin == std::string::npos) return "";
  line.erase(0, begin);
  if (line.ends_with('.')) line.pop_back();
  return line;
}

std::string place_of(const std::string& name) {
  const auto* known =
      std::ranges::find(kPlaces, name, &std::pair<std::string_view, std::string_view>::first);
  return known == std::end(kPlaces) ? name : std::string(known->second);
}

/// Where each file goes, by its place in the project.
using Files = std::map<std::string, fs::path>;

void add_files(const fs::path& folder, Files& files) {
  std::error_code error;
  for (fs::directory_iterator at(folder, error); !error && at != fs::directory_iterator();
       at.increment(error)) {
    if (at->is_regular_file(error)) files[place_of(at->path().filename().string())] = at->path();
  }
}

std::vector<std::string> already_there(const Files& files, const fs::path& directory) {
  std::vector<std::string> found;
  for (const auto& [place, from] : files) {
    std::error_code ignored;
    if (fs::exists(fs::symlink_status(directory / place, ignored))) found.push_back(place);
  }
  return found;
}

std::string name_of(const fs::path& directory) {
  return directory == "." ? "this folder" : fmt::format("`{}`", directory.string());
}

}  // namespace

std::vector<ProjectTemplate> project_templates() {
  std::vector<ProjectTemplate> templates;
  const auto library = standard_library();
  if (!library) return templates;
  std::error_code error;
  fs::directory_iterator at(*library / kFolder, error);
  for (; !error && at != fs::directory_iterator(); at.increment(error)) {
    const fs::path agreement = at->path() / kAgreement;
    std::error_code ignored;
    if (!fs::is_regular_file(agreement, ignored)) continue;
    templates.push_back({at->path().filename().string(), first_comment(agreement), at->path()});
  }
  std::ranges::sort(templates, {}, [](const ProjectTemplate& one) {
    return std::pair(one.name != kFirst, one.name);
  });
  return templates;
}

std::expected<std::vector<std::string>, ProjectError> make_project(const ProjectTemplate& from,
                                                                   const fs::path& directory) {
  Files files;
  add_files(from.folder.parent_path() / kCommon, files);
  add_files(from.folder, files);
  if (const auto found = already_there(files, directory); !found.empty()) {
    return std::unexpected(
        ProjectError{fmt::format("{} already has {}", name_of(directory), fmt::join(found, ", ")),
                     "nothing was written: name a folder that is empty or not there yet, such as "
                     "`sla init my-agreement`"});
  }
  std::vector<std::string> written;
  for (const auto& [place, source] : files) {
    const fs::path target = directory / place;
    std::error_code error;
    fs::create_directories(target.parent_path(), error);
    // Modes are copied as well: check.sh stays executable.
    if (!error) fs::copy_file(source, target, error);
    // The library may be installed read-only; a project is there to be changed.
    if (!error) fs::permissions(target, fs::perms::owner_write, fs::perm_options::add, error);
    if (error) {
      return std::unexpected(
          ProjectError{fmt::format("cannot write {}: {}", target.string(), error.message()), ""});
    }
    written.push_back(place);
  }
  return written;
}

}  // namespace sla::driver
