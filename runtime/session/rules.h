#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "runtime/actions/shape.h"
#include "runtime/events/payload.h"
#include "runtime/events/people.h"
#include "runtime/kernel/kernel.h"
#include "runtime/stream/stream.h"
#include "runtime/verdicts/inputs.h"
#include "runtime/verdicts/outcome.h"
#include "runtime/verdicts/shape.h"

namespace sla::session {

using time::Instant;
using CalendarTable = std::vector<std::vector<std::shared_ptr<const time::Calendar>>>;

/// What sessions know of one record of a policy. Made once and shared by any number of sessions on
/// any threads; immutable, and its functions may be called by several threads at once.
struct Rules {
  std::string identity;  ///< Tells the policy from others; snapshots of others are refused.
  std::vector<std::string> texts;  ///< Text constants of the policy, in its order.
  std::vector<stream::FieldRule> fields;
  events::Code codes = 0;  ///< Event codes are below this.
  events::PayloadOf payloads;
  int zone_field = -1;               ///< The field with the lead's zone, or -1.
  std::vector<std::string> parties;  ///< In the policy's order.
  actions::PolicySteps steps;
  /// The shape of the clauses; names of text values are looked up in the log, which must outlive
  /// the answer.
  std::function<verdicts::PolicyShape(const events::Log&)> shape;
  /// Calendars [calendar][zone of people.zones], exact from before `first` until after every
  /// deadline that can start by `last`.
  std::function<std::expected<CalendarTable, std::string>(const events::People&, Instant first,
                                                          Instant last)>
      calendars;
  /// Verdicts of a log, settled. The error is a bug of ours or that memory is exhausted.
  std::function<std::expected<verdicts::Outcome, std::string>(const verdicts::Inputs&)> evaluate;
  /// The generated code itself, in which every clock writes marks; without `step` there is no fast
  /// lane. Valid as long as `evaluate` is.
  kernel::Kernel kernel;
  bool only_plain_clocks = false;  ///< Every clause is a deadline or a time in state.
};

}  // namespace sla::session
