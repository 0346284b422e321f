#pragma once

#include <dlfcn.h>

#include <expected>
#include <string>

namespace sla::driver {

/// Opens a library of ours that is kept beside the program or in `../lib`; `environment`: the
/// variable that may name another file, or null. The error lists what was tried.
std::expected<void*, std::string> load_library(const char* file, const char* environment);

/// The table that a library of ours offers: the result of its function `entry`. `called`: what the
/// library is, for errors, such as "the library that builds files"; `kind`: of what kind it should
/// be.
template <class Provider>
std::expected<const Provider*, std::string> load_provider(const char* file, const char* environment,
                                                          const char* entry,
                                                          const std::string& called,
                                                          const std::string& kind = "library") {
  auto library = load_library(file, environment);
  if (!library) return std::unexpected(called + " could not be loaded:" + library.error());
  auto provider = reinterpret_cast<const Provider* (*)()>(::dlsym(*library, entry));
  if (provider == nullptr)
    return std::unexpected(std::string(file) + " is not a " + kind + " of sla");
  return provider();
}

/// The path of a file that is installed as such a library is. The error lists the places that were
/// looked at.
std::expected<std::string, std::string> find_beside_program(const char* file,
                                                            const char* environment);

}  // namespace sla::driver
