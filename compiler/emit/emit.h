#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "compiler/plan/plan.h"

namespace sla::emit {

/// What is built of a policy.
enum class Output : std::uint8_t {
  shared_library,  ///< Refers to nothing outside itself; exports the image as SLA_IMAGE_SYMBOL.
  object,          ///< Exports the image under a name; everything else in it is hidden.
  wasm_module,  ///< A WebAssembly module: policy and runtime in one, with the functions of sla.h.
};

struct Request {
  std::vector<plan::Plan> plans;  ///< One for each record, in the policy's order; they verify.
  std::string policy;             ///< Its bytes (runtime/policy/bytes.h).
  Output output = Output::shared_library;
  std::string symbol;   ///< Of the image in an object: a C identifier.
  std::string runtime;  ///< Of a module: the path of sla_runtime_wasm32.o.
  std::string zones;    ///< Of a module: its time zones (runtime/time/zone_bundle.h).
  std::string target;   ///< A triple that LLVM knows; empty: this machine's kind, any CPU of it.
};

/// What this library offers, as one table, because it is loaded at run time: it needs LLVM and lld.
struct Provider {
  /// The finished file, as bytes. The error: an unknown or unfit target, no room for temporary
  /// files, or a bug of ours. One thread at a time.
  std::expected<std::string, std::string> (*build)(const Request& request);
  /// The relocatable objects that a file is linked from, for those who link them themselves.
  std::expected<std::vector<std::string>, std::string> (*objects)(const Request& request);
};

}  // namespace sla::emit

/// The table of the loaded library.
extern "C" __attribute__((visibility("default"))) const sla::emit::Provider* sla_emit_provider();
