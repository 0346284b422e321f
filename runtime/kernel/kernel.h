#pragma once

#include <cstdint>

#include "runtime/helpers/batch.h"

namespace sla::kernel {

/// Evaluates the subjects [first, last) of a batch. Thread-safe for sinks of their own.
using EvaluateFunction = void (*)(const sla_batch*, std::uint64_t first, std::uint64_t last,
                                  sla_sink*);

/// The entry points of the generated code of one record's clauses. `evaluate` is always there. The
/// other three go through the events of one subject as they come, and are null where the policy has
/// a clause that can only be judged over a whole history (then `state_size` is 0).
///
/// A subject's state is `state_size` bytes, aligned to 8, that may be copied and kept as long as
/// the batch's calendars are. It speaks of events by their position in the batch, so a subject's
/// earlier events stay where they are, and batch->subject_begin[subject] is the first of them in
/// every call (what comes after it in that array is not read). Any number of threads may work on
/// states of their own.
struct Kernel {
  EvaluateFunction evaluate = nullptr;
  std::uint32_t state_size = 0;
  /// The state before the first event.
  void (*begin)(void* state) = nullptr;
  /// Applies the events [first, last) of a subject, all at or before batch->as_of, which follow
  /// those that the state has seen. Writes what they decide. A fault is written once; afterwards
  /// the state does nothing any more, and of what it has written only violations count (the rows,
  /// hits and marks of the very call are taken back already).
  void (*step)(void* state, const sla_batch* batch, std::uint64_t subject, std::uint64_t first,
               std::uint64_t last, sla_sink* sink) = nullptr;
  /// Writes what is still open as of batch->as_of; `end` is one after the last event seen. The
  /// state is spent: whoever goes on gives a copy.
  void (*finish)(void* state, const sla_batch* batch, std::uint64_t subject, std::uint64_t end,
                 sla_sink* sink) = nullptr;
};

}  // namespace sla::kernel
