#include "compiler/driver/load_emit.h"

#include "compiler/driver/compile.h"
#include "compiler/driver/describe.h"
#include "compiler/driver/inputs.h"
#include "compiler/driver/load_library.h"
#include "runtime/policy/bytes.h"
#include "runtime/time/zone_bundle.h"

namespace sla::driver {
namespace {

std::expected<const emit::Provider*, std::string> load() {
  return load_provider<emit::Provider>("libsla_emit.so", "SLA_EMIT", "sla_emit_provider",
                                       "the library that builds files");
}

}  // namespace

std::expected<std::string, std::string> build(const agreement::Agreement& agreement,
                                              emit::Output output, const std::string& symbol,
                                              const std::string& target) {
  static const std::expected<const emit::Provider*, std::string> provider = load();
  if (!provider) return std::unexpected(provider.error());
  emit::Request request;
  for (const agreement::Agreement* record : records_of(agreement))
    request.plans.push_back(lower(*record));
  request.policy = policy::to_bytes(describe(agreement));
  request.output = output;
  request.symbol = symbol;
  request.target = target;
  if (output == emit::Output::wasm_module) {
    auto runtime = find_beside_program("sla_runtime_wasm32.o", "SLA_WASM_RUNTIME");
    if (!runtime) {
      return std::unexpected("the runtime for WebAssembly modules was not found:" +
                             runtime.error());
    }
    request.runtime = *runtime;
    // All of them: a roster may name any.
    auto zones = time::write_zone_bundle({});
    if (!zones) return std::unexpected(zones.error().message());
    request.zones = std::move(*zones);
  }
  return (*provider)->build(request);
}

}  // namespace sla::driver
