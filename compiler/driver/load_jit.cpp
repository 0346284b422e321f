#include "compiler/driver/load_jit.h"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>
#include <vector>

#include <fmt/format.h>

namespace sla::driver {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> candidates() {
  std::vector<fs::path> paths;
  if (const char* chosen = std::getenv("SLA_JIT")) paths.emplace_back(chosen);
  std::error_code ignored;
  fs::path program = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  paths.push_back(program / "libsla_jit.so");
  paths.push_back(program / ".." / "lib" / "libsla_jit.so");
  return paths;
}

std::expected<const jit::Provider*, std::string> load() {
  std::string tried;
  for (const fs::path& path : candidates()) {
    void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
      tried += fmt::format("\n  {}", dlerror());
      continue;
    }
    auto provider =
        reinterpret_cast<decltype(&sla_jit_provider)>(dlsym(library, "sla_jit_provider"));
    if (provider == nullptr) {
      tried += fmt::format("\n  {} is not a code generation library of sla", path.string());
      continue;
    }
    return provider();
  }
  return std::unexpected("the code generation library could not be loaded:" + tried);
}

}  // namespace

std::expected<const jit::Provider*, std::string> load_jit() {
  static const std::expected<const jit::Provider*, std::string> provider = load();
  return provider;
}

}  // namespace sla::driver
