#include "compiler/driver/load_library.h"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>
#include <vector>

#include <fmt/format.h>

namespace sla::driver {

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> places_of(const char* file, const char* environment) {
  std::vector<fs::path> paths;
  const char* chosen = environment == nullptr ? nullptr : std::getenv(environment);
  if (chosen != nullptr) paths.emplace_back(chosen);
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  paths.push_back(program / file);
  paths.push_back(program / ".." / "lib" / file);
  return paths;
}

}  // namespace

std::expected<std::string, std::string> find_beside_program(const char* file,
                                                            const char* environment) {
  std::string tried;
  for (const fs::path& path : places_of(file, environment)) {
    std::error_code ignored;
    if (fs::is_regular_file(path, ignored)) return path.string();
    tried += fmt::format("\n  {}: there is no such file", path.string());
  }
  return std::unexpected(tried);
}

std::expected<void*, std::string> load_library(const char* file, const char* environment) {
  std::string tried;
  for (const fs::path& path : places_of(file, environment)) {
    void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library != nullptr) return library;
    tried += fmt::format("\n  {}", dlerror());
  }
  return std::unexpected(tried);
}

}  // namespace sla::driver
