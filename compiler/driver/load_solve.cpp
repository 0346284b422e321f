#include "compiler/driver/load_solve.h"

#include "compiler/driver/load_library.h"

namespace sla::driver {
namespace {

std::expected<const solve::Provider*, std::string> load() {
  return load_provider<solve::Provider>("libsla_solve.so", "SLA_SOLVE", "sla_solve_provider",
                                        "the library that decides what can hold together");
}

}  // namespace

std::expected<const solve::Provider*, std::string> load_solve() {
  static const std::expected<const solve::Provider*, std::string> provider = load();
  return provider;
}

}  // namespace sla::driver
