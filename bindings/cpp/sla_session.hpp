/// The part of sla.hpp about sessions; include that.
#ifndef SLA_SESSION_HPP
#define SLA_SESSION_HPP

#include "sla.hpp"

namespace sla {

/// One thing that happened. Texts are read during Session::event only, so temporaries may be given
/// as long as the whole statement lives. Setters return the event, for a chain.
class Event {
 public:
  Event(std::string_view subject, std::string_view event, Time time)
      : subject_(subject), event_(event) {
    raw_ = SLA_EVENT_INIT;
    raw_.time = detail::micros_of(time);
  }
  /// `subject` is a duplicate of `into` from `time` on.
  static Event merge(std::string_view subject, std::string_view into, Time time) {
    Event made(subject, {}, time);
    made.raw_.kind = SLA_FACT_MERGE;
    made.raw_.into = detail::text_of(into);
    return made;
  }
  /// Takes back the event or merge with this id.
  static Event retraction(std::string_view id, Time time) {
    Event made({}, {}, time);
    made.raw_.kind = SLA_FACT_RETRACTION;
    made.raw_.id = detail::text_of(id);
    return made;
  }

  Event& owner(std::string_view name) { return set(raw_.owner, name); }
  Event& team(std::string_view name) { return set(raw_.team, name); }
  Event& actor(std::string_view name) { return set(raw_.actor, name); }
  /// Makes a repetition known.
  Event& id(std::string_view id) { return set(raw_.id, id); }
  /// The order among events of one instant.
  Event& sequence(std::int64_t sequence) {
    raw_.sequence = sequence;
    return *this;
  }
  /// Codes and ids instead of names, for a path without looking names up.
  Event& code(std::int32_t code) {
    raw_.code = code;
    return *this;
  }
  Event& subject_id(std::uint32_t id) {
    raw_.subject_id = id;
    return *this;
  }
  /// A value of a field as a cell of a log would say it.
  Event& value(std::string_view field, std::string_view text) {
    sla_value value = named(field, SLA_VALUE_TEXT);
    value.text = detail::text_of(text);
    return add(value);
  }
  /// The value is not known any more.
  Event& unknown(std::string_view field) { return add(named(field, SLA_VALUE_UNKNOWN)); }
  /// A value as it is kept: see SLA_VALUE_NUMBER. `field`: of Policy::field.
  Event& number(std::int32_t field, std::int64_t number) {
    sla_value value = named({}, SLA_VALUE_NUMBER);
    value.field = field;
    value.number = number;
    return add(value);
  }

  /// As sla.h wants it; points into this object.
  sla_event raw() const noexcept {
    sla_event made = raw_;
    made.subject = detail::text_of(subject_);
    made.event = detail::text_of(event_);
    made.values = values_.data();
    made.value_count = values_.size();
    return made;
  }

 private:
  Event& set(sla_text& part, std::string_view text) {
    part = detail::text_of(text);
    return *this;
  }
  Event& add(const sla_value& value) {
    values_.push_back(value);
    return *this;
  }
  static sla_value named(std::string_view field, std::int32_t kind) {
    sla_value value{};
    value.name = detail::text_of(field);
    value.field = -1;
    value.kind = kind;
    return value;
  }

  sla_event raw_{};
  std::string_view subject_, event_;
  std::vector<sla_value> values_;
};

enum class Receipt {
  taken = SLA_TAKEN,
  repeated = SLA_REPEATED,
  conflicting = SLA_CONFLICTING,
  malformed = SLA_MALFORMED,
  too_late = SLA_TOO_LATE
};

/// How a session goes about what is old: by default it takes everything and keeps everything.
struct SessionOptions {
  std::int32_t record = 0;  ///< Of Policy::record: whose subjects it follows.
  Micros lateness{0};       ///< Facts this much behind the clock are refused; 0: none are.
  /// A subject with nothing open, about which nothing was said for this long and the lateness, is
  /// forgotten; needs a lateness. 0: none is.
  Micros retention{0};
};

/// One verdict: a row of `sla run --verdicts`.
struct Verdict {
  explicit Verdict(const sla_verdict& of) noexcept : raw(&of) {}
  std::string_view clause() const noexcept { return detail::view_of(raw->clause); }
  std::string_view subject() const noexcept { return detail::view_of(raw->subject); }
  std::string_view tier() const noexcept { return detail::view_of(raw->tier); }
  std::string_view status() const noexcept { return detail::view_of(raw->status_name); }
  std::string_view owner() const noexcept { return detail::view_of(raw->owner); }
  std::string_view team() const noexcept { return detail::view_of(raw->team); }
  std::string_view record() const noexcept { return detail::view_of(raw->record); }
  std::uint64_t cycle() const noexcept { return raw->cycle; }
  std::optional<Time> start() const noexcept { return detail::maybe_time(raw->start); }
  std::optional<Time> due() const noexcept { return detail::maybe_time(raw->due); }
  std::optional<Time> breach() const noexcept { return detail::maybe_time(raw->breach); }
  std::optional<Time> stop() const noexcept { return detail::maybe_time(raw->stop); }
  Micros elapsed_business() const noexcept { return Micros(raw->elapsed_business); }
  Micros elapsed_wall() const noexcept { return Micros(raw->elapsed_wall); }

  const sla_verdict* raw;
};

/// A reminder, escalation, task, or points.
struct Action {
  explicit Action(const sla_action& of) noexcept : raw(&of) {}
  std::string_view key() const noexcept { return detail::view_of(raw->key); }
  std::string_view kind() const noexcept { return detail::view_of(raw->kind); }
  std::string_view state() const noexcept { return detail::view_of(raw->state); }
  std::string_view clause() const noexcept { return detail::view_of(raw->clause); }
  std::string_view subject() const noexcept { return detail::view_of(raw->subject); }
  std::string_view when() const noexcept { return detail::view_of(raw->when); }
  std::string_view to() const noexcept { return detail::view_of(raw->to); }
  std::string_view channel() const noexcept { return detail::view_of(raw->channel); }
  std::string_view message() const noexcept { return detail::view_of(raw->message); }
  std::optional<Time> at() const noexcept { return detail::maybe_time(raw->at); }
  std::optional<Time> deliver_at() const noexcept { return detail::maybe_time(raw->deliver_at); }
  std::int64_t points() const noexcept { return raw->points; }

  const sla_action* raw;
};

/// What an advance says.
struct Change {
  explicit Change(const sla_change& of) noexcept : raw(&of) {}
  /// SLA_CHANGE_CHANGED ...
  std::int32_t kind() const noexcept { return raw->kind; }
  /// What was said was wrong for its own instant, because of what arrived later.
  bool correction() const noexcept { return raw->correction != 0; }
  std::optional<Verdict> was() const noexcept { return part<Verdict>(raw->was); }
  std::optional<Verdict> is() const noexcept { return part<Verdict>(raw->is); }
  std::optional<Action> action() const noexcept { return part<Action>(raw->action); }

  const sla_change* raw;

 private:
  template <typename View, typename Raw>
  static std::optional<View> part(const Raw* raw) noexcept {
    return raw == nullptr ? std::nullopt : std::optional<View>(View(*raw));
  }
};

/// What is open on a subject.
struct Due {
  explicit Due(const sla_due& of) noexcept : raw(&of) {}
  std::string_view clause() const noexcept { return detail::view_of(raw->clause); }
  std::string_view tier() const noexcept { return detail::view_of(raw->tier); }
  std::string_view status() const noexcept { return detail::view_of(raw->status_name); }
  std::string_view owner() const noexcept { return detail::view_of(raw->owner); }
  std::string_view team() const noexcept { return detail::view_of(raw->team); }
  std::uint64_t cycle() const noexcept { return raw->cycle; }
  std::optional<Time> start() const noexcept { return detail::maybe_time(raw->start); }
  std::optional<Time> due() const noexcept { return detail::maybe_time(raw->due); }
  std::optional<Time> breach() const noexcept { return detail::maybe_time(raw->breach); }
  /// When this can change by time alone.
  std::optional<Time> next_change() const noexcept { return detail::maybe_time(raw->next_change); }
  /// Until due on the wall clock, negative after it; nothing if it is never due.
  std::optional<Micros> left() const noexcept {
    return raw->left == SLA_NO_TIME ? std::nullopt : std::optional<Micros>(Micros(raw->left));
  }

  const sla_due* raw;
};

/// A list that belongs to a session: valid until the next call on it that is not const.
template <typename View, typename Raw>
class List {
 public:
  class iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = View;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = View;
    iterator(const char* at, std::size_t step) noexcept : at_(at), step_(step) {}
    View operator*() const noexcept { return View(*reinterpret_cast<const Raw*>(at_)); }
    iterator& operator++() noexcept {
      at_ += step_;
      return *this;
    }
    iterator operator++(int) noexcept {
      iterator before = *this;
      ++*this;
      return before;
    }
    bool operator==(const iterator& other) const noexcept { return at_ == other.at_; }
    bool operator!=(const iterator& other) const noexcept { return at_ != other.at_; }

   private:
    const char* at_;
    std::size_t step_;
  };

  /// `step`: the distance of two items, which a newer library may make larger than sizeof(Raw).
  List(const Raw* items, std::size_t count, std::size_t step) noexcept
      : items_(reinterpret_cast<const char*>(items)), count_(count), step_(step) {}
  std::size_t size() const noexcept { return count_; }
  bool empty() const noexcept { return count_ == 0; }
  /// `index` below size().
  View operator[](std::size_t index) const noexcept { return *iterator(at(index), step_); }
  iterator begin() const noexcept { return iterator(items_, step_); }
  iterator end() const noexcept { return iterator(at(count_), step_); }

 private:
  // No arithmetic on the null pointer of an empty list.
  const char* at(std::size_t index) const noexcept {
    return index == 0 ? items_ : items_ + index * step_;
  }

  const char* items_;
  std::size_t count_, step_;
};

using Verdicts = List<Verdict, sla_verdict>;
using Changes = List<Change, sla_change>;

/// What is due on one subject, soonest first.
class Dues : public List<Due, sla_due> {
 public:
  explicit Dues(const sla_dues& of) noexcept
      : List(of.items, of.count, of.item_size), next_change_(of.next_change) {}
  /// The earliest of all items.
  std::optional<Time> next_change() const noexcept { return detail::maybe_time(next_change_); }

 private:
  std::int64_t next_change_;
};

/// Events as they happen, and a clock. One thread at a time.
class Session {
 public:
  /// Reads the roster to its end.
  explicit Session(const Policy& policy, ArrowStream roster = {}, SessionOptions how = {}) {
    sla_session_options options = options_of(roster, how);
    sla_session* made = nullptr;
    detail::call(sla_session_new, policy.get(), &options, &made);
    session_.reset(made);
  }
  /// Goes on where a snapshot was taken. Any bytes are safe; those that are no snapshot of this
  /// policy throw.
  static Session restore(const Policy& policy, const std::vector<std::uint8_t>& snapshot,
                         ArrowStream roster = {}, SessionOptions how = {}) {
    if (snapshot.empty()) throw Error(SLA_CORRUPT, "a snapshot of no bytes is none");
    sla_session_options options = options_of(roster, how);
    sla_session* made = nullptr;
    detail::call(sla_session_restore, policy.get(), &options, snapshot.data(), snapshot.size(),
                 &made);
    return Session(made);
  }

  /// Takes an event, in any order of time; the next advance says what it changes.
  Receipt event(const Event& event) {
    const sla_event raw = event.raw();
    std::int32_t receipt = SLA_MALFORMED;
    error_.struct_size = sizeof(sla_error);
    const sla_status status = sla_session_event(session_.get(), &raw, &receipt, &error_);
    if (status != SLA_OK) throw Error(status, error_.message);
    return static_cast<Receipt>(receipt);
  }
  /// Why the last event was malformed; empty if it was not.
  std::string_view message() const noexcept { return error_.message; }

  /// Takes events by numbers, in order: nothing is looked up. Throws at the first that cannot be
  /// taken, a number that does not exist or an event that is too late; those before it have been.
  void events(const sla_fast_event* events, std::size_t count) {
    detail::call(sla_session_fast_events, session_.get(), events, count,
                 static_cast<std::size_t*>(nullptr));
  }
  /// Numbers for Event::subject_id and sla_fast_event; made when the name is new.
  std::uint32_t subject_id(std::string_view name) { return id(sla_session_subject_id, name); }
  std::uint32_t owner_id(std::string_view name) { return id(sla_session_owner_id, name); }
  std::uint32_t team_id(std::string_view name) { return id(sla_session_team_id, name); }

  /// Moves the clock and says what changed, corrections first. Throws SLA_REFUSED for an instant
  /// before now(); nothing has changed then.
  Changes advance(Time to) {
    sla_changes changes{};
    detail::call(sla_session_advance, session_.get(), detail::micros_of(to), &changes);
    return Changes(changes.items, changes.count, changes.item_size);
  }
  /// All verdicts as of the last advance.
  Verdicts rows() {
    sla_verdicts rows{};
    detail::call(sla_session_rows, session_.get(), &rows);
    return Verdicts(rows.items, rows.count, rows.item_size);
  }
  /// What is open on a subject as of the last advance; nothing on one that is not known.
  Dues due(std::string_view subject) {
    sla_dues dues{};
    detail::call(sla_session_due, session_.get(), detail::text_of(subject), &dues);
    return Dues(dues);
  }
  /// The earliest instant at which time alone changes something: how long one may sleep.
  std::optional<Time> next_change() {
    std::int64_t at = SLA_NO_TIME;
    detail::call(sla_session_next_change, session_.get(), &at);
    return detail::maybe_time(at);
  }
  /// The instant of the last advance; nothing before the first.
  std::optional<Time> now() const noexcept {
    return detail::maybe_time(sla_session_now(session_.get()));
  }
  std::uint64_t fact_count() const noexcept { return sla_session_fact_count(session_.get()); }

  /// Everything that the session knows and has said.
  std::vector<std::uint8_t> snapshot() {
    const std::uint8_t* data = nullptr;
    std::size_t size = 0;
    detail::call(sla_session_snapshot, session_.get(), &data, &size);
    return {data, data + size};
  }

 private:
  explicit Session(sla_session* session) noexcept : session_(session) {}
  static sla_session_options options_of(ArrowStream& roster, const SessionOptions& how) {
    sla_session_options options = SLA_INIT(sla_session_options);
    options.record = how.record;
    options.lateness = how.lateness.count();
    options.retention = how.retention.count();
    options.roster = roster.empty() ? nullptr : roster.get();
    return options;
  }

  template <typename Function>
  std::uint32_t id(Function function, std::string_view name) {
    std::uint32_t id = SLA_NO_ID;
    detail::call(function, session_.get(), detail::text_of(name), &id);
    return id;
  }

  std::unique_ptr<sla_session, detail::Deleter<sla_session_free>> session_;
  sla_error error_{};
};

}  // namespace sla

#endif  // SLA_SESSION_HPP
