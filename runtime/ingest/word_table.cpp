#include "runtime/ingest/word_table.h"

#include "runtime/ingest/nearest_name.h"

namespace sla::ingest {

WordTable::WordTable(const std::vector<WordCode>& words) {
  for (const WordCode& word : words) {
    words_.push_back(word.word);
    exact_.emplace(word.word, word.code);
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
  if (const auto entry = exact_.find(word); entry != exact_.end()) return entry->second;
  if (folded_.empty()) return std::nullopt;
  const auto entry = folded_.find(fold_case(word));
  return entry == folded_.end() ? std::nullopt : entry->second;
}

}  // namespace sla::ingest
