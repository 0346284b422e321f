#include "runtime/events/log.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "runtime/events/arrange.h"
#include "runtime/events/event_store.h"
#include "runtime/events/log_parts.h"
#include "runtime/parallel/pool.h"

namespace sla::events {

struct LogBuilder::Kept {
  EventStore store;
  std::optional<SpillFile> file;
  ComparedOrigins compared;
  bool compares_any = false;
};

LogBuilder::LogBuilder(const std::vector<std::string>& texts, std::size_t field_count)
    : kept_(std::make_unique<Kept>()), field_count_(field_count) {
  for (const std::string& text : texts) log_.texts.intern(text);
}

LogBuilder::LogBuilder(LogBuilder&&) noexcept = default;
LogBuilder::~LogBuilder() = default;

std::uint64_t LogBuilder::size() const { return kept_->store.size(); }
bool LogBuilder::is_spilled() const { return kept_->store.is_spilled(); }

std::uint16_t LogBuilder::add_origin(std::string name) {
  log_.origins.push_back(std::move(name));
  kept_->compared.add(compares_rows_ ? source_ : kNone);
  kept_->compares_any |= compares_rows_;
  return static_cast<std::uint16_t>(log_.origins.size() - 1);
}

void LogBuilder::begin_source(bool compares_rows) {
  ++source_;
  compares_rows_ = compares_rows;
}

void LogBuilder::add(const Event& event, const std::vector<Value>& values, const EventId& id) {
  EventStore& store = kept_->store;
  if (keep_ids_ && id != EventId{}) {
    identities_.resize(store.size());
    identities_.push_back({id, source_});
  }
  store.add(event, values);
  if (store.bytes() > spill_above_ && spill_above_ != 0 && problem_.empty()) spill();
}

bool LogBuilder::exceeds(std::uint64_t bytes) const { return kept_->store.bytes() > bytes; }

void LogBuilder::spill() {
  if (!kept_->file) {
    auto file = SpillFile::make();
    if (file) kept_->file.emplace(std::move(*file));
    else problem_ = file.error();
  }
  if (!problem_.empty()) return;
  if (auto done = kept_->store.spill(*kept_->file); !done) problem_ = done.error();
}

/// All events in the order of adding.
void LogBuilder::unpack() {
  const EventStore& store = kept_->store;
  events_.resize(store.size());
  values_.resize(store.size());
  for (std::size_t p = 0; p < store.parts(); ++p) {
    store.look_at(p).each([&](const StoredEvent& stored) {
      events_[stored.place] = {.subject = stored.subject,
                               .time = stored.time,
                               .code = stored.code,
                               .owner = stored.owner,
                               .team = stored.team,
                               .actor = stored.actor,
                               .row = stored.row,
                               .origin = static_cast<std::uint16_t>(stored.origin),
                               .sequence = stored.sequence()};
      values_[stored.place].assign(stored.values().begin(), stored.values().end());
    });
  }
}

LogBuilder::Added LogBuilder::take() {
  unpack();
  kept_->store = EventStore();
  identities_.clear();
  retraction_source_.clear();
  merge_source_.clear();
  return {std::exchange(events_, {}), std::exchange(values_, {}), std::exchange(retractions_, {}),
          std::exchange(merges_, {})};
}

void LogBuilder::pack() {
  EventStore store;
  for (std::size_t i = 0; i < events_.size(); ++i) {
    if (gone_.empty() || !gone_[i]) store.add(events_[i], values_[i]);
  }
  kept_->store = std::move(store);
  events_.clear();
  values_.clear();
}

void LogBuilder::rewrite(const Finishing& how) {
  std::vector<RewriteNote> own;
  unpack();
  retract(how.known, own);
  merge(how.known, own);
  forget_unused();
  pack();
  if (how.notes != nullptr) *how.notes = std::move(own);
}

Log LogBuilder::finish(const Finishing& how) && {
  parallel::Pool alone;
  parallel::Pool& pool = how.pool != nullptr ? *how.pool : alone;
  RepeatedRows* repeats = kept_->compares_any ? how.repeats : nullptr;
  if (!retractions_.empty() || !merges_.empty()) {
    // What a row repeats is said of the rows as they are written.
    if (repeats != nullptr) {
      find_repeats(kept_->store, kept_->compared, *repeats);
      repeats->name(log_.subjects);
    }
    repeats = nullptr;
    rewrite(how);
  }
  log_.fields.resize(field_count_);
  auto done = arrange(kept_->store, nullptr, 0, kept_->store.parts(), log_.subjects.size(),
                      kept_->compared, log_, repeats, pool);
  static_cast<void>(done);  // There is no file that could fail.
  if (repeats != nullptr) repeats->name(log_.subjects);
  return std::move(log_);
}

std::unique_ptr<LogParts> LogBuilder::parts(Log& names) && {
  names = std::move(log_);
  names.fields.resize(field_count_);
  return std::make_unique<LogParts>(std::move(kept_->store), std::move(kept_->file),
                                    kept_->compares_any ? kept_->compared : ComparedOrigins(),
                                    names.origins, field_count_);
}

}  // namespace sla::events
