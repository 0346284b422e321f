#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/events/interner.h"
#include "runtime/ingest/mapping.h"

namespace sla::ingest {

/// Words and their codes, looked up exactly, or, when nothing matches exactly, without regard to
/// case if only one code does. Read-only once made.
class WordTable {
 public:
  WordTable() = default;
  explicit WordTable(const std::vector<WordCode>& words);
  /// The words are the names, the codes their indices.
  static WordTable of_choices(const std::vector<std::string>& names);

  std::optional<std::int64_t> find(std::string_view word) const;
  bool empty() const { return words_.empty(); }
  /// As given, for suggestions.
  const std::vector<std::string>& words() const { return words_; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  template <typename Value>
  using Map = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;

  std::vector<std::string> words_;
  events::Interner exact_;
  std::vector<std::int64_t> codes_;          ///< By id of the exact word.
  Map<std::optional<std::int64_t>> folded_;  ///< Nothing: several codes share the folded word.
};

}  // namespace sla::ingest
