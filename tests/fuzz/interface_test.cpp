// Callers of sla.h who know none of its rules but those of ownership: functions in any order on
// objects of any state, with null, sizes, indices, texts, times and streams that are wrong. Every
// answer must be a status with a sentence; an internal error is one of ours. An input is the bytes
// that all choices are made by, so it is cut down like a text.

#include <algorithm>
#include <cstring>
#include <memory>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/embed/building.h"
#include "tests/embed/columns.h"
#include "tests/fuzz/seeds.h"
#include "tests/fuzz/shrink.h"
#include "tests/fuzz/watch.h"

namespace sla::fuzz {
namespace {

using embed::Owned;

/// The path of a policy library with what the interface speaks of: leads, opportunities of theirs,
/// fields of every kind.
const std::string& library() {
  static const std::string path =
      embed::built(embed::agreement_of(std::string(SLA_SOURCE_DIR) +
                                       "/tests/golden/verdicts/records/policy.sla"),
                   "interface");
  return path;
}

const std::vector<std::string> kTexts = {
    "",
    "L-1",
    "L-2",
    "lead",
    "opportunity",
    "mql",
    "call",
    "assigned",
    "held",
    "owner",
    "Ann",
    "Bob",
    "amount",
    "5000",
    "yes",
    "-1",
    "nonsense",
    "\xff\xfe",
    "a\nb",
    "Europe/Berlin",
    "e1",
    "e2",
    "1e9",
    "🙂",
    "lead_id",
    "ts",
    "event",
    "2026-03-02",
    "opportunity_id",
    "9223372036854775807",
    "2026-03-02T10:00:00Z",
    std::string("\0x", 2),
};

class Caller {
 public:
  explicit Caller(const std::string& choices) : choices_(choices) {}

  std::string run() {
    open(library());
    while (at_ < choices_.size() && problem_.empty()) step();
    return problem_;
  }

 private:
  std::size_t pick(std::size_t limit) {
    const auto byte = at_ < choices_.size() ? static_cast<unsigned char>(choices_[at_]) : 0U;
    ++at_;
    return byte % limit;
  }
  sla_text text() {
    if (pick(20) == 0) return {nullptr, pick(2) == 0 ? 0U : 7U};
    const std::string& one = kTexts[pick(kTexts.size())];
    return {one.data(), one.size()};
  }
  std::int64_t number() {
    constexpr std::int64_t kSome[] = {0, 1, -1, INT64_MAX, INT64_MIN, 1'000'000, 12, 4};
    return kSome[pick(std::size(kSome))];
  }
  std::int64_t instant() {
    if (pick(12) == 0) return number();
    return INT64_C(1772442000000000) + static_cast<std::int64_t>(pick(200)) * time::kHour * 5;
  }
  std::uint32_t size_of(std::size_t true_size) {
    constexpr std::uint32_t kWrong[] = {0, 3, 4, 5, 12, 17, 24};
    return pick(6) == 0
               ? std::min(kWrong[pick(std::size(kWrong))], static_cast<std::uint32_t>(true_size))
               : static_cast<std::uint32_t>(true_size);
  }
  std::uint32_t id() {
    return pick(8) == 0 ? SLA_NO_ID - static_cast<std::uint32_t>(pick(3))
                        : static_cast<std::uint32_t>(pick(5));
  }

  template <class T>
  T* any(const std::vector<Owned<T>>& of) {
    return of.empty() || pick(16) == 0 ? nullptr : of[pick(of.size())].get();
  }
  template <class T>
  void drop(std::vector<Owned<T>>& of) {
    if (!of.empty()) of.erase(of.begin() + static_cast<std::ptrdiff_t>(pick(of.size())));
  }
  template <class T>
  void keep(std::vector<Owned<T>>& in, sla_status status, T*& made) {
    Owned<T> owned(made);
    if ((status == SLA_OK) != (owned != nullptr)) problem_ = "an object and a failure, or neither";
    if (owned != nullptr && in.size() < 4) in.push_back(std::move(owned));
  }

  /// A status that there is, with a sentence when it is a failure.
  sla_status said(sla_status status, const char* function) {
    if (status < SLA_OK || status > SLA_REFUSED)
      problem_ = fmt::format("{} answers {}: {}", function, status, error_.message);
    else if (error_.status != status || (error_.message[0] == '\0') != (status == SLA_OK))
      problem_ = fmt::format("{} answers {} and says {} `{}`", function, status, error_.status,
                             error_.message);
    return status;
  }
  sla_error* error() {
    error_ = SLA_INIT(sla_error);
    error_.message[0] = 'x';
    error_.status = -1;
    return &error_;
  }

  void open(const std::string& path) {
    sla_policy* made = nullptr;
    keep(policies_, said(sla_policy_open(path.c_str(), &made, error()), "sla_policy_open"), made);
  }

  void step() {
    switch (pick(24)) {
      case 0: open(pick(2) == 0 ? library() : kTexts[pick(kTexts.size())].c_str()); break;
      case 1: drop(policies_); break;
      case 2: ask_policy(); break;
      case 3: new_history(); break;
      case 4: tell_history(); break;
      case 5: judge(); break;
      case 6: read_outcome(); break;
      case 7: drop(histories_); break;
      case 8: drop(outcomes_); break;
      case 9:
      case 10: new_session(); break;
      case 11: drop(sessions_); break;
      case 12: fast_events(); break;
      case 13: store(); break;
      case 14: take_up(); break;
      case 15:
      case 16: advance(); break;
      case 17: read_session(); break;
      case 18: ask_ids(); break;
      default: event(); break;
    }
  }

  void ask_policy() {
    sla_policy* policy = any(policies_);
    sla_policy_info info = SLA_INIT(sla_policy_info);
    info.struct_size = size_of(sizeof info);
    said(sla_policy_get_info(policy, pick(9) == 0 ? nullptr : &info, error()),
         "sla_policy_get_info");
    if (sla_policy_describe(policy) == nullptr) problem_ = "no description";
    const auto record = static_cast<std::int32_t>(number());
    sla_policy_record(policy, {kTexts[3].data(), kTexts[3].size()});
    const std::string& name = kTexts[pick(kTexts.size())];
    sla_policy_event_code(policy, record, {name.data(), name.size()});
    sla_policy_field(policy, record, {name.data(), name.size()});
    sla_policy_release(sla_policy_retain(policy));
  }

  void new_history() {
    sla_history_options options = SLA_INIT(sla_history_options);
    options.struct_size = size_of(sizeof options);
    options.threads = pick(6) == 0 ? static_cast<std::int32_t>(number()) : 1;
    options.strict = static_cast<std::int32_t>(pick(2));
    sla_history* made = nullptr;
    keep(histories_,
         said(sla_history_new(any(policies_), pick(4) == 0 ? nullptr : &options, &made, error()),
              "sla_history_new"),
         made);
  }

  /// A table whose names and cells are any texts, sometimes with what makes a stream unusable.
  ArrowArrayStream stream() {
    embed::Table table;
    if (pick(4) != 0) table.names = {"lead_id", "ts", "event", "owner"};
    for (std::size_t more = pick(3); more > 0; --more)
      table.names.push_back(kTexts[pick(kTexts.size())].c_str());
    for (std::size_t rows = pick(5); rows > 0; --rows) {
      std::vector<std::string> row = {"L-1", "2026-03-02T10:00:00Z", "mql"};
      if (pick(2) == 0) row.clear();
      while (row.size() < table.names.size()) row.push_back(kTexts[pick(kTexts.size())]);
      table.rows.push_back(std::move(row));
    }
    ArrowArrayStream made = embed::stream_of(std::move(table));
    switch (pick(12)) {
      case 0: made.get_schema = [](ArrowArrayStream*, ArrowSchema*) { return EIO; }; break;
      case 1: made.get_next = [](ArrowArrayStream*, ArrowArray*) { return EIO; }; break;
      case 2: made.get_last_error = nullptr; break;
      case 3:
        made.get_schema = [](ArrowArrayStream* of, ArrowSchema* out) {
          const int done = embed::columns::get_schema(of, out);
          if (out->n_children > 0) out->children[0]->format = "+l";
          return done;
        };
        break;
      case 4:
        made.get_next = [](ArrowArrayStream* of, ArrowArray* out) {
          const int done = embed::columns::get_next(of, out);
          if (out->release != nullptr) ++out->length;  // Longer than its columns.
          return done;
        };
        break;
      case 5:
        made.get_next = [](ArrowArrayStream* of, ArrowArray* out) {
          const int done = embed::columns::get_next(of, out);
          if (out->release != nullptr && out->n_children > 0) --out->n_children;
          return done;
        };
        break;
      case 6:
        made.get_next = [](ArrowArrayStream* of, ArrowArray* out) {
          const int done = embed::columns::get_next(of, out);
          if (out->release != nullptr && out->n_children > 0) out->children[0]->buffers = nullptr;
          return done;
        };
        break;
      case 7: made.release(&made); break;
      default: break;
    }
    return made;
  }

  void tell_history() {
    sla_history* history = any(histories_);
    ArrowArrayStream events = stream();
    ArrowArrayStream* given = pick(14) == 0 ? nullptr : &events;
    if (pick(4) == 0)
      said(sla_history_set_roster(history, given, error()), "sla_history_set_roster");
    else
      said(sla_history_add_events(history, pick(5) == 0 ? static_cast<std::int32_t>(number()) : 0,
                                  given, error()),
           "sla_history_add_events");
    if (given == nullptr && events.release != nullptr) events.release(&events);
    if (events.release != nullptr) problem_ = "a stream that was given is not released";
  }

  void judge() {
    sla_outcome* made = nullptr;
    keep(outcomes_,
         said(sla_history_judge(any(histories_), instant(), &made, error()), "sla_history_judge"),
         made);
  }

  void read_outcome() {
    const sla_outcome* outcome = any(outcomes_);
    sla_text json{};
    said(sla_outcome_json(outcome, static_cast<std::int32_t>(pick(4)) - 1, &json, error()),
         "sla_outcome_json");
    ArrowArrayStream table{};
    if (said(sla_outcome_table(outcome, static_cast<std::int32_t>(pick(6)) - 1, &table, error()),
             "sla_outcome_table") != SLA_OK)
      return;
    if (pick(2) == 0) drop(outcomes_);  // The stream stands by itself.
    ArrowSchema schema{};
    if (table.get_schema(&table, &schema) == 0) schema.release(&schema);
    for (std::size_t batches = pick(4); batches > 0; --batches) {
      ArrowArray batch{};
      if (table.get_next(&table, &batch) != 0) problem_ = "a table that cannot be read";
      if (batch.release == nullptr) break;
      batch.release(&batch);
    }
    table.release(&table);
  }

  sla_session_options options(ArrowArrayStream& roster) {
    sla_session_options made = SLA_INIT(sla_session_options);
    // The roster is a member of the first sixteen bytes: a shorter struct would leak ours.
    made.record = pick(4) == 0 ? static_cast<std::int32_t>(number()) : 0;
    if (pick(6) == 0) {
      roster = stream();
      made.roster = &roster;
    }
    if (pick(4) == 0) made.lateness = number();
    if (pick(4) == 0) made.retention = number();
    if (made.roster == nullptr) made.struct_size = size_of(sizeof made);
    return made;
  }

  void new_session() {
    ArrowArrayStream roster{};
    const sla_session_options own = options(roster);
    const bool given = pick(3) != 0;
    sla_session* made = nullptr;
    keep(sessions_,
         said(sla_session_new(any(policies_), given ? &own : nullptr, &made, error()),
              "sla_session_new"),
         made);
    if (!given && roster.release != nullptr) roster.release(&roster);
    if (roster.release != nullptr) problem_ = "a roster that was given is not released";
  }

  void event() {
    sla_value values[3] = {};
    for (sla_value& value : values) {
      value.name = text();
      value.field = static_cast<std::int32_t>(pick(6)) - 1;
      value.kind = static_cast<std::int32_t>(pick(5));
      value.number = number();
      value.text = text();
    }
    sla_event event = SLA_EVENT_INIT;
    event.struct_size = size_of(sizeof event);
    event.kind = pick(4) == 0 ? static_cast<std::int32_t>(pick(5)) - 1 : SLA_FACT_EVENT;
    event.subject = text();
    if (pick(4) == 0) event.subject_id = id();
    event.code = static_cast<std::int32_t>(pick(16)) - 1;
    event.event = text();
    event.time = instant();
    event.owner = text();
    event.team = text();
    event.actor = text();
    event.id = text();
    event.into = text();
    event.sequence = number();
    event.values = pick(12) == 0 ? nullptr : values;
    event.value_count = pick(4);
    std::int32_t receipt = -7;
    const sla_status status = sla_session_event(any(sessions_), pick(20) == 0 ? nullptr : &event,
                                                pick(20) == 0 ? nullptr : &receipt, error());
    // An event that is left out is no failure, and is explained all the same.
    if (status == SLA_OK && receipt != SLA_TAKEN) {
      if (receipt < SLA_TAKEN || receipt > SLA_TOO_LATE)
        problem_ = fmt::format("the receipt is {}", receipt);
      if (receipt == SLA_MALFORMED && error_.message[0] == '\0')
        problem_ = "an event that is malformed for no reason";
      return;
    }
    said(status, "sla_session_event");
  }

  void fast_events() {
    sla_fast_event events[4] = {};
    for (sla_fast_event& one : events) {
      one.time = instant();
      one.sequence = number();
      one.subject = id();
      one.owner = id();
      one.team = id();
      one.actor = id();
      one.code = static_cast<std::int32_t>(pick(16)) - 1;
    }
    std::size_t taken = 99;
    const sla_status status =
        said(sla_session_fast_events(any(sessions_), pick(20) == 0 ? nullptr : events, pick(5),
                                     &taken, error()),
             "sla_session_fast_events");
    if (taken > 4) problem_ = fmt::format("{} events taken, status {}", taken, status);
  }

  void advance() {
    sla_changes changes{};
    if (said(sla_session_advance(any(sessions_), instant(), pick(4) == 0 ? nullptr : &changes,
                                 error()),
             "sla_session_advance") != SLA_OK)
      return;
    for (std::size_t c = 0; c < changes.count; ++c) {
      const auto* change = reinterpret_cast<const sla_change*>(
          reinterpret_cast<const char*>(changes.items) + c * changes.item_size);
      if (change->kind < SLA_CHANGE_CHANGED || change->kind > SLA_CHANGE_ACTION)
        problem_ = "a change of no kind";
    }
  }

  void read_session() {
    sla_session* session = any(sessions_);
    sla_verdicts rows{};
    said(sla_session_rows(session, pick(9) == 0 ? nullptr : &rows, error()), "sla_session_rows");
    sla_dues dues{};
    said(sla_session_due(session, text(), &dues, error()), "sla_session_due");
    said(sla_session_due_of(session, id(), &dues, error()), "sla_session_due_of");
    std::int64_t next = 0;
    said(sla_session_next_change(session, &next, error()), "sla_session_next_change");
    sla_session_now(session);
    sla_session_fact_count(session);
  }

  void ask_ids() {
    sla_session* session = any(sessions_);
    std::uint32_t made = 0;
    said(sla_session_subject_id(session, text(), &made, error()), "sla_session_subject_id");
    said(sla_session_owner_id(session, text(), &made, error()), "sla_session_owner_id");
    said(sla_session_team_id(session, text(), pick(9) == 0 ? nullptr : &made, error()),
         "sla_session_team_id");
  }

  void store() {
    const std::uint8_t* data = nullptr;
    std::size_t size = 0;
    if (said(sla_session_snapshot(any(sessions_), &data, pick(9) == 0 ? nullptr : &size, error()),
             "sla_session_snapshot") == SLA_OK)
      stored_.assign(reinterpret_cast<const char*>(data), size);
  }

  void take_up() {
    std::string bytes = stored_;
    if (pick(3) == 0 && !bytes.empty())
      bytes[(pick(256) * 256 + pick(256)) % bytes.size()] ^= static_cast<char>(1 + pick(255));
    ArrowArrayStream roster{};
    const sla_session_options own = options(roster);
    sla_session* made = nullptr;
    keep(sessions_,
         said(sla_session_restore(
                  any(policies_), &own,
                  pick(12) == 0 ? nullptr : reinterpret_cast<const std::uint8_t*>(bytes.data()),
                  bytes.size(), &made, error()),
              "sla_session_restore"),
         made);
    if (roster.release != nullptr) problem_ = "a roster that was given is not released";
  }

  const std::string& choices_;
  std::size_t at_ = 0;
  std::string problem_, stored_;
  sla_error error_ = SLA_INIT(sla_error);
  std::vector<Owned<sla_policy>> policies_;
  std::vector<Owned<sla_history>> histories_;
  std::vector<Owned<sla_outcome>> outcomes_;
  std::vector<Owned<sla_session>> sessions_;
};

std::string problem_of_calls(const std::string& choices) {
  const Watch watch(choices, ".calls");
  std::string problem = Caller(choices).run();
  if (problem.empty() && watch.seconds() > kLongestSeconds)
    return fmt::format("takes {:.1f} seconds", watch.seconds());
  return problem;
}

TEST(FuzzInterface, AnyCallsAreAnswered) {
  library();
  const std::uint64_t first = first_seed(), count = cases(3000) / 6 + 1;
  int failures = 0;
  for (std::uint64_t seed = first; seed < first + count && failures < 3; ++seed) {
    Random random(seed);
    std::string choices(200 + below(random, 2000), '\0');
    for (char& c : choices) c = static_cast<char>(random());
    if (problem_of_calls(choices).empty()) continue;
    ++failures;
    report(choices, problem_of_calls, seed, ".calls");
  }
  std::filesystem::remove(library());
}

}  // namespace
}  // namespace sla::fuzz
