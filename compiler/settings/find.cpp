#include "compiler/settings/settings.h"

namespace sla::settings {

namespace fs = std::filesystem;

std::optional<fs::path> find(const std::string& policy) {
  std::error_code error;
  fs::path folder = policy == "-" ? fs::current_path(error)
                                  : fs::absolute(policy, error).lexically_normal().parent_path();
  while (!error) {
    const fs::path candidate = folder / "sla.toml";
    if (fs::is_regular_file(candidate, error)) return candidate;
    error.clear();
    if (folder == folder.parent_path()) break;
    folder = folder.parent_path();
  }
  return std::nullopt;
}

}  // namespace sla::settings
