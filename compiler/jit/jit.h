#pragma once

#include <expected>
#include <memory>
#include <string>

#include "compiler/plan/plan.h"
#include "runtime/kernel/kernel.h"
#include "runtime/parallel/pool.h"
#include "runtime/verdicts/inputs.h"
#include "runtime/verdicts/outcome.h"

namespace sla::jit {

/// A policy as machine code in this process. Immutable: any number of threads may call `evaluate`
/// at once. Destroying it unloads the code; the caller makes sure that no evaluation is under way.
class Evaluator {
 public:
  virtual ~Evaluator() = default;
  /// Evaluates every subject of the log on the pool's threads. The outcome is settled and does not
  /// depend on the pool. The error (memory exhausted) means that there is no outcome at all.
  virtual std::expected<verdicts::Outcome, std::string> evaluate(const verdicts::Inputs& inputs,
                                                                 parallel::Pool& pool) const = 0;
  std::expected<verdicts::Outcome, std::string> evaluate(const verdicts::Inputs& inputs) const {
    parallel::Pool alone;
    return evaluate(inputs, alone);
  }
  /// The generated code itself. Valid as long as this is.
  virtual kernel::Kernel kernel() const = 0;
};

enum class Emit { llvm, optimized_llvm, assembly };

/// What this library offers, as one table, because it is loaded at run time (`load.h`). Errors are
/// bugs of ours or a machine that LLVM does not know; they are never about the user's policy.
struct Provider {
  std::expected<std::unique_ptr<Evaluator>, std::string> (*compile)(const plan::Plan& plan);
  std::expected<std::string, std::string> (*emit)(const plan::Plan& plan, Emit what);
};

}  // namespace sla::jit

/// The table of the loaded library.
extern "C" __attribute__((visibility("default"))) const sla::jit::Provider* sla_jit_provider();
