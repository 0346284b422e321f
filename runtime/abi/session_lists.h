#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/abi/sla.h"
#include "runtime/policy/policy.h"
#include "runtime/session/session.h"

namespace sla::abi {

/// An instant, or SLA_NO_TIME for one that never comes.
std::int64_t time_of(time::Instant t);

/// A cell of a log as a value of a field that is no text; nothing when it cannot be read.
std::optional<std::int64_t> read_cell(const policy::Policy& policy, const policy::Field& field,
                                      std::string_view text);

/// What a session has answered, as structs of the interface and the texts that they point to. Each
/// `take` forgets the one before.
class Lists {
 public:
  sla_changes take(std::vector<session::Change> changes, const verdicts::PolicyShape& shape);
  sla_verdicts take(std::vector<verdicts::NamedRow> rows, const verdicts::PolicyShape& shape);
  sla_dues take(session::Due due, time::Instant now);

 private:
  void clear();
  std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }
  sla_verdict verdict_of(const verdicts::NamedRow& row, const verdicts::PolicyShape& shape) const;
  sla_action action_of(const session::ActionChange& change, const verdicts::PolicyShape& shape);

  std::vector<session::Change> said_;
  std::vector<verdicts::NamedRow> rows_;
  session::Due due_;
  std::deque<std::string> texts_;
  std::vector<sla_change> changes_;
  std::vector<sla_verdict> verdicts_;
  std::vector<sla_due> dues_;
  std::deque<sla_verdict> of_changes_;
  std::deque<sla_action> actions_;
};

}  // namespace sla::abi
