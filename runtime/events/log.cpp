#include "runtime/events/log.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>

namespace sla::events {
namespace {

/// Where each subject's events begin: counts first, then their running sum.
std::vector<std::uint64_t> count_subjects(const std::vector<Event>& events,
                                          const std::vector<bool>& gone, std::size_t subjects) {
  std::vector<std::uint64_t> begin(subjects + 1, 0);
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (gone.empty() || !gone[i]) ++begin[events[i].subject + 1];
  }
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  return begin;
}

/// The events' indices grouped by subject, in the order given within one.
std::vector<std::uint64_t> group_by_subject(const std::vector<Event>& events,
                                            const std::vector<bool>& gone,
                                            const std::vector<std::uint64_t>& begin) {
  std::vector<std::uint64_t> next(begin.begin(), begin.end() - 1);
  std::vector<std::uint64_t> order(begin.back());
  for (std::uint64_t i = 0; i < events.size(); ++i) {
    if (gone.empty() || !gone[i]) order[next[events[i].subject]++] = i;
  }
  return order;
}

void sort_by_time(const std::vector<Event>& events, std::span<std::uint64_t> order) {
  const auto before = [&](std::uint64_t a, std::uint64_t b) {
    return std::pair(events[a].time, events[a].sequence) <
           std::pair(events[b].time, events[b].sequence);
  };
  // Most exports are written in order; checking that is far cheaper than sorting again.
  if (std::is_sorted(order.begin(), order.end(), before)) return;
  std::stable_sort(order.begin(), order.end(), before);
}

void fill_columns(Log& log, const std::vector<Event>& events,
                  const std::vector<std::uint64_t>& order) {
  const std::size_t count = order.size();
  log.time.resize(count);
  log.code.resize(count);
  log.owner.resize(count);
  log.team.resize(count);
  log.actor.resize(count);
  log.row.resize(count);
  log.origin.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    const Event& event = events[order[i]];
    log.time[i] = event.time;
    log.code[i] = event.code;
    log.owner[i] = event.owner;
    log.team[i] = event.team;
    log.actor[i] = event.actor;
    log.row[i] = event.row;
    log.origin[i] = event.origin;
  }
}

}  // namespace

LogBuilder::LogBuilder(const std::vector<std::string>& texts, std::size_t field_count)
    : field_count_(field_count) {
  for (const std::string& text : texts) log_.texts.intern(text);
}

std::uint16_t LogBuilder::add_origin(std::string name) {
  log_.origins.push_back(std::move(name));
  return static_cast<std::uint16_t>(log_.origins.size() - 1);
}

void LogBuilder::add(const Event& event, const std::vector<Value>& values, const EventId& id) {
  if (keep_ids_ && id != EventId{}) {
    identities_.resize(events_.size());
    identities_.push_back({id, source_});
  }
  events_.push_back(event);
  value_begin_.push_back(values_.size());
  values_.insert(values_.end(), values.begin(), values.end());
}

Log LogBuilder::finish(time::Instant known, std::vector<RewriteNote>* notes) && {
  value_begin_.push_back(values_.size());
  if (!retractions_.empty() || !merges_.empty()) {
    std::vector<RewriteNote> own;
    retract(known, own);
    merge(known, own);
    forget_unused();
    if (notes != nullptr) *notes = std::move(own);
  }
  log_.subject_begin = count_subjects(events_, gone_, log_.subjects.size());
  std::vector<std::uint64_t> order = group_by_subject(events_, gone_, log_.subject_begin);
  for (std::size_t s = 0; s + 1 < log_.subject_begin.size(); ++s) {
    const std::uint64_t begin = log_.subject_begin[s];
    sort_by_time(events_, std::span(order).subspan(begin, log_.subject_begin[s + 1] - begin));
  }
  fill_columns(log_, events_, order);
  // Ten million events are half a gigabyte here; the field columns may need it.
  std::vector<Event>().swap(events_);

  log_.fields.resize(field_count_);
  for (const Value& value : values_) {
    FieldColumn& column = log_.fields[value.field];
    if (!column.set.empty()) continue;
    column.value.resize(order.size(), 0);
    column.set.resize(order.size(), 0);
  }
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (std::uint64_t v = value_begin_[order[i]]; v < value_begin_[order[i] + 1]; ++v) {
      FieldColumn& column = log_.fields[values_[v].field];
      column.value[i] = values_[v].set == 1 ? values_[v].value : 0;
      column.set[i] = values_[v].set;
    }
  }
  return std::move(log_);
}

}  // namespace sla::events
