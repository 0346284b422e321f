#include "compiler/driver/load_library.h"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>
#include <vector>

#include <fmt/format.h>

namespace sla::driver {

namespace fs = std::filesystem;

std::expected<void*, std::string> load_library(const char* file, const char* environment) {
  std::vector<fs::path> paths;
  const char* chosen = environment == nullptr ? nullptr : std::getenv(environment);
  if (chosen != nullptr) paths.emplace_back(chosen);
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  paths.push_back(program / file);
  paths.push_back(program / ".." / "lib" / file);
  std::string tried;
  for (const fs::path& path : paths) {
    void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library != nullptr) return library;
    tried += fmt::format("\n  {}", dlerror());
  }
  return std::unexpected(tried);
}

}  // namespace sla::driver
