#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "runtime/abi/objects.h"
#include "runtime/abi/session_lists.h"
#include "runtime/session/session.h"

/// A session with what it has answered. One thread at a time.
struct sla_session {
  sla_session(sla_policy* of, std::size_t record_index, sla::session::Session made)
      : policy(of), record(record_index), session(std::move(made)) {}

  const sla::policy::Record& own_record() const { return policy->policy.records[record]; }
  std::optional<sla::stream::Fact> fact_of(const sla_event& event, std::string& why) const;
  std::optional<sla::stream::FieldValue> value_of(const sla_value& value, std::string& why) const;

  sla::abi::PolicyReference policy;  ///< Outlives the session, which borrows from it.
  std::size_t record;
  sla::session::Session session;
  std::unordered_map<std::uint32_t, std::string> subjects;  ///< That have been asked for by name.
  sla::abi::Lists lists;                                    ///< What the last call answered.
  std::string snapshot;
};

namespace sla::abi {

inline bool is_time(std::int64_t t) { return t >= time::kMinInstant && t <= time::kMaxInstant; }

}  // namespace sla::abi
