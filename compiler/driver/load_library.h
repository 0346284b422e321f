#pragma once

#include <expected>
#include <string>

namespace sla::driver {

/// Opens a library of ours that is kept beside the program or in `../lib`; `environment`: the
/// variable that may name another file, or null. The error lists what was tried.
std::expected<void*, std::string> load_library(const char* file, const char* environment);

/// The path of a file that is installed as such a library is. The error lists the places that were
/// looked at.
std::expected<std::string, std::string> find_beside_program(const char* file,
                                                            const char* environment);

}  // namespace sla::driver
