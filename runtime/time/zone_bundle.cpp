// A bundle: "SLA-ZONES" and a version of the format; the database's version; the clocks, each as
// its length and its bytes; the names, each with the number of its clock. Whole numbers are
// LEB128, with the sign in the lowest bit where there is one; texts have their length before them.

#include "runtime/time/zone_bundle.h"

#include <algorithm>
#include <limits>
#include <map>

namespace sla::time {
namespace {

constexpr std::string_view kMagic = "SLA-ZONES\1";
/// Nothing that a bundle counts is more than this.
constexpr std::uint64_t kMostItems = 100'000;

class Writer {
 public:
  void natural(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>(value | 0x80);
    bytes_ += static_cast<char>(value);
  }
  void integer(std::int64_t value) {
    natural(static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63));
  }
  void text(std::string_view value) {
    natural(value.size());
    bytes_ += value;
  }
  std::string& bytes() { return bytes_; }

 private:
  std::string bytes_;
};

/// Reads what a Writer wrote. After the first thing that does not fit it answers zeros and empty
/// texts, and `failed` is true.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t natural() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (rest_.empty()) break;
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    failed_ = true;
    return 0;
  }
  std::int64_t integer() {
    const std::uint64_t bits = natural();
    return static_cast<std::int64_t>(bits >> 1 ^ -(bits & 1));
  }
  std::uint64_t count() {
    const std::uint64_t value = natural();
    if (value > kMostItems) failed_ = true;
    return failed_ ? 0 : value;
  }
  std::string_view text() {
    const std::uint64_t size = natural();
    if (failed_ || size > rest_.size()) {
      failed_ = true;
      return {};
    }
    const std::string_view value = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return value;
  }
  bool failed() const { return failed_; }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

/// What ends a table that has been read up to its last explicit transition.
void follow_rule(ZoneTable& table) {
  const auto rule = parse_posix_rule(table.rule);
  if (!rule || rule->daylight_name.empty()) return;
  const Instant last = table.transitions.back().at;
  append_rule(table, *rule, std::max(last, kMinInstant) / kSecond);
}

/// How many of a table's transitions its rule does not tell.
std::size_t transitions_before_rule(const ZoneTable& table) {
  if (table.rule.empty()) return table.transitions.size();
  const auto is_enough = [&](std::size_t count) {
    ZoneTable again = table;
    again.transitions.resize(count);
    again.abbreviations.resize(count);
    follow_rule(again);
    return again.abbreviations == table.abbreviations &&
           std::ranges::equal(again.transitions, table.transitions,
                              [](const ZoneTransition& a, const ZoneTransition& b) {
                                return a.at == b.at && a.offset == b.offset;
                              });
  };
  std::size_t least = 1, most = table.transitions.size();
  while (least < most) {
    const std::size_t middle = least + (most - least) / 2;
    if (is_enough(middle)) most = middle;
    else least = middle + 1;
  }
  return least;
}

std::string clock_bytes(const ZoneTable& table) {
  const std::size_t count = transitions_before_rule(table);
  std::map<std::pair<std::int64_t, std::string>, std::uint64_t> numbers;
  Writer kinds, transitions;
  Instant before = kMinInstant;
  for (std::size_t k = 0; k < count; ++k) {
    const auto& [at, offset] = table.transitions[k];
    const auto [kind, is_new] =
        numbers.try_emplace({offset, table.abbreviations[k]}, numbers.size());
    if (is_new) {
      kinds.integer(offset / kSecond);
      kinds.text(table.abbreviations[k]);
    }
    transitions.natural(kind->second);
    if (k == 0) continue;  // Begins with time.
    transitions.natural(static_cast<std::uint64_t>(at - before) / kSecond);
    before = at;
  }
  Writer all;
  all.text(count < table.transitions.size() ? table.rule : std::string());
  all.natural(numbers.size());
  all.bytes() += kinds.bytes();
  all.natural(count);
  all.bytes() += transitions.bytes();
  return std::move(all.bytes());
}

std::unique_ptr<const ZoneTable> read_clock(std::string_view name, std::string_view bytes) {
  Reader reader(bytes);
  auto table = std::make_unique<ZoneTable>();
  table->name = name;
  table->rule = reader.text();
  std::vector<std::pair<std::int64_t, std::string_view>> kinds(reader.count());
  for (auto& [offset, abbreviation] : kinds) {
    offset = reader.integer();
    abbreviation = reader.text();
  }
  const std::uint64_t count = reader.count();
  Instant at = kMinInstant;
  for (std::uint64_t k = 0; k < count && !reader.failed(); ++k) {
    const std::uint64_t kind = reader.natural();
    const std::uint64_t seconds = k == 0 ? 0 : reader.natural();
    if (kind >= kinds.size() || seconds > static_cast<std::uint64_t>(kMaxInstant / kSecond) * 2) {
      return nullptr;
    }
    at += static_cast<Instant>(seconds) * kSecond;
    append_transition(*table, k == 0 ? std::numeric_limits<Instant>::min() : at, kinds[kind].first,
                      std::string(kinds[kind].second));
  }
  if (reader.failed() || table->transitions.empty() || at > kMaxInstant + kDay) return nullptr;
  follow_rule(*table);
  return table;
}

}  // namespace

std::expected<std::string, ZoneError> write_zone_bundle(std::span<const std::string> names) {
  std::vector<std::string> wanted(names.begin(), names.end());
  if (wanted.empty()) wanted = zone_names();
  std::ranges::sort(wanted);
  const auto [end_of_unique, end] = std::ranges::unique(wanted);
  wanted.erase(end_of_unique, end);

  Writer clocks, entries;
  std::map<std::string, std::uint64_t> numbers;
  for (const std::string& name : wanted) {
    // Asked as anybody asks, so that a wrong name is answered with its nearest.
    if (auto found = Zone::find(name); !found) return std::unexpected(found.error());
    if (name == "UTC") continue;  // Known everywhere.
    const auto table = load_zone_table(name);
    if (!table) return std::unexpected(ZoneError{table.error(), name, {}});
    const auto [clock, is_new] = numbers.try_emplace(clock_bytes(**table), numbers.size());
    if (is_new) clocks.text(clock->first);
    entries.text(name);
    entries.natural(clock->second);
  }
  Writer all;
  all.bytes() = kMagic;
  all.text(tzdb_version());
  all.natural(numbers.size());
  all.bytes() += clocks.bytes();
  all.natural(wanted.size() - static_cast<std::size_t>(std::ranges::count(wanted, "UTC")));
  all.bytes() += entries.bytes();
  return std::move(all.bytes());
}

ZoneBundle::ZoneBundle(std::string_view bytes) {
  if (!bytes.starts_with(kMagic)) return;
  Reader reader(bytes.substr(kMagic.size()));
  version_ = reader.text();
  std::vector<std::string_view> clocks(reader.count());
  for (std::string_view& clock : clocks) clock = reader.text();
  bool is_known = true;
  for (std::uint64_t left = reader.count(); left > 0 && !reader.failed(); --left) {
    const std::string_view name = reader.text();
    const std::uint64_t clock = reader.natural();
    is_known &= clock < clocks.size();
    entries_.push_back({name, is_known ? clocks[clock] : std::string_view()});
  }
  good_ = is_known && !reader.failed() && std::ranges::is_sorted(entries_, {}, &Entry::name);
  if (!good_) entries_.clear();
}

std::vector<std::string> ZoneBundle::names() const {
  std::vector<std::string> all;
  for (const Entry& entry : entries_) all.emplace_back(entry.name);
  return all;
}

std::unique_ptr<const ZoneTable> ZoneBundle::find(std::string_view name) const {
  const auto entry = std::ranges::lower_bound(entries_, name, {}, &Entry::name);
  if (entry == entries_.end() || entry->name != name) return nullptr;
  return read_clock(name, entry->clock);
}

}  // namespace sla::time
