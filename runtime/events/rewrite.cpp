// Retractions and merges: what a builder's events become by them, before they are ordered. Only
// those that are known at an instant count, so that verdicts as of then stay a pure function of
// what was known.

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "runtime/events/log.h"

namespace sla::events {
namespace {

struct HashOfId {
  std::size_t operator()(const EventId& id) const { return id.low; }
};

/// The new ids of the texts of an interner that are still used, in the old order.
class Survivors {
 public:
  explicit Survivors(std::uint32_t size) : new_id_(size, kNone) {}

  void use(std::uint32_t id) {
    if (id != kNone) new_id_[id] = 0;
  }
  void rebuild(Interner& interner) {
    Interner kept;
    for (std::uint32_t id = 0; id < interner.size(); ++id) {
      if (new_id_[id] != kNone) new_id_[id] = kept.intern(interner.text(id));
    }
    interner = std::move(kept);
  }
  std::uint32_t operator[](std::uint32_t id) const { return id == kNone ? kNone : new_id_[id]; }

 private:
  std::vector<std::uint32_t> new_id_;
};

/// Who was merged into whom. Following it ends, because no merge closes a circle.
class Chains {
 public:
  explicit Chains(std::uint32_t subjects) : into_(subjects) {
    std::iota(into_.begin(), into_.end(), 0U);
  }

  bool merged(std::uint32_t subject) const { return into_[subject] != subject; }
  std::uint32_t next(std::uint32_t subject) const { return into_[subject]; }
  std::uint32_t end(std::uint32_t subject) {
    std::uint32_t last = subject;
    while (merged(last)) last = into_[last];
    return last;
  }
  void merge(std::uint32_t loser, std::uint32_t winner) { into_[loser] = winner; }
  /// From here on `next` is the end of the chain.
  void shorten() {
    std::vector<std::uint32_t> path;
    for (std::uint32_t subject = 0; subject < into_.size(); ++subject) {
      path.clear();
      std::uint32_t last = subject;
      for (; merged(last); last = into_[last]) path.push_back(last);
      for (const std::uint32_t each : path) into_[each] = last;
    }
  }

 private:
  std::vector<std::uint32_t> into_;
};

}  // namespace

/// Either of the two may concern any event that was added.
void LogBuilder::refuse_rewriting() {
  spill_above_ = 0;
  if (is_spilled() && problem_.empty())
    problem_ = "a log that takes events back or merges subjects must fit into memory whole";
}

void LogBuilder::add(Retraction retraction) {
  refuse_rewriting();
  retractions_.push_back(std::move(retraction));
  retraction_source_.push_back(source_);
}

void LogBuilder::add(Merge merge) {
  refuse_rewriting();
  merges_.push_back(merge);
  merge_source_.push_back(source_);
}

void LogBuilder::note(std::vector<RewriteNote>& notes, RewriteNote::Kind kind, std::uint64_t row,
                      std::uint16_t origin, std::string_view text) const {
  notes.push_back({kind, row, origin, std::string(text)});
}

void LogBuilder::retract(time::Instant known, std::vector<RewriteNote>& notes) {
  std::unordered_multimap<EventId, std::size_t, HashOfId> wanted;
  for (std::size_t r = 0; r < retractions_.size(); ++r) {
    if (retractions_[r].time <= known) wanted.emplace(retractions_[r].id, r);
  }
  if (wanted.empty()) return;
  std::vector<bool> used(retractions_.size(), false);
  const auto is_retracted = [&](const EventId& id, std::uint32_t source) {
    if (id == EventId{}) return false;
    bool found = false;
    for (auto [r, end] = wanted.equal_range(id); r != end; ++r) {
      const std::size_t index = r->second;
      if (!retractions_[index].of_any_source && retraction_source_[index] != source) continue;
      used[index] = found = true;
    }
    return found;
  };

  gone_.assign(events_.size(), false);
  for (std::size_t i = 0; i < identities_.size(); ++i) {
    if (!is_retracted(identities_[i].id, identities_[i].source)) continue;
    gone_[i] = true;
    note(notes, RewriteNote::Kind::retracted, events_[i].row, events_[i].origin,
         log_.subjects.text(events_[i].subject));
  }
  std::size_t kept = 0;
  for (std::size_t m = 0; m < merges_.size(); ++m) {
    if (is_retracted(merges_[m].id, merge_source_[m])) {
      note(notes, RewriteNote::Kind::retracted, merges_[m].row, merges_[m].origin,
           log_.subjects.text(merges_[m].loser));
    } else {
      merges_[kept++] = merges_[m];
    }
  }
  merges_.resize(kept);
  for (std::size_t r = 0; r < retractions_.size(); ++r) {
    const Retraction& retraction = retractions_[r];
    if (used[r] || retraction.time > known) continue;
    note(notes, RewriteNote::Kind::unknown_retraction, retraction.row, retraction.origin,
         retraction.text);
  }
}

void LogBuilder::merge(time::Instant known, std::vector<RewriteNote>& notes) {
  std::erase_if(merges_, [known](const Merge& merge) { return merge.time > known; });
  // By names last, so that equal instants and sequences do not leave the choice to the order of
  // arrival.
  std::ranges::stable_sort(merges_, [&](const Merge& a, const Merge& b) {
    if (std::pair(a.time, a.sequence) != std::pair(b.time, b.sequence))
      return std::pair(a.time, a.sequence) < std::pair(b.time, b.sequence);
    return std::pair(log_.subjects.text(a.loser), log_.subjects.text(a.winner)) <
           std::pair(log_.subjects.text(b.loser), log_.subjects.text(b.winner));
  });
  Chains chains(log_.subjects.size());
  for (const Merge& merge : merges_) {
    const auto what = [&](RewriteNote::Kind kind) {
      note(notes, kind, merge.row, merge.origin,
           std::string(log_.subjects.text(merge.loser)) + " into " +
               std::string(log_.subjects.text(merge.winner)));
    };
    if (chains.merged(merge.loser)) {
      if (chains.next(merge.loser) != merge.winner) what(RewriteNote::Kind::merged_twice);
    } else if (chains.end(merge.winner) == merge.loser) {
      what(RewriteNote::Kind::merge_cycle);
    } else {
      chains.merge(merge.loser, merge.winner);
      what(RewriteNote::Kind::merged);
    }
  }
  chains.shorten();
  for (Event& event : events_) event.subject = chains.next(event.subject);
  for (std::uint32_t subject = 0; subject < log_.subjects.size(); ++subject) {
    if (!chains.merged(subject)) continue;
    log_.merged.push_back({std::string(log_.subjects.text(subject)),
                           std::string(log_.subjects.text(chains.next(subject)))});
  }
}

/// A lead or a team that only taken-back events spoke of was never there; neither is a lead that
/// now goes by another name.
void LogBuilder::forget_unused() {
  Survivors subjects(log_.subjects.size()), teams(log_.teams.size());
  for (std::size_t i = 0; i < events_.size(); ++i) {
    if (!gone_.empty() && gone_[i]) continue;
    subjects.use(events_[i].subject);
    teams.use(events_[i].team);
  }
  subjects.rebuild(log_.subjects);
  teams.rebuild(log_.teams);
  for (std::size_t i = 0; i < events_.size(); ++i) {
    if (!gone_.empty() && gone_[i]) continue;
    events_[i].subject = subjects[events_[i].subject];
    events_[i].team = teams[events_[i].team];
  }
}

}  // namespace sla::events
