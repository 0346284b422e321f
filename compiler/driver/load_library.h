#pragma once

#include <expected>
#include <string>

namespace sla::driver {

/// Opens a library of ours that is kept beside the program or in `../lib`; `environment`: the
/// variable that may name another file, or null. The error lists what was tried.
std::expected<void*, std::string> load_library(const char* file, const char* environment);

}  // namespace sla::driver
