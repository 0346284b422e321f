#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "runtime/abi/arrow_in.h"
#include "runtime/abi/objects.h"
#include "runtime/abi/outcome.h"
#include "runtime/abi/roster_in.h"
#include "runtime/ingest/bind_columns.h"
#include "runtime/ingest/event_reader.h"
#include "runtime/ingest/mapping.h"
#include "runtime/policy/shapes.h"

namespace {

using namespace sla;

/// The events of one record as they are told.
struct Telling {
  explicit Telling(const policy::Record& record) : builder(record.texts, record.fields.size()) {}

  events::LogBuilder builder;
  ingest::DataFindings findings;
  std::optional<ingest::Mapping> mapping;       ///< By the columns of the first stream.
  std::unique_ptr<ingest::EventReader> reader;  ///< Borrows the others.
  int streams = 0;
};

}  // namespace

struct sla_history {
  enum class State { open, judged, broken };

  explicit sla_history(sla_policy* of) : policy(of) {
    for (const sla::policy::Record& record : of->policy.records)
      tellings.push_back(std::make_unique<Telling>(record));
  }

  void add(std::size_t record, ArrowArrayStream* stream);
  std::unique_ptr<sla_outcome> judge(time::Instant as_of);
  void require_open() const {
    if (state == State::judged) abi::refuse(SLA_REFUSED, "the history is judged already");
    if (state == State::broken)
      abi::refuse(SLA_REFUSED, "a stream of the history failed; it can only be freed");
  }

  abi::PolicyReference policy;
  int threads = 1;  ///< Of a pool: 0 is as many as the machine has.
  bool strict = false;
  State state = State::open;
  std::vector<std::unique_ptr<Telling>> tellings;
  events::Roster roster;
  ingest::DataFindings roster_findings;
};

void sla_history::add(std::size_t record, ArrowArrayStream* stream) {
  const sla::policy::Policy& own = policy->policy;
  Telling& telling = *tellings[record];
  abi::ArrowReader arrow(stream, "events");
  state = State::broken;  // Until the stream was read to its end.
  if (!telling.mapping) {
    auto mapping = ingest::default_mapping(sla::policy::vocabulary_of(own, own.records[record]),
                                           arrow.columns());
    if (!mapping) {
      state = State::open;
      abi::refuse(SLA_BAD_DATA, mapping.error().message + "; " + mapping.error().help);
    }
    telling.mapping = std::move(*mapping);
    telling.reader = std::make_unique<ingest::EventReader>(*telling.mapping, abi::zone_of(own),
                                                           telling.builder, telling.findings);
  }
  ingest::Table table;
  table.input.origin = fmt::format("{} {}", own.records[record].kind, ++telling.streams);
  table.columns = arrow.columns();
  const auto columns = ingest::bind_columns(table, *telling.mapping, telling.findings);
  if (!columns) abi::refuse(SLA_BAD_DATA, columns.error().message + "; " + columns.error().help);
  arrow.choose(columns->chosen);
  telling.reader->begin_input(table.input.origin, *columns);
  while (arrow.next()) telling.reader->read(arrow.chunk());
  state = State::open;
}

std::unique_ptr<sla_outcome> sla_history::judge(time::Instant as_of) {
  const sla::policy::Policy& own = policy->policy;
  state = State::judged;
  sla::parallel::Pool pool(threads);
  sla::policy::Histories histories;
  for (std::size_t r = 0; r < tellings.size(); ++r) {
    Telling& telling = *tellings[r];
    const sla::policy::Record& record = own.records[r];
    auto& history = *histories.emplace_back(std::make_unique<sla::policy::History>());
    if (telling.reader != nullptr) telling.reader->finish();
    else if (!record.clauses.empty() && !record.is_people())
      telling.findings.add(ingest::DataFindingKind::unread_source, "", "", 0, record.kind);
    telling.reader.reset();
    history.log =
        sla::policy::finish_log(std::move(telling.builder), record, as_of, telling.findings, &pool);
    history.findings = std::move(telling.findings);
  }
  histories.front()->findings.add_all(roster_findings);
  tellings.clear();
  auto completed = sla::policy::complete(own, histories, roster, as_of);
  if (!completed) abi::refuse(SLA_BAD_DATA, completed.error());
  auto outcome = std::make_unique<sla_outcome>(policy, std::move(histories), pool);
  if (strict) outcome->refuse_problems();
  return outcome;
}

sla_status sla_history_new(sla_policy* policy, const sla_history_options* options,
                           sla_history** out, sla_error* error) {
  if (out != nullptr) *out = nullptr;
  return abi::guarded(error, [&] {
    abi::needed(out, "out");
    const sla_history_options own = abi::read_struct(options, "options");
    if (own.threads < 0 || own.threads > 256)
      abi::refuse(SLA_INVALID_ARGUMENT, "options.threads must be between 0 and 256");
    auto made = std::make_unique<sla_history>(&abi::needed(policy, "policy"));
    made->threads = own.threads;
    made->strict = own.strict != 0;
    *out = made.release();
  });
}

sla_status sla_history_add_events(sla_history* history, std::int32_t record,
                                  ArrowArrayStream* events, sla_error* error) {
  // Released whatever happens; the reader takes it over when it gets that far.
  bool taken = false;
  const sla_status status = abi::guarded(error, [&] {
    abi::needed(history, "history").require_open();
    abi::needed(events, "events");
    if (record < 0 || static_cast<std::size_t>(record) >= history->tellings.size())
      abi::refuse(SLA_INVALID_ARGUMENT, "the policy has no such record");
    taken = true;
    history->add(static_cast<std::size_t>(record), events);
  });
  if (!taken && events != nullptr && events->release != nullptr) events->release(events);
  return status;
}

sla_status sla_history_set_roster(sla_history* history, ArrowArrayStream* roster,
                                  sla_error* error) {
  bool taken = false;
  const sla_status status = abi::guarded(error, [&] {
    abi::needed(history, "history").require_open();
    abi::needed(roster, "roster");
    taken = true;
    ingest::DataFindings findings;
    history->roster = abi::read_roster(history->policy->policy, roster, findings);
    history->roster_findings = std::move(findings);
  });
  if (!taken && roster != nullptr && roster->release != nullptr) roster->release(roster);
  return status;
}

sla_status sla_history_judge(sla_history* history, std::int64_t as_of, sla_outcome** out,
                             sla_error* error) {
  if (out != nullptr) *out = nullptr;
  return abi::guarded(error, [&] {
    abi::needed(out, "out");
    abi::needed(history, "history").require_open();
    if (as_of < time::kMinInstant || as_of > time::kMaxInstant)
      abi::refuse(SLA_INVALID_ARGUMENT, "as_of is not in the years 1900 to 2200 (microseconds)");
    *out = history->judge(as_of).release();
  });
}

void sla_history_free(sla_history* history) { delete history; }
