// A snapshot: "SLA-STREAM", a version, the policy, the length and checksum of what follows, then
// the facts and what was said last. Whole numbers are little-endian, texts have their length before
// them. Nothing in it is trusted: every length is compared with what is there.

#include "runtime/stream/encoding.h"
#include "runtime/stream/stream.h"

namespace sla::stream {
namespace {

constexpr std::string_view kMagic = "SLA-STREAM";
constexpr std::uint32_t kVersion = 1;

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
