#include "runtime/events/log_parts.h"

#include <algorithm>
#include <utility>

namespace sla::events {

LogParts::LogParts(EventStore store, std::optional<SpillFile> file, ComparedOrigins origins,
                   std::vector<std::string> origin_names, std::size_t field_count)
    : store_(std::move(store)),
      file_(std::move(file)),
      origins_(std::move(origins)),
      origin_names_(std::move(origin_names)),
      field_count_(field_count) {}

RepeatedRows LogParts::repeats(const Interner& subjects) const {
  RepeatedRows named = repeats_;
  named.name(subjects);
  return named;
}

std::expected<std::optional<Log>, std::string> LogParts::next(std::uint64_t events,
                                                              const Interner& subjects,
                                                              parallel::Pool& pool) {
  constexpr std::size_t kSubjects = EventStore::kSubjects;
  if (next_part_ >= store_.parts()) return std::nullopt;
  const std::size_t first = next_part_;
  std::uint64_t taken = 0;
  do taken += store_.size_of(next_part_++);
  while (next_part_ < store_.parts() && taken + store_.size_of(next_part_) <= events);
  const std::size_t begin = first * kSubjects;
  const std::size_t end = std::min<std::size_t>(next_part_ * kSubjects, subjects.size());
  Log log;
  for (std::size_t s = begin; s < end; ++s) {
    log.subjects.append(subjects.text(static_cast<std::uint32_t>(s)));
  }
  log.fields.resize(field_count_);
  log.origins = origin_names_;
  auto done = arrange(store_, file_ ? &*file_ : nullptr, first, next_part_, end - begin, origins_,
                      log, origins_.empty() ? nullptr : &repeats_, pool);
  if (!done) return std::unexpected(done.error());
  return log;
}

}  // namespace sla::events
