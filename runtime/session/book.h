#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "runtime/events/log.h"
#include "runtime/session/rules.h"

namespace sla::session {

/// One event as the book keeps it. `known` from the advance on that reaches its instant; `gone`
/// once it was taken back.
struct Entry {
  Instant time = 0;
  std::int64_t sequence = 0;
  const std::string* id = nullptr;  ///< Owned by the book; null: it has none.
  std::uint64_t arrival = 0;
  std::uint32_t owner = events::kNone, team = events::kNone, actor = events::kNone;
  std::uint32_t first_value = 0;  ///< Into the subject's values.
  std::uint16_t values = 0;
  events::Code code = events::kChanged;
  bool known = false, gone = false;
};

/// What was said about one subject, ordered by time, sequence, id, arrival.
struct SubjectBook {
  std::string name;
  std::vector<Entry> events;
  std::vector<events::LogBuilder::Value> values;
  std::uint32_t merged_into = events::kNone;  ///< The end of its chain, or kNone.
  std::vector<std::uint32_t> losers;          ///< Whose chains end here.
  bool in_a_merge = false;                    ///< Some merge names it, known or not.

  const Entry* last_known() const;
};

/// The facts of a session: events by subject, and what was taken back or merged. Knows when a fact
/// becomes known, and nothing of verdicts.
class Book {
 public:
  explicit Book(std::shared_ptr<const Rules> rules);

  /// The subject's number, made when it is new.
  std::uint32_t subject(std::string_view name);
  std::optional<std::uint32_t> find(std::string_view name) const;

  stream::Receipt add(const stream::Fact& fact);
  /// By numbers: of subject, owner, team and actor (`Book::names`). It has no id.
  void add(std::uint32_t subject, const Entry& event,
           std::span<const events::LogBuilder::Value> values);

  /// What becomes known by an instant, and whom it is about.
  struct News {
    std::vector<std::uint32_t> late;     ///< Subjects whose past, at or before `now`, changes.
    std::vector<std::uint32_t> on_time;  ///< Subjects with events after it.
  };
  /// What `learn` would answer in `late`, before anything is changed.
  std::vector<std::uint32_t> concerned(std::optional<Instant> now, Instant to) const;
  /// Makes everything up to `to` known.
  News learn(std::optional<Instant> now, Instant to);

  /// When the earliest fact that is not known yet becomes known; time::kNever: never.
  Instant next_fact() const;

  /// The history of one subject as of an instant, those of its losers included, as the only subject
  /// of a log with the names of this book. Valid until the next call.
  events::Log& history(std::uint32_t subject, Instant as_of);
  /// The same log without a history, but with each value that was seen of the zone field.
  events::Log& names();
  const events::Log& log() const { return log_; }

  /// Whose events a subject's are now.
  std::uint32_t holder(std::uint32_t subject) const;
  const SubjectBook& of(std::uint32_t subject) const { return *subjects_[subject]; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(subjects_.size()); }
  std::uint64_t facts() const { return facts_; }
  std::uint64_t subjects() const { return subjects_.size() - free_.size(); }
  /// Removes a subject and everything that was said about it. Its number is given to another.
  void forget(std::uint32_t subject);

  /// Every fact in the order of arrival, with whether it is known.
  struct Kept {
    stream::Fact fact;
    bool known = false;
  };
  std::vector<Kept> all() const;
  /// Adds facts that `all` answered, to an empty book: those that are not known are added but still
  /// have to be learned. False when they cannot be what it answered.
  bool take_up(const std::vector<Kept>& facts, std::optional<Instant> now);

  /// Texts that were seen in the zone field.
  std::size_t zones() const { return zones_.size(); }
  Instant first_event() const;  ///< Of all that are known and not gone; kNever without any.

 private:
  struct Merge {
    std::uint32_t loser = 0, winner = 0;
    const std::string* id = nullptr;
    Instant time = 0;
    std::int64_t sequence = 0;
    std::uint64_t arrival = 0;
    bool known = false, gone = false;
  };
  struct Retraction {
    stream::Fact fact;
    std::uint64_t arrival = 0;
    bool known = false;
  };
  /// A fact that is not known yet.
  struct Ahead {
    Instant time = 0;
    enum class Kind : std::uint8_t { event, retraction, merge } kind = Kind::event;
    std::uint32_t index = 0;  ///< Subject, retraction or merge.
    std::uint64_t arrival = 0;
    bool operator>(const Ahead& other) const {
      return std::pair(time, arrival) > std::pair(other.time, other.arrival);
    }
  };
  struct Place {
    bool is_merge = false;
    std::uint32_t index = 0;  ///< Subject or merge.
  };

  bool is_well_formed(const stream::Fact& fact) const;
  stream::Receipt compare(const Place& place, const stream::Fact& fact,
                          const std::string& id) const;
  stream::Fact fact_of(const SubjectBook& subject, const Entry& event) const;
  stream::Fact fact_of(const Merge& merge) const;
  const std::string* remember(const std::string& id, Place place);
  void insert(std::uint32_t subject, Entry event,
              std::span<const events::LogBuilder::Value> values);
  Entry* find(std::uint32_t subject, Instant time, std::uint64_t arrival);
  std::vector<Ahead> due(Instant to) const;
  /// The ends of chains as they would be with the merges that `counts` accepts.
  template <class Counts>
  std::vector<std::uint32_t> chains(Counts counts) const;
  void relink(const std::vector<std::uint32_t>& ends);
  std::vector<std::uint32_t> ends_as_of(Instant to) const;
  void forget_retractions();

  std::shared_ptr<const Rules> rules_;
  events::Log log_;
  std::vector<std::int64_t> zones_;
  std::vector<std::unique_ptr<SubjectBook>> subjects_;
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
  std::vector<std::uint32_t> free_;
  std::unordered_map<std::string, Place> by_id_;
  std::deque<Merge> merges_;
  std::deque<Retraction> retractions_;
  /// Ids that known retractions name, and how many do.
  std::unordered_map<std::string, std::uint32_t> taken_back_;
  std::unordered_set<std::string> forgotten_ids_;  ///< Whose retractions may be forgotten, too.
  std::vector<Ahead> ahead_;                       ///< A heap, the earliest in front.
  std::vector<bool> zone_seen_;
  std::uint64_t facts_ = 0, arrivals_ = 0;
};

}  // namespace sla::session
