// A snapshot: "SLA-SESSION", a version, the policy, the checksum and length of what follows, then
// the clock, the facts in the order of arrival, each with whether it counts already, and the events
// of the fast lane by time. Timers and
// verdicts are not in it: they are made anew.

#include "runtime/session/work.h"
#include "runtime/stream/encoding.h"

namespace sla::session {
namespace {

constexpr std::string_view kMagic = "SLA-SESSION";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kLeastFact = 60, kLeastFastEvent = 42;  ///< Bytes.

}  // namespace

std::string Session::snapshot() const {
  if (work_->is_under_way()) return {};
  stream::Writer body;
  body.integer(static_cast<std::uint8_t>(now() ? 1 : 0));
  body.integer(now().value_or(0));
  const std::vector<Book::Kept> facts = work_->book.all();
  body.integer(static_cast<std::uint64_t>(facts.size()));
  for (const Book::Kept& kept : facts) {
    body.integer(static_cast<std::uint8_t>(kept.known ? 1 : 0));
    stream::write(body, kept.fact);
  }
  const events::Log& names = work_->book.log();
  const auto name = [](const events::Interner& of, std::uint32_t id) {
    return id == events::kNone ? std::string_view() : of.text(id);
  };
  const std::vector<FastEvent> fast = work_->lane.all();
  body.integer(static_cast<std::uint64_t>(fast.size()));
  for (const FastEvent& event : fast) {
    body.text(work_->book.of(event.subject).name);
    body.integer(event.time);
    body.integer(event.code);
    body.text(name(names.owners, event.owner));
    body.text(name(names.teams, event.team));
    body.text(name(names.owners, event.actor));
  }

  stream::Writer out;
  out.bytes() = kMagic;
  out.integer(kVersion);
  out.text(work_->rules->identity);
  out.integer(stream::checksum(body.bytes()));
  out.text(body.bytes());
  return std::move(out.bytes());
}

std::expected<Session, std::string> Session::restore(std::string_view bytes,
                                                     std::shared_ptr<const Rules> rules,
                                                     events::Roster roster, Options options) {
  if (!bytes.starts_with(kMagic)) return std::unexpected("the bytes are no snapshot of a session");
  stream::Reader head(bytes.substr(kMagic.size()));
  if (head.integer<std::uint32_t>() != kVersion)
    return std::unexpected("the snapshot is of another version of this program");
  const std::string policy = head.text();
  const auto sum = head.integer<std::uint64_t>();
  const std::string body = head.text();
  if (head.failed() || !head.rest().empty() || stream::checksum(body) != sum)
    return std::unexpected("the snapshot is damaged or not complete");
  if (policy != rules->identity) return std::unexpected("the snapshot is of another agreement");

  const char* kDamaged = "the snapshot is damaged: its content does not fit together";
  stream::Reader in(body);
  const auto has_now = in.integer<std::uint8_t>();
  const auto now = in.integer<Instant>();
  if (has_now > 1 || (has_now == 1 && (now < time::kMinInstant || now > time::kMaxInstant)))
    return std::unexpected(kDamaged);
  std::vector<Book::Kept> facts;
  for (std::uint64_t left = in.count(kLeastFact); left > 0; --left) {
    Book::Kept kept;
    const auto known = in.integer<std::uint8_t>();
    if (known > 1 || !stream::read(in, kept.fact)) return std::unexpected(kDamaged);
    kept.known = known == 1;
    facts.push_back(std::move(kept));
  }
  Session session(std::move(rules), std::move(roster), options);
  std::vector<FastEvent> fast;
  for (std::uint64_t left = in.count(kLeastFastEvent); left > 0 && !in.failed(); --left) {
    FastEvent event;
    const std::string subject = in.text();
    event.time = in.integer<Instant>();
    event.code = in.integer<events::Code>();
    event.owner = session.owner_id(in.text());
    event.team = session.team_id(in.text());
    event.actor = session.owner_id(in.text());
    if (subject.empty()) return std::unexpected(kDamaged);
    event.subject = session.subject_id(subject);
    fast.push_back(event);
  }
  if (in.failed() || !in.rest().empty()) return std::unexpected(kDamaged);
  std::optional<Instant> at;
  if (has_now == 1) at = now;
  if (!session.work_->book.take_up(facts, at)) return std::unexpected(kDamaged);
  for (const FastEvent& event : fast) {
    if (session.add(event) != Receipt::taken) return std::unexpected(kDamaged);
  }
  if (at) {
    if (auto done = session.work_->take_up(*at); !done) return std::unexpected(done.error());
  }
  return session;
}

}  // namespace sla::session
