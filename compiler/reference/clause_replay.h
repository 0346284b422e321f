#pragma once

#include <memory>
#include <optional>

#include "compiler/reference/context.h"
#include "compiler/reference/subject.h"

namespace sla::reference {

/// One clause on one subject, event by event. The evaluator gives every event to all clauses of the
/// subject, in the order in which clauses ask each other.
class ClauseReplay {
 public:
  virtual ~ClauseReplay() = default;

  /// Before anything of an event at t takes effect: what was over by then is decided.
  virtual Done before_event(Instant, const Subject&) { return {}; }
  /// `subject` is as it is after the event.
  virtual Done on_event(const Moment& moment, const Subject& subject) = 0;
  /// No more events: what the clause says as of the as-of instant goes to the outcome.
  virtual Done finish(const Subject&) { return {}; }
  /// What a condition of another clause hears; see Obligations.
  virtual std::optional<Standing> latest(Instant) const { return std::nullopt; }
};

/// The replay of a clause of any kind. `context` is copied, what it borrows is not.
std::unique_ptr<ClauseReplay> make_replay(const Context& context, std::uint16_t clause,
                                          std::uint32_t subject);

}  // namespace sla::reference
