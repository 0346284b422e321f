#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "runtime/actions/course.h"
#include "runtime/kernel/batch.h"
#include "runtime/session/judging.h"
#include "runtime/session/session.h"
#include "runtime/timers/ring.h"
#include "runtime/timers/wheel.h"

namespace sla::session {

/// The fast lane: subjects about which only events by number were said, in order and on time, under
/// a policy of plain clocks. Generated code takes each event once; what it says of clocks becomes
/// timers and signals. A subject of which anything else is said (or whose clock is paused,
/// restarted, resumed) leaves the lane for good: its events go to the book, and it is judged by
/// replay from then on. No allocation per event once buffers have their size. One thread at a time.
class Lane {
 public:
  Lane(std::shared_ptr<const Rules> rules, Judging& judging, Book& book);
  /// Whether the policy can travel here at all.
  bool is_open() const { return is_open_; }
  bool has(std::uint32_t subject) const;

  /// Of a subject that is new or in the lane, not before the last event given of any.
  void push(const FastEvent& event);
  /// Whether `push` may take it.
  bool takes(const FastEvent& event, std::optional<Instant> now) const;

  /// Goes on until `to`: events, timers. The events of who leaves are in the book by then, those at
  /// or before `now` as known.
  void run(std::optional<Instant> now, Instant to, std::vector<Signal>& signals);
  /// Who left since this was asked last: they have to be judged, and their timers set, by replay.
  std::vector<std::uint32_t> take_left() { return std::exchange(left_, {}); }
  bool has_left() const { return !left_.empty(); }
  /// Takes a subject out. What it still had in the inbox goes to the book as well.
  void leave(std::uint32_t subject, std::optional<Instant> now);
  void leave_all(std::optional<Instant> now);

  Instant next() const;
  /// The history of a subject here, as `Book::history` gives it.
  void history(std::uint32_t subject, Instant as_of, events::Log& log) const;
  Instant first_event() const { return first_event_; }
  /// Every event here by time, those of a subject in their order.
  std::vector<FastEvent> all() const;
  std::uint64_t bytes() const;  ///< Of memory in use.
  std::uint64_t facts() const { return facts_; }

 private:
  /// Events of one subject as columns in one piece of memory.
  struct Columns {
    std::int64_t* time;
    std::uint32_t *owner, *owner_now, *team, *team_now, *zone_now, *actor, *actor_party;
    std::uint16_t* code;
    std::uint8_t* team_of_roster;
  };
  static constexpr std::size_t kEventBytes = 39;
  static constexpr std::size_t kFirstCapacity = 4;
  static std::size_t capacity_of(std::uint8_t size_class) { return kFirstCapacity << size_class; }
  static Columns columns(std::byte* block, std::size_t n) {
    Columns c;
    const auto ids = [&](std::size_t nth) {
      return reinterpret_cast<std::uint32_t*>(block + 8 * n + 4 * n * nth);
    };
    c.time = reinterpret_cast<std::int64_t*>(block);
    c.owner = ids(0);
    c.owner_now = ids(1);
    c.team = ids(2);
    c.team_now = ids(3);
    c.zone_now = ids(4);
    c.actor = ids(5);
    c.actor_party = ids(6);
    c.code = reinterpret_cast<std::uint16_t*>(block + 36 * n);
    c.team_of_roster = reinterpret_cast<std::uint8_t*>(block + 38 * n);
    return c;
  }

  struct Traveller {
    std::byte* block = nullptr;
    std::uint32_t count = 0;
    std::uint8_t size_class = 0;
    std::uint8_t reserved[3] = {0, 0, 0};
  };
  /// A clock while it is open.
  struct OpenClock {
    Instant start = 0;
    std::uint64_t done = 0;  ///< By step: it happened, or never will.
    std::uint32_t generation = 0, cycle = 0;
    std::uint8_t open = 0, breached = 0;
  };
  struct Timer {
    std::uint32_t subject = 0, generation = 0;
    std::uint16_t clause = 0, step = 0;  ///< kBreach: its breach.
  };
  static constexpr std::uint16_t kBreach = 0xffff;

  Traveller* traveller(std::uint32_t subject) {
    return reinterpret_cast<Traveller*>(&records_[subject * stride_]);
  }
  const Traveller* traveller(std::uint32_t subject) const {
    return reinterpret_cast<const Traveller*>(&records_[subject * stride_]);
  }
  void* state(std::uint32_t subject) { return traveller(subject) + 1; }
  OpenClock* clocks(std::uint32_t subject) {
    return reinterpret_cast<OpenClock*>(&records_[subject * stride_ + clocks_at_]);
  }

  bool can_travel() const;
  void fit_to_names(Instant to);
  void point_to(const Columns& columns);
  void replay_states();
  void append(std::uint32_t subject, const FastEvent& event);
  void grow(Traveller& of);
  bool take(const FastEvent& event, std::vector<Signal>& signals);
  void start(std::uint32_t subject, const verdicts::Mark& mark, Instant t,
             std::vector<Signal>& signals);
  void stop(std::uint32_t subject, const verdicts::Row& row, std::vector<Signal>& signals);
  void breach(std::uint32_t subject, std::uint16_t clause, OpenClock& clock, Instant at,
              std::vector<Signal>& signals);
  void set_timer(std::size_t ring, Instant at, const Timer& timer);
  void fire(const Timer& timer, Instant at, std::vector<Signal>& signals);
  void fire_before(Instant end, std::vector<Signal>& signals);
  void find_next_timer();
  void to_book(std::uint32_t subject, std::optional<Instant> now);

  std::shared_ptr<const Rules> rules_;
  Judging& judging_;
  Book& book_;
  bool is_open_ = false;
  std::size_t stride_ = 0, clocks_at_ = 0;  ///< In words.
  std::vector<std::uint64_t> records_;
  /// By subject, apart from the records: asked when an event is given, long before those are near.
  enum Where : std::uint8_t { kNew, kHere, kLeft };
  std::vector<std::uint8_t> where_;
  std::vector<FastEvent> inbox_;
  std::size_t next_ = 0;
  std::vector<std::unique_ptr<std::byte[]>> chunks_;
  std::size_t chunk_used_ = 0;
  std::array<std::vector<std::byte*>, 32> free_;

  kernel::Sink sink_;
  sla_batch view_{};
  std::vector<std::vector<const sla_calendar*>> zones_;
  std::vector<const sla_calendar* const*> calendars_;
  std::vector<sla_field_column> fields_;
  std::uint64_t calendar_epoch_ = UINT64_MAX;

  std::vector<std::size_t> first_ring_;  ///< By clause: rings of its kinds, by tier and zone.
  std::size_t zone_count_ = 1;
  std::vector<timers::Ring<Timer>> rings_;
  timers::Wheel<Timer> wheel_;
  Instant next_timer_ = time::kNever;
  Instant first_event_ = time::kNever;
  std::uint64_t facts_ = 0;
  std::vector<std::uint32_t> left_;
};

}  // namespace sla::session
