#include "compiler/driver/load_jit.h"

#include <dlfcn.h>

#include "compiler/driver/load_library.h"

namespace sla::driver {
namespace {

std::expected<const jit::Provider*, std::string> load() {
  auto library = load_library("libsla_jit.so", "SLA_JIT");
  if (!library)
    return std::unexpected("the code generation library could not be loaded:" + library.error());
  auto provider =
      reinterpret_cast<decltype(&sla_jit_provider)>(dlsym(*library, "sla_jit_provider"));
  if (provider == nullptr)
    return std::unexpected("libsla_jit.so is not a code generation library of sla");
  return provider();
}

}  // namespace

std::expected<const jit::Provider*, std::string> load_jit() {
  static const std::expected<const jit::Provider*, std::string> provider = load();
  return provider;
}

}  // namespace sla::driver
