// A snapshot: "SLA-STREAM", a version, the policy, the length and checksum of what follows, then
// the facts and what was said last. Whole numbers are little-endian, texts have their length before
// them. Nothing in it is trusted: every length is compared with what is there.

#include <bit>
#include <cstring>
#include <type_traits>

#include "runtime/stream/stream.h"

namespace sla::stream {
namespace {

constexpr std::string_view kMagic = "SLA-STREAM";
constexpr std::uint32_t kVersion = 1;

std::uint64_t checksum(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash;
}

class Writer {
 public:
  template <typename Integer>
  void integer(Integer value) {
    auto bits = static_cast<std::make_unsigned_t<Integer>>(value);
    for (std::size_t i = 0; i < sizeof(Integer); ++i) {
      bytes_ += static_cast<char>(static_cast<std::uint64_t>(bits) >> (8 * i) & 0xff);
    }
  }
  void text(std::string_view value) {
    integer(static_cast<std::uint64_t>(value.size()));
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

  template <typename Integer>
  Integer integer() {
    std::uint64_t bits = 0;
    const std::string_view bytes = take(sizeof(Integer));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bits |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
    }
    return static_cast<Integer>(bits);
  }
  std::string text() { return std::string(take(integer<std::uint64_t>())); }
  /// How many things of at least `least` bytes follow.
  std::uint64_t count(std::size_t least) {
    const auto number = integer<std::uint64_t>();
    if (number > rest_.size() / least) failed_ = true;
    return failed_ ? 0 : number;
  }
  std::string_view rest() const { return rest_; }
  bool failed() const { return failed_; }

 private:
  std::string_view take(std::uint64_t size) {
    if (failed_ || size > rest_.size()) {
      failed_ = true;
      return {};
    }
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  std::string_view rest_;
  bool failed_ = false;
};

void write(Writer& out, const Fact& fact) {
  out.integer(static_cast<std::uint8_t>(fact.kind));
  out.text(fact.subject);
  out.integer(fact.time);
  out.integer(fact.code);
  for (const std::string* text : {&fact.owner, &fact.team, &fact.actor, &fact.id, &fact.into})
    out.text(*text);
  out.integer(fact.sequence);
  out.integer(static_cast<std::uint64_t>(fact.values.size()));
  for (const FieldValue& value : fact.values) {
    out.integer(value.field);
    out.integer(value.set);
    out.integer(value.value);
    out.text(value.text);
  }
}

/// False when it is no fact.
bool read(Reader& in, Fact& fact) {
  const auto kind = in.integer<std::uint8_t>();
  if (kind > static_cast<std::uint8_t>(Fact::Kind::merge)) return false;
  fact.kind = static_cast<Fact::Kind>(kind);
  fact.subject = in.text();
  fact.time = in.integer<time::Instant>();
  fact.code = in.integer<events::Code>();
  for (std::string* text : {&fact.owner, &fact.team, &fact.actor, &fact.id, &fact.into})
    *text = in.text();
  fact.sequence = in.integer<std::int64_t>();
  const std::uint64_t values = in.count(21);
  for (std::uint64_t v = 0; v < values && !in.failed(); ++v) {
    FieldValue value;
    value.field = in.integer<std::uint32_t>();
    value.set = in.integer<std::uint8_t>();
    value.value = in.integer<std::int64_t>();
    value.text = in.text();
    fact.values.push_back(std::move(value));
  }
  return !in.failed();
}

void write(Writer& out, const verdicts::NamedRow& row) {
  for (const std::string* text : {&row.clause, &row.subject, &row.tier, &row.status, &row.start,
                                  &row.due, &row.breach, &row.stop, &row.owner, &row.team}) {
    out.text(*text);
  }
  out.integer(row.cycle);
  out.integer(row.elapsed_business_us);
  out.integer(row.elapsed_wall_us);
  out.integer(row.version);
}

verdicts::NamedRow read_row(Reader& in) {
  verdicts::NamedRow row;
  for (std::string* text : {&row.clause, &row.subject, &row.tier, &row.status, &row.start, &row.due,
                            &row.breach, &row.stop, &row.owner, &row.team}) {
    *text = in.text();
  }
  row.cycle = in.integer<std::uint64_t>();
  row.elapsed_business_us = in.integer<std::int64_t>();
  row.elapsed_wall_us = in.integer<std::int64_t>();
  row.version = in.integer<std::int64_t>();
  return row;
}

}  // namespace

std::string Stream::snapshot() const {
  Writer body;
  body.integer(static_cast<std::uint8_t>(now_ ? 1 : 0));
  body.integer(now_.value_or(0));
  body.integer(static_cast<std::uint64_t>(judged_facts_));
  body.integer(static_cast<std::uint64_t>(facts_.size()));
  for (const Fact& fact : facts_) write(body, fact);
  body.integer(static_cast<std::uint64_t>(rows_.size()));
  for (const verdicts::NamedRow& row : rows_) write(body, row);

  Writer out;
  out.bytes() = kMagic;
  out.integer(kVersion);
  out.text(setting_.policy);
  out.integer(checksum(body.bytes()));
  out.text(body.bytes());
  return std::move(out.bytes());
}

std::expected<Stream, std::string> Stream::restore(std::string_view bytes, Setting setting,
                                                   Judge judge) {
  if (!bytes.starts_with(kMagic)) return std::unexpected("the bytes are no snapshot of a stream");
  Reader head(bytes.substr(kMagic.size()));
  if (head.integer<std::uint32_t>() != kVersion)
    return std::unexpected("the snapshot is of another version of this program");
  const std::string policy = head.text();
  const auto sum = head.integer<std::uint64_t>();
  const std::string body = head.text();
  if (head.failed() || !head.rest().empty() || checksum(body) != sum)
    return std::unexpected("the snapshot is damaged or not complete");
  if (policy != setting.policy) return std::unexpected("the snapshot is of another agreement");

  Stream stream(std::move(setting), std::move(judge));
  const char* kDamaged = "the snapshot is damaged: its content does not fit together";
  Reader in(body);
  const auto has_now = in.integer<std::uint8_t>();
  const auto now = in.integer<time::Instant>();
  const auto judged = in.integer<std::uint64_t>();
  if (has_now == 1) stream.now_ = now;
  const std::uint64_t facts = in.count(60);
  for (std::uint64_t f = 0; f < facts; ++f) {
    Fact fact;
    if (!read(in, fact) || stream.add(std::move(fact)) != Receipt::taken)
      return std::unexpected(kDamaged);
  }
  const std::uint64_t rows = in.count(100);
  for (std::uint64_t r = 0; r < rows && !in.failed(); ++r) stream.rows_.push_back(read_row(in));
  if (in.failed() || !in.rest().empty() || judged > facts || has_now > 1)
    return std::unexpected(kDamaged);
  stream.judged_facts_ = judged;
  return stream;
}

}  // namespace sla::stream
