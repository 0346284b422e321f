#include "compiler/driver/load_jit.h"

#include "compiler/driver/load_library.h"

namespace sla::driver {
namespace {

std::expected<const jit::Provider*, std::string> load() {
  return load_provider<jit::Provider>("libsla_jit.so", "SLA_JIT", "sla_jit_provider",
                                      "the code generation library", "code generation library");
}

}  // namespace

std::expected<const jit::Provider*, std::string> load_jit() {
  static const std::expected<const jit::Provider*, std::string> provider = load();
  return provider;
}

}  // namespace sla::driver
