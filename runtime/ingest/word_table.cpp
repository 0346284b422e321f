#include "runtime/ingest/word_table.h"

#include "runtime/events/event_code.h"
#include "runtime/ingest/nearest_name.h"

namespace sla::ingest {

WordTable::WordTable(const std::vector<WordCode>& words) {
  for (const WordCode& word : words) {
    words_.push_back(word.word);
    if (exact_.intern(word.word) == codes_.size()) codes_.push_back(word.code);
    const auto [entry, added] = folded_.emplace(fold_case(word.word), word.code);
    if (!added && entry->second != word.code) entry->second.reset();
  }
}

WordTable WordTable::of_choices(const std::vector<std::string>& names) {
  std::vector<WordCode> words;
  for (const std::string& name : names)
    words.push_back({name, static_cast<std::int64_t>(words.size())});
  return WordTable(words);
}

std::optional<std::int64_t> WordTable::find(std::string_view word) const {
  if (const std::uint32_t id = exact_.find(word); id != events::kNone) return codes_[id];
  if (folded_.empty()) return std::nullopt;
  const auto entry = folded_.find(fold_case(word));
  return entry == folded_.end() ? std::nullopt : entry->second;
}

}  // namespace sla::ingest
