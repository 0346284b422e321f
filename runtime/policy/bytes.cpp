#include "runtime/policy/bytes.h"

#include <concepts>
#include <cstring>
#include <optional>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include "runtime/policy/sha256.h"

namespace sla::policy {
namespace {

constexpr std::string_view kMark = "slapolcy";
constexpr std::size_t kChecksumSize = 32;
constexpr std::size_t kHeaderSize = 8 + 4 + kChecksumSize;

/// The last value of an enumeration: beyond it bytes say nothing.
template <class E>
constexpr E kLast = E{};
template <>
constexpr ValueKind kLast<ValueKind> = ValueKind::business_duration;
template <>
constexpr actions::ZoneOf kLast<actions::ZoneOf> = actions::ZoneOf::lead;
template <>
constexpr actions::EffectKind kLast<actions::EffectKind> = actions::EffectKind::deduct;
template <>
constexpr actions::StepAt kLast<actions::StepAt> = actions::StepAt::target_missed;
template <>
constexpr actions::RecipientShape::Kind kLast<actions::RecipientShape::Kind> =
    actions::RecipientShape::Kind::party;
template <>
constexpr time::TargetKind kLast<time::TargetKind> = time::TargetKind::kElapsed;
template <>
constexpr verdicts::PeriodUnit kLast<verdicts::PeriodUnit> = verdicts::PeriodUnit::year;
template <>
constexpr verdicts::GroupKind kLast<verdicts::GroupKind> = verdicts::GroupKind::field;
template <>
constexpr programs::Holder kLast<programs::Holder> = programs::Holder::team;

class Writer {
 public:
  static constexpr bool kReads = false;
  void raw(std::uint64_t value, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) bytes.push_back(static_cast<char>(value >> (8 * i)));
  }
  void text(std::string& text) { bytes += text; }
  std::string bytes;
};

class Reader {
 public:
  static constexpr bool kReads = true;
  explicit Reader(std::string_view bytes) : left(bytes) {}
  std::uint64_t raw(std::size_t size) {
    if (size > left.size()) {
      fail();
      return 0;
    }
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
      value |= std::uint64_t{static_cast<unsigned char>(left[i])} << (8 * i);
    left.remove_prefix(size);
    return value;
  }
  void text(std::string& text, std::uint64_t size) {
    if (size > left.size()) return fail();
    text = left.substr(0, size);
    left.remove_prefix(size);
  }
  void fail() {
    failed = true;
    left = {};
  }
  std::string_view left;
  bool failed = false;
};

/// Goes through every member, in one order for writing and reading.
template <class Io>
class Codec {
 public:
  explicit Codec(Io& io) : io_(io) {}

  void one(Policy& p) {
    all(p.title, p.version, p.zone, p.currency, p.has_term, p.term_begin, p.term_end, p.parties,
        p.roles, p.calendars, p.records, p.programs, p.semantic_hash, p.tzdb_version, p.sla_version,
        p.description, p.zones);
  }

 private:
  template <class... T>
  void all(T&... members) {
    (one(members), ...);
  }

  template <std::integral T>
  void one(T& value) {
    constexpr std::size_t kSize = std::same_as<T, bool> ? 1 : sizeof(T);
    if constexpr (Io::kReads) {
      const std::uint64_t raw = io_.raw(kSize);
      if (std::same_as<T, bool> && raw > 1) io_.fail();
      value = static_cast<T>(raw);
    } else {
      io_.raw(static_cast<std::uint64_t>(value), kSize);
    }
  }
  template <class T>
  requires std::is_enum_v<T>
  void one(T& value) {
    auto raw = static_cast<std::underlying_type_t<T>>(value);
    one(raw);
    if constexpr (Io::kReads) {
      if (raw < 0 || raw > static_cast<std::underlying_type_t<T>>(kLast<T>)) return io_.fail();
      value = static_cast<T>(raw);
    }
  }
  void one(std::string& text) {
    auto size = static_cast<std::uint32_t>(text.size());
    one(size);
    if constexpr (Io::kReads) io_.text(text, size);
    else io_.text(text);
  }
  template <class T>
  void one(std::vector<T>& items) {
    auto size = static_cast<std::uint32_t>(items.size());
    one(size);
    if constexpr (Io::kReads) {
      // Each takes a byte at least: a size that cannot be true reserves nothing.
      if (size > io_.left.size()) return io_.fail();
      items.clear();
      for (std::uint32_t i = 0; i < size && !io_.failed; ++i) one(items.emplace_back());
    } else {
      for (T& item : items) one(item);
    }
  }
  template <class T>
  void one(std::optional<T>& item) {
    bool is_there = item.has_value();
    one(is_there);
    if constexpr (Io::kReads) {
      if (is_there) item.emplace();
    }
    if (is_there) one(*item);
  }

  void one(time::MinuteWindow& w) { all(w.from_minute, w.to_minute); }
  void one(time::WeeklyOpening& w) { all(w.weekdays, w.window); }
  void one(time::CalendarException& e) { all(e.date, e.windows, e.title); }
  void one(time::CalendarSpec& s) { all(s.zone, s.always_open, s.weekly, s.exceptions); }
  void one(time::ZoneTransition& t) { all(t.at, t.offset); }
  void one(time::ZoneTable& z) { all(z.name, z.transitions, z.abbreviations); }
  void one(time::Target& t) { all(t.kind, t.amount); }
  void one(HolidayUse& u) { all(u.words, u.first_known, u.last_known); }
  void one(Calendar& c) {
    all(c.name, c.zone_of, c.spec, c.holidays, c.longest_micros, c.longest_days);
  }
  void one(Field& f) { all(f.name, f.kind, f.optional, f.choices, f.of_parent, f.of_event); }
  void one(Event& e) { all(e.name, e.touch); }
  void one(Clause& c) { all(c.calendar, c.group_field); }
  void one(verdicts::PeriodShape& p) { all(p.unit, p.first_month); }
  void one(verdicts::ClauseShape& c) {
    all(c.name, c.title, c.kind, c.party, c.record, c.tiers, c.is_volume, c.period, c.group,
        c.at_least, c.has_target, c.micro_percent, c.judged_when_due, c.act, c.acts, c.is_share,
        c.amount, c.scale, c.is_sum, c.every_entry, c.paced, c.calendar);
  }
  void one(actions::RecipientShape& r) { all(r.kind, r.name); }
  void one(actions::EffectShape& e) {
    all(e.kind, e.to, e.channel, e.calendar, e.message, e.points);
  }
  void one(actions::StepShape& s) {
    all(s.at, s.micro_percent, s.offset, s.within, s.effects, s.words);
  }
  void one(actions::ClauseSteps& s) { all(s.steps, s.tiers, s.calendar, s.periodical); }
  void one(programs::BadgeShape& b) {
    all(b.name, b.title, b.clause, b.met, b.times, b.in_a_row, b.holder);
  }
  void one(programs::LeaderboardShape& l) { all(l.title, l.holder, l.period); }
  void one(programs::PrizeShape& p) { all(p.money, p.title, p.top, p.holder, p.period); }
  void one(programs::ProgramShape& p) { all(p.name, p.title, p.badges, p.leaderboards, p.prizes); }
  void one(Record& r) {
    all(r.kind, r.parent_kind, r.parent_field, r.states, r.events, r.fields, r.texts, r.zone_field,
        r.periods, r.shapes, r.clauses, r.steps);
  }

  Io& io_;
};

std::unexpected<BytesProblem> damaged(std::string message) {
  return std::unexpected(BytesProblem{BytesProblem::Kind::damaged, std::move(message)});
}

}  // namespace

std::string to_bytes(const Policy& policy) {
  Writer body;
  Policy copy = policy;  // The one list of members is for reading too.
  Codec(body).one(copy);
  Writer header;
  header.bytes = kMark;
  header.raw(kFormat, 4);
  for (const std::uint8_t byte : sha256(body.bytes)) header.raw(byte, 1);
  return header.bytes + body.bytes;
}

std::expected<Policy, BytesProblem> from_bytes(std::string_view bytes) {
  if (bytes.size() < kHeaderSize || !bytes.starts_with(kMark))
    return damaged("these bytes are no policy");
  Reader reader(bytes.substr(kMark.size()));
  const auto format = static_cast<std::uint32_t>(reader.raw(4));
  if (format != kFormat) {
    return std::unexpected(
        BytesProblem{BytesProblem::Kind::other_format,
                     fmt::format("the policy is of format {}, and this is an sla of format {}",
                                 format, kFormat)});
  }
  const std::string_view checksum = reader.left.substr(0, kChecksumSize);
  reader.left.remove_prefix(kChecksumSize);
  const auto sum = sha256(reader.left);
  if (std::memcmp(sum.data(), checksum.data(), kChecksumSize) != 0)
    return damaged("the checksum of the policy does not hold");
  Policy policy;
  Codec(reader).one(policy);
  if (reader.failed || !reader.left.empty()) return damaged("the policy is cut short or too long");
  if (std::string problem = problem_of(policy); !problem.empty())
    return damaged("the policy contradicts itself: " + problem);
  return policy;
}

}  // namespace sla::policy
