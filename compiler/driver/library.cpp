#include "compiler/driver/library.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <system_error>

namespace sla::driver {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSections[] = {"calendars", "lifecycles", "clauses", "crm"};
constexpr std::string_view kExtension = ".sla";
/// How far above the program its source tree may begin: `build/PRESET/bin` is three.
constexpr int kLevelsUp = 4;
/// A library root is not the root of a disk: listing names goes no deeper.
constexpr int kDeepestFolder = 3;
constexpr int kMostEntries = 5000;

bool is_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

bool holds_standard_library(const fs::path& path) { return is_folder(path / kSections[0]); }

/// Whole projects for `sla init`, which nobody uses by name.
bool is_templates(const fs::path& path) {
  return path.filename() == "templates" && holds_standard_library(path.parent_path());
}

void add_folder(std::vector<fs::path>& folders, const fs::path& folder) {
  const bool seen = std::ranges::find(folders, folder) != folders.end();
  if (!seen && is_folder(folder)) folders.push_back(folder);
}

void add_environment(std::vector<fs::path>& folders) {
  const char* value = std::getenv("SLA_PATH");
  std::string_view rest = value == nullptr ? "" : value;
  while (!rest.empty()) {
    const std::size_t colon = rest.find(':');
    // An empty part would be the current folder, which nobody means by it.
    if (colon != 0) add_folder(folders, fs::path(rest.substr(0, colon)));
    rest = colon == rest.npos ? std::string_view{} : rest.substr(colon + 1);
  }
}

std::string dotted(const fs::path& relative) {
  std::string name;
  for (const fs::path& part : relative) name += (name.empty() ? "" : ".") + part.string();
  return name.substr(0, name.size() - kExtension.size());
}

void add_names(const fs::path& root, std::vector<std::string>& names) {
  std::error_code error;
  fs::recursive_directory_iterator at(root, fs::directory_options::skip_permission_denied, error);
  int left = kMostEntries;
  for (; !error && left > 0 && at != fs::recursive_directory_iterator(); at.increment(error)) {
    --left;
    if (at.depth() >= kDeepestFolder || is_templates(at->path())) at.disable_recursion_pending();
    if (at->path().extension() == kExtension) {
      names.push_back(dotted(at->path().lexically_relative(root)));
    }
  }
}

std::optional<fs::path> find_standard_library() {
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  if (program.empty()) return std::nullopt;
  const fs::path installed = program.parent_path() / "share" / "sla" / "stdlib";
  if (holds_standard_library(installed)) return installed;
  fs::path above = program;
  for (int level = 0; level < kLevelsUp; ++level, above = above.parent_path()) {
    if (holds_standard_library(above / "stdlib")) return above / "stdlib";
  }
  return std::nullopt;
}

}  // namespace

std::optional<fs::path> standard_library() {
  static const std::optional<fs::path> found = find_standard_library();
  return found;
}

LibraryRoots library_roots(const std::string& using_file, std::span<const std::string> given) {
  LibraryRoots roots;
  const fs::path beside = using_file == "-" ? fs::path() : fs::path(using_file).parent_path();
  add_folder(roots.folders, beside.empty() ? fs::path(".") : beside);
  for (const std::string& folder : given) add_folder(roots.folders, folder);
  add_environment(roots.folders);
  if (const auto standard = standard_library()) {
    roots.standard_library = true;
    for (const std::string_view section : kSections) add_folder(roots.folders, *standard / section);
    add_folder(roots.folders, *standard);
  }
  return roots;
}

std::optional<fs::path> find_library_file(std::span<const std::string> parts,
                                          const LibraryRoots& roots) {
  if (parts.empty()) return std::nullopt;
  fs::path relative;
  for (const std::string& part : parts) relative /= part;
  relative += kExtension;
  for (const fs::path& root : roots.folders) {
    if (is_file(root / relative)) return root / relative;
  }
  return std::nullopt;
}

std::vector<std::string> library_names(const LibraryRoots& roots) {
  std::vector<std::string> names;
  for (const fs::path& root : roots.folders) add_names(root, names);
  std::ranges::sort(names);
  const auto repeated = std::ranges::unique(names);
  names.erase(repeated.begin(), repeated.end());
  return names;
}

}  // namespace sla::driver
