#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "compiler/reference/subject.h"
#include "runtime/verdicts/outcome.h"

namespace sla::reference {

/// An answer, or why the subject cannot be judged.
template <typename T>
using Answer = std::expected<T, verdicts::FaultKind>;

/// How the latest obligation of a clause stands at some instant.
struct Standing {
  verdicts::Status status = verdicts::Status::running;
  bool has_stop = false;
};

/// What other clauses say of the same subject.
class Obligations {
 public:
  /// The latest obligation of a clause, as of t; nothing when it has none.
  virtual std::optional<Standing> latest(int clause, Instant t) const = 0;

 protected:
  ~Obligations() = default;
};

/// What a condition is asked about: the subject as it is after an event (or was at an instant). All
/// borrowed.
struct Scene {
  const Subject& subject;
  Instant time = 0;                          ///< The instant that asks.
  int state_before = -1;                     ///< Before the event that asks.
  const Obligations* obligations = nullptr;  ///< Null where no clause can be asked.
};

/// The value of an expression.
Answer<std::int64_t> value_of(const agreement::Expression& expression, const Scene& scene);

/// Whether a condition holds; one that is not there does.
Answer<bool> holds(const std::optional<agreement::Expression>& condition, const Scene& scene);

/// Whether a set of states (bits by index) has the state; -1 is in none.
bool has_state(std::uint64_t set, int state);
bool contains(const agreement::EventSet& set, events::Code code);

/// Whether the event is what the trigger names. `subject` is as it is after the event.
bool matches(const agreement::Trigger& trigger, const Moment& moment, const Subject& subject);

}  // namespace sla::reference
