/// sla.hpp: built policies in C++17, over sla.h.
///
///     sla::Policy policy = sla::Policy::open("policy.so");
///     sla::Session session(policy);
///     session.event(sla::Event("L-1", "mql", now).owner("Dana").value("score", "65"));
///     for (const sla::Change& change : session.advance(now)) ...
///     for (const sla::Due& due : session.due("L-1")) ...
///
/// Threads. A Policy may be used by any number of threads, and copied on any. A History, Outcome or
/// Session may move between threads, but only one thread at a time uses one. A PolicyHandle is for
/// all threads at once. Nothing here locks except PolicyHandle.
///
/// Errors. What cannot be done throws sla::Error, whose text says what, where, why and what to do.
/// An event that the policy does not know is no exception: event() returns Receipt::malformed, and
/// message() says why, because data is wrong every day. Functions marked noexcept do not throw.
///
/// Views. Texts of verdicts, changes and dues are views into the session: valid until the next call
/// on it that is not const. Copy what is to stay (`std::string(verdict.clause)`).
#ifndef SLA_HPP
#define SLA_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sla.h"

namespace sla {

using Micros = std::chrono::microseconds;
/// An instant of the years 1900 to 2200.
using Time = std::chrono::time_point<std::chrono::system_clock, Micros>;

/// What a function of libsla refused, and why.
class Error : public std::runtime_error {
 public:
  Error(sla_status status, const std::string& message)
      : std::runtime_error(message), status_(status) {}
  /// SLA_UNREADABLE, SLA_CORRUPT ...
  sla_status status() const noexcept { return status_; }

 private:
  sla_status status_;
};

namespace detail {

inline sla_text text_of(std::string_view text) noexcept { return {text.data(), text.size()}; }
inline std::string_view view_of(sla_text text) noexcept {
  return text.data == nullptr ? std::string_view() : std::string_view(text.data, text.size);
}
inline Time time_of(std::int64_t micros) noexcept { return Time(Micros(micros)); }
inline std::int64_t micros_of(Time time) noexcept { return time.time_since_epoch().count(); }
inline std::optional<Time> maybe_time(std::int64_t micros) noexcept {
  return micros == SLA_NO_TIME ? std::nullopt : std::optional<Time>(time_of(micros));
}

/// Calls a function of sla.h whose last parameter is its error, and throws what it says.
template <typename Function, typename... Arguments>
void call(Function function, Arguments... arguments) {
  sla_error error = SLA_INIT(sla_error);
  const sla_status status = function(arguments..., &error);
  if (status != SLA_OK) throw Error(status, error.message);
}

template <auto free>
struct Deleter {
  template <typename T>
  void operator()(T* object) const noexcept {
    free(object);
  }
};

}  // namespace detail

/// A stream of Arrow batches that somebody made: released when it is destroyed. Any Arrow library
/// takes it (`arrow::ImportRecordBatchReader(stream.get())`), which leaves it empty.
class ArrowStream {
 public:
  ArrowStream() noexcept = default;
  /// Takes over what `stream` holds, and leaves that empty.
  explicit ArrowStream(ArrowArrayStream* stream) noexcept : stream_(*stream) {
    stream->release = nullptr;
  }
  ArrowStream(ArrowStream&& other) noexcept : ArrowStream(&other.stream_) {}
  ArrowStream& operator=(ArrowStream&& other) noexcept {
    std::swap(stream_, other.stream_);
    return *this;
  }
  ~ArrowStream() {
    if (stream_.release != nullptr) stream_.release(&stream_);
  }

  /// For a function that moves the stream out, or fills it in when it is empty.
  ArrowArrayStream* get() noexcept { return &stream_; }
  bool empty() const noexcept { return stream_.release == nullptr; }

 private:
  ArrowArrayStream stream_{};
};

/// A built policy: immutable, shared by its copies. Never empty, except after it was moved from.
class Policy {
 public:
  /// Opens what `sla build --emit so` made. Loads it into the process: open only what you trust.
  /// Throws for a file that is not there, damaged, or of another format or machine.
  static Policy open(const std::string& path) {
    sla_policy* made = nullptr;
    detail::call(sla_policy_open, path.c_str(), &made);
    return Policy(made);
  }
  /// A policy that is linked into the program (`--emit obj`); `image` outlives all copies.
  static Policy of_image(const sla_image* image) {
    sla_policy* made = nullptr;
    detail::call(sla_policy_of_image, image, &made);
    return Policy(made);
  }

  Policy(const Policy& other) noexcept : policy_(sla_policy_retain(other.policy_.get())) {}
  Policy(Policy&& other) noexcept = default;
  Policy& operator=(Policy other) noexcept {
    policy_.swap(other.policy_);
    return *this;
  }

  /// Texts live as long as the policy.
  sla_policy_info info() const {
    sla_policy_info info = SLA_INIT(sla_policy_info);
    detail::call(sla_policy_get_info, policy_.get(), &info);
    return info;
  }
  /// Parties, zone, records with their states, events, fields and clauses, as JSON.
  std::string_view describe() const noexcept { return sla_policy_describe(policy_.get()); }

  /// Indices and codes for Event, by name; nothing if the policy has no such thing.
  std::optional<std::int32_t> record(std::string_view name) const noexcept {
    return found(sla_policy_record(policy_.get(), detail::text_of(name)));
  }
  std::optional<std::int32_t> event_code(std::string_view name,
                                         std::int32_t record = 0) const noexcept {
    return found(sla_policy_event_code(policy_.get(), record, detail::text_of(name)));
  }
  std::optional<std::int32_t> field(std::string_view name, std::int32_t record = 0) const noexcept {
    return found(sla_policy_field(policy_.get(), record, detail::text_of(name)));
  }

  /// For calls of sla.h; the reference stays this object's.
  sla_policy* get() const noexcept { return policy_.get(); }

 private:
  explicit Policy(sla_policy* policy) noexcept : policy_(policy) {}
  static std::optional<std::int32_t> found(std::int32_t index) noexcept {
    return index < 0 ? std::nullopt : std::optional<std::int32_t>(index);
  }

  std::unique_ptr<sla_policy, detail::Deleter<sla_policy_release>> policy_;
};

/// The policy that is in force, replaced while others use it. Whoever got the old one goes on with
/// it; the last of them to let go unloads its library. All functions: any thread.
class PolicyHandle {
 public:
  explicit PolicyHandle(Policy policy)
      : current_(std::make_shared<const Policy>(std::move(policy))) {}

  /// The policy in force; null after unload(). Keep it for the length of one request.
  std::shared_ptr<const Policy> get() const {
    const std::lock_guard lock(mutex_);
    return current_;
  }
  /// Puts another in force and returns the one before.
  std::shared_ptr<const Policy> swap(Policy next) {
    return exchange(std::make_shared<const Policy>(std::move(next)));
  }
  /// The same by path. Opened before anything changes: when it throws, the old one stays in force.
  std::shared_ptr<const Policy> swap(const std::string& path) { return swap(Policy::open(path)); }
  /// Lets go of the policy; the next swap puts one in force again.
  std::shared_ptr<const Policy> unload() { return exchange(nullptr); }

 private:
  std::shared_ptr<const Policy> exchange(std::shared_ptr<const Policy> next) {
    const std::lock_guard lock(mutex_);
    current_.swap(next);
    return next;
  }

  // Held for one copy of a pointer. C++17 has no std::atomic<std::shared_ptr>.
  mutable std::mutex mutex_;
  std::shared_ptr<const Policy> current_;
};

/// What was judged. Tables are Arrow streams that may outlive the outcome; texts are views into it.
class Outcome {
 public:
  explicit Outcome(sla_outcome* outcome) noexcept : outcome_(outcome) {}

  ArrowStream verdicts() const { return table(SLA_TABLE_VERDICTS); }
  ArrowStream actions() const { return table(SLA_TABLE_ACTIONS); }
  ArrowStream points() const { return table(SLA_TABLE_POINTS); }
  ArrowStream periods() const { return table(SLA_TABLE_PERIODS); }
  /// JSON, as of `sla run --format json`.
  std::string_view summary() const { return json(SLA_JSON_SUMMARY); }
  /// JSON: what was noticed about the data.
  std::string_view findings() const { return json(SLA_JSON_FINDINGS); }

 private:
  ArrowStream table(std::int32_t which) const {
    ArrowStream stream;
    detail::call(sla_outcome_table, outcome_.get(), which, stream.get());
    return stream;
  }
  std::string_view json(std::int32_t which) const {
    sla_text text{};
    detail::call(sla_outcome_json, outcome_.get(), which, &text);
    return detail::view_of(text);
  }

  std::unique_ptr<sla_outcome, detail::Deleter<sla_outcome_free>> outcome_;
};

/// Events and people that are judged together, once.
class History {
 public:
  /// `threads`: 0 as many as the machine has. `strict`: judge() throws when the data has problems.
  explicit History(const Policy& policy, int threads = 0, bool strict = false) {
    sla_history_options options = SLA_INIT(sla_history_options);
    options.threads = threads;
    options.strict = strict ? 1 : 0;
    sla_history* made = nullptr;
    detail::call(sla_history_new, policy.get(), &options, &made);
    history_.reset(made);
  }

  /// Reads a stream of events to its end. `record`: of Policy::record, 0 for leads.
  void add_events(ArrowStream events, std::int32_t record = 0) {
    detail::call(sla_history_add_events, history_.get(), record, events.get());
  }
  /// Reads a roster to its end; the last one counts.
  void set_roster(ArrowStream roster) {
    detail::call(sla_history_set_roster, history_.get(), roster.get());
  }
  /// Judges everything as of an instant; a second call throws SLA_REFUSED.
  Outcome judge(Time as_of) {
    sla_outcome* made = nullptr;
    detail::call(sla_history_judge, history_.get(), detail::micros_of(as_of), &made);
    return Outcome(made);
  }

 private:
  std::unique_ptr<sla_history, detail::Deleter<sla_history_free>> history_;
};

}  // namespace sla

#include "sla_session.hpp"

#endif  // SLA_HPP
