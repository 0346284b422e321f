#include "runtime/session/session.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "runtime/abi/objects.h"
#include "runtime/abi/roster_in.h"
#include "runtime/abi/session_lists.h"
#include "runtime/ingest/field_cell.h"
#include "runtime/policy/shapes.h"

namespace {

using namespace sla;
using abi::guarded;
using abi::needed;
using abi::refuse;

session::Options options_of(const sla_session_options& options) {
  if (options.lateness < 0 || options.retention < 0)
    refuse(SLA_INVALID_ARGUMENT, "options.lateness and options.retention must not be negative");
  if (options.retention > 0 && options.lateness == 0)
    refuse(SLA_INVALID_ARGUMENT,
           "options.retention needs a lateness: what is forgotten must not be told of again");
  session::Options made;
  if (options.lateness > 0) made.lateness = options.lateness;
  if (options.retention > 0) made.retention = options.retention;
  return made;
}

std::size_t record_of(const sla_policy& policy, std::int32_t record) {
  if (record < 0 || static_cast<std::size_t>(record) >= policy.policy.records.size())
    refuse(SLA_INVALID_ARGUMENT, "the policy has no such record");
  return static_cast<std::size_t>(record);
}

bool is_time(std::int64_t t) { return t >= time::kMinInstant && t <= time::kMaxInstant; }

}  // namespace

struct sla_session {
  sla_session(sla_policy* of, std::size_t record_index, session::Session made)
      : policy(of), record(record_index), session(std::move(made)) {}

  const sla::policy::Record& own_record() const { return policy->policy.records[record]; }
  std::optional<stream::Fact> fact_of(const sla_event& event, std::string& why) const;
  std::optional<stream::FieldValue> value_of(const sla_value& value, std::string& why) const;

  abi::PolicyReference policy;  ///< Outlives the session, which borrows from it.
  std::size_t record;
  session::Session session;
  std::unordered_map<std::uint32_t, std::string> subjects;  ///< That have been asked for by name.
  abi::Lists lists;                                         ///< What the last call answered.
  std::string snapshot;
};

std::optional<stream::FieldValue> sla_session::value_of(const sla_value& value,
                                                        std::string& why) const {
  const sla::policy::Record& own = own_record();
  std::int32_t field = value.field;
  const std::string_view name = abi::text_of(value.name, "value.name");
  if (field < 0) {
    const auto found = std::ranges::find(own.fields, name, &sla::policy::Field::name);
    if (found == own.fields.end()) {
      why = fmt::format("the policy has no field `{}`", name);
      return std::nullopt;
    }
    field = static_cast<std::int32_t>(found - own.fields.begin());
  }
  if (static_cast<std::size_t>(field) >= own.fields.size()) {
    why = fmt::format("the policy has no field {}", field);
    return std::nullopt;
  }
  const sla::policy::Field& described = own.fields[static_cast<std::size_t>(field)];
  const bool is_text = described.kind == sla::policy::ValueKind::text;
  stream::FieldValue made;
  made.field = static_cast<std::uint32_t>(field);
  switch (value.kind) {
    case SLA_VALUE_UNKNOWN: made.set = 2; return made;
    case SLA_VALUE_NUMBER:
      if (is_text) {
        why = fmt::format("`{}` is a text field, and the value is a number", described.name);
        return std::nullopt;
      }
      if (const auto& rule = policy->rules[record]->fields[made.field];
          value.number < rule.least || value.number > rule.most) {
        why = fmt::format("{} cannot be read as a value of `{}`: it goes from {} to {}",
                          value.number, described.name, rule.least, rule.most);
        return std::nullopt;
      }
      made.value = value.number;
      return made;
    case SLA_VALUE_TEXT: break;
    default: why = "value.kind is none of SLA_VALUE_..."; return std::nullopt;
  }
  const std::string_view text = abi::text_of(value.text, "value.text");
  if (is_text) {
    made.text = text;
    return made;
  }
  const auto read = abi::read_cell(policy->policy, described, text);
  if (!read) {
    why = fmt::format("`{}` cannot be read as a value of `{}`", text, described.name);
    return std::nullopt;
  }
  made.value = *read;
  return made;
}

std::optional<stream::Fact> sla_session::fact_of(const sla_event& event, std::string& why) const {
  stream::Fact fact;
  switch (event.kind) {
    case SLA_FACT_EVENT: fact.kind = stream::Fact::Kind::event; break;
    case SLA_FACT_RETRACTION: fact.kind = stream::Fact::Kind::retraction; break;
    case SLA_FACT_MERGE: fact.kind = stream::Fact::Kind::merge; break;
    default: why = "event.kind is none of SLA_FACT_..."; return std::nullopt;
  }
  fact.subject = abi::text_of(event.subject, "event.subject");
  if (event.subject_id != SLA_NO_ID) {
    const auto known = subjects.find(event.subject_id);
    if (known == subjects.end()) {
      why = fmt::format("the session has given no subject the id {}", event.subject_id);
      return std::nullopt;
    }
    fact.subject = known->second;
  }
  if (!is_time(event.time)) {
    why = "event.time is not in the years 1900 to 2200 (microseconds)";
    return std::nullopt;
  }
  fact.time = event.time;
  if (fact.kind == stream::Fact::Kind::event) {
    const std::string_view name = abi::text_of(event.event, "event.event");
    const int code = event.code >= 0 ? event.code : sla::policy::event_code(own_record(), name);
    if (code < 0 || code >= own_record().code_count()) {
      why = event.code >= 0 ? fmt::format("the policy has no event of code {}", event.code)
                            : fmt::format("the policy has no event `{}`", name);
      return std::nullopt;
    }
    fact.code = static_cast<events::Code>(code);
  }
  fact.owner = abi::text_of(event.owner, "event.owner");
  fact.team = abi::text_of(event.team, "event.team");
  fact.actor = abi::text_of(event.actor, "event.actor");
  fact.id = abi::text_of(event.id, "event.id");
  fact.into = abi::text_of(event.into, "event.into");
  fact.sequence = event.sequence;
  if (event.value_count > 0 && event.values == nullptr)
    refuse(SLA_INVALID_ARGUMENT, "event.values is NULL, and there are some");
  if (event.value_count > own_record().fields.size()) {
    why = "the event has more values than the policy has fields";
    return std::nullopt;
  }
  for (std::size_t v = 0; v < event.value_count; ++v) {
    auto value = value_of(event.values[v], why);
    if (!value) return std::nullopt;
    fact.values.push_back(std::move(*value));
  }
  return fact;
}

namespace {

struct Snapshot {
  const std::uint8_t* data;
  std::size_t size;
};

// Without a snapshot: an empty session.
sla_status make_session(sla_policy* policy, const sla_session_options* options,
                        std::optional<Snapshot> snapshot, sla_session** out, sla_error* error) {
  if (out != nullptr) *out = nullptr;
  ArrowArrayStream* stream = nullptr;  // Ours to release until it is read.
  const sla_status status = guarded(error, [&] {
    const sla_session_options own = abi::read_struct(options, "options");
    stream = own.roster;
    needed(out, "out");
    const sla_policy& of = needed(policy, "policy");
    const std::size_t record = record_of(of, own.record);
    const session::Options made = options_of(own);
    events::Roster roster;
    if (stream != nullptr) {
      ingest::DataFindings findings;
      roster = abi::read_roster(of.policy, std::exchange(stream, nullptr), findings);
    }
    std::optional<session::Session> session;
    if (!snapshot) {
      session.emplace(of.rules[record], std::move(roster), made);
    } else {
      if (snapshot->data == nullptr && snapshot->size != 0)
        refuse(SLA_INVALID_ARGUMENT, "data is NULL");
      auto restored =
          session::Session::restore({reinterpret_cast<const char*>(snapshot->data), snapshot->size},
                                    of.rules[record], std::move(roster), made);
      if (!restored) {
        refuse(restored.error().is_sound ? SLA_INCOMPATIBLE : SLA_CORRUPT, restored.error().why);
      }
      session.emplace(std::move(*restored));
    }
    *out = new sla_session(policy, record, std::move(*session));
  });
  if (stream != nullptr && stream->release != nullptr) stream->release(stream);
  return status;
}

}  // namespace

sla_status sla_session_new(sla_policy* policy, const sla_session_options* options,
                           sla_session** out, sla_error* error) {
  return make_session(policy, options, std::nullopt, out, error);
}

sla_status sla_session_restore(sla_policy* policy, const sla_session_options* options,
                               const std::uint8_t* data, std::size_t size, sla_session** out,
                               sla_error* error) {
  return make_session(policy, options, Snapshot{data, size}, out, error);
}

sla_status sla_session_event(sla_session* session, const sla_event* event, std::int32_t* receipt,
                             sla_error* error) {
  std::string why;
  const sla_status status = guarded(error, [&] {
    needed(receipt, "receipt") = SLA_MALFORMED;
    const sla_event own = abi::read_struct(&needed(event, "event"), "event");
    const auto fact = needed(session, "session").fact_of(own, why);
    if (!fact) return;
    static_assert(static_cast<int>(session::Receipt::too_late) == SLA_TOO_LATE);
    *receipt = static_cast<std::int32_t>(session->session.add(*fact));
    if (*receipt == SLA_MALFORMED) {
      why = "the event has no subject, a retraction no id, or a merge no winner";
    }
    if (*receipt == SLA_TOO_LATE)
      why = "the event is further behind the clock than the session takes";
  });
  return status == SLA_OK && !why.empty() ? (abi::say(error, SLA_OK, why), status) : status;
}

sla_status sla_session_subject_id(sla_session* session, sla_text name, std::uint32_t* out,
                                  sla_error* error) {
  if (out != nullptr) *out = SLA_NO_ID;
  return guarded(error, [&] {
    needed(out, "out");
    needed(session, "session");
    const std::string own(abi::text_of(name, "name"));
    if (own.empty()) refuse(SLA_INVALID_ARGUMENT, "the name of the subject is empty");
    const std::uint32_t id = session->session.subject_id(own);
    session->subjects[id] = own;
    *out = id;
  });
}

sla_status sla_session_owner_id(sla_session* session, sla_text name, std::uint32_t* out,
                                sla_error* error) {
  if (out != nullptr) *out = SLA_NO_ID;
  return guarded(error, [&] {
    needed(out, "out");
    if (name.size == 0) refuse(SLA_INVALID_ARGUMENT, "the name of the owner is empty");
    *out = needed(session, "session").session.owner_id(abi::text_of(name, "name"));
  });
}

sla_status sla_session_team_id(sla_session* session, sla_text name, std::uint32_t* out,
                               sla_error* error) {
  if (out != nullptr) *out = SLA_NO_ID;
  return guarded(error, [&] {
    needed(out, "out");
    if (name.size == 0) refuse(SLA_INVALID_ARGUMENT, "the name of the team is empty");
    *out = needed(session, "session").session.team_id(abi::text_of(name, "name"));
  });
}

sla_status sla_session_fast_events(sla_session* session, const sla_fast_event* events,
                                   std::size_t count, std::size_t* taken, sla_error* error) {
  if (taken != nullptr) *taken = 0;
  return guarded(error, [&] {
    needed(session, "session");
    if (count > 0) needed(events, "events");
    const int codes = session->own_record().code_count();
    for (std::size_t i = 0; i < count; ++i) {
      const sla_fast_event& each = events[i];
      if (each.code < 0 || each.code >= codes)
        refuse(SLA_INVALID_ARGUMENT,
               fmt::format("event {}: the policy has no code {}", i, each.code));
      session::FastEvent event;
      event.subject = each.subject;
      event.code = static_cast<events::Code>(each.code);
      event.time = each.time;
      event.owner = each.owner;
      event.team = each.team;
      event.actor = each.actor;
      event.sequence = each.sequence;
      switch (session->session.add(event)) {
        case session::Receipt::taken:
          if (taken != nullptr) ++*taken;
          break;
        case session::Receipt::too_late:
          refuse(SLA_REFUSED, fmt::format("event {} is too late for the session", i));
        default:
          refuse(SLA_INVALID_ARGUMENT,
                 fmt::format("event {}: a number that the session has not given, or a time out of "
                             "range",
                             i));
      }
    }
  });
}

sla_status sla_session_advance(sla_session* session, std::int64_t to, sla_changes* changes,
                               sla_error* error) {
  if (changes != nullptr) *changes = {nullptr, 0, sizeof(sla_change)};
  return guarded(error, [&] {
    needed(session, "session");
    if (!is_time(to))
      refuse(SLA_INVALID_ARGUMENT, "the instant is not in the years 1900 to 2200 (microseconds)");
    if (session->session.now() && to < *session->session.now()) {
      refuse(SLA_REFUSED,
             fmt::format("the clock stands at {} and does not go back to {}",
                         time::format_utc(*session->session.now()), time::format_utc(to)));
    }
    auto made = session->session.advance(to);
    if (!made) refuse(SLA_INTERNAL, made.error());
    const sla_changes said = session->lists.take(std::move(made->items), session->session.shape());
    if (changes != nullptr) *changes = said;
  });
}

sla_status sla_session_rows(sla_session* session, sla_verdicts* out, sla_error* error) {
  if (out != nullptr) *out = {nullptr, 0, sizeof(sla_verdict)};
  return guarded(error, [&] {
    needed(out, "out");
    auto rows = needed(session, "session").session.rows();
    if (!rows) refuse(SLA_INTERNAL, rows.error());
    *out = session->lists.take(std::move(*rows), session->session.shape());
  });
}

namespace {

void answer(sla_session& session, std::expected<session::Due, std::string> due, sla_dues& out) {
  if (!due) refuse(SLA_INTERNAL, due.error());
  const auto now = session.session.now();
  out = session.lists.take(std::move(*due), now ? *now : time::kMinInstant);
}

}  // namespace

sla_status sla_session_due(sla_session* session, sla_text subject, sla_dues* out,
                           sla_error* error) {
  if (out != nullptr) *out = {nullptr, 0, sizeof(sla_due), SLA_NO_TIME};
  return guarded(error, [&] {
    needed(out, "out");
    needed(session, "session");
    answer(*session, session->session.due(abi::text_of(subject, "subject")), *out);
  });
}

sla_status sla_session_due_of(sla_session* session, std::uint32_t subject_id, sla_dues* out,
                              sla_error* error) {
  if (out != nullptr) *out = {nullptr, 0, sizeof(sla_due), SLA_NO_TIME};
  return guarded(error, [&] {
    needed(out, "out");
    if (!needed(session, "session").subjects.contains(subject_id))
      refuse(SLA_INVALID_ARGUMENT, "the session has given no subject this id");
    answer(*session, session->session.due(subject_id), *out);
  });
}

sla_status sla_session_next_change(sla_session* session, std::int64_t* out, sla_error* error) {
  if (out != nullptr) *out = SLA_NO_TIME;
  return guarded(error, [&] {
    needed(out, "out");
    *out = abi::time_of(needed(session, "session").session.next_change());
  });
}

std::int64_t sla_session_now(const sla_session* session) {
  if (session == nullptr) return SLA_NO_TIME;
  const auto now = session->session.now();
  return now ? *now : SLA_NO_TIME;
}

std::uint64_t sla_session_fact_count(const sla_session* session) {
  return session == nullptr ? 0 : session->session.facts();
}

sla_status sla_session_snapshot(sla_session* session, const std::uint8_t** data, std::size_t* size,
                                sla_error* error) {
  if (data != nullptr) *data = nullptr;
  if (size != nullptr) *size = 0;
  return guarded(error, [&] {
    needed(data, "data");
    needed(size, "size");
    session->snapshot = needed(session, "session").session.snapshot();
    *data = reinterpret_cast<const std::uint8_t*>(session->snapshot.data());
    *size = session->snapshot.size();
  });
}

void sla_session_free(sla_session* session) { delete session; }
