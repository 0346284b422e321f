#include "compiler/driver/live.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "compiler/driver/session.h"
#include "runtime/stream/encoding.h"

namespace sla::driver {
namespace {

using agreement::Agreement;

constexpr std::string_view kMagic = "SLA-STREAM";
constexpr std::uint32_t kVersion = 1;

/// Why a fact was left out; empty when it was not, or is there already.
std::string why_left_out(session::Receipt receipt, const stream::Fact& fact) {
  switch (receipt) {
    case session::Receipt::taken:
    case session::Receipt::repeated: return {};
    case session::Receipt::conflicting:
      return fmt::format("another event under an id seen before; left out: `{}`", fact.id);
    case session::Receipt::malformed: return "it cannot be taken; left out";
    case session::Receipt::too_late:
      return fmt::format(
          "too late: it happened at {}, further behind the clock than `--lateness` "
          "allows; left out",
          time::format_utc(fact.time));
  }
  return {};
}

/// The last multiple of a tick before an instant.
time::Instant last_tick(time::Instant before, std::int64_t tick) {
  time::Instant multiple = (before - 1) / tick * tick;
  if (multiple > before - 1) multiple -= tick;
  return multiple;
}

}  // namespace

std::string Live::why_not(const Agreement& agreement) {
  if (agreement.others.empty()) return {};
  return fmt::format("the agreement is also about {}, and a session follows one kind of record",
                     agreement.others.front().subject_kind);
}

std::expected<Live, std::string> Live::make(const Agreement& agreement, events::Roster roster,
                                            const Options& options, Hear hear) {
  Live live;
  live.options_ = options;
  live.hear_ = std::move(hear);
  auto rules = session_rules(agreement, options.engine);
  if (!rules) return std::unexpected(rules.error());
  live.rules_ = std::move(*rules);
  live.roster_ = std::move(roster);
  live.session_.emplace(live.rules_, live.roster_, options.session);
  return live;
}

std::expected<std::vector<std::string>, std::string> Live::take(std::vector<Told::Fact> facts) {
  ++records_;
  std::vector<std::string> problems;
  for (const Told::Fact& told : facts) {
    const time::Instant at = told.fact.time;
    if (seen_ && at > *seen_) {
      if (auto done = catch_up(options_.tick ? last_tick(at, *options_.tick) : *seen_); !done)
        return std::unexpected(done.error());
    }
    std::string why = why_left_out(session_->add(told.fact), told.fact);
    if (!why.empty()) problems.push_back(std::move(why));
    else seen_ = std::max(seen_.value_or(at), at);
  }
  return problems;
}

std::expected<void, std::string> Live::finish() {
  const auto to = options_.as_of ? options_.as_of : seen_;
  return to ? catch_up(*to) : std::expected<void, std::string>();
}

std::expected<void, std::string> Live::catch_up(time::Instant to) {
  if (options_.as_of) to = std::min(to, *options_.as_of);
  const auto now = session_->now();
  if (now && to < *now) return {};
  if (!options_.tick && now) {
    // Late facts first: they are corrections of what was said where the clock stands.
    if (session_->next_change() <= *now) {
      if (auto done = advance(*now); !done) return done;
    }
    for (time::Instant at = *now; at < to;) {
      const time::Instant next = session_->next_change();
      if (next >= to || next <= at) break;
      if (auto done = advance(next); !done) return done;
      at = next;
    }
  }
  return advance(to);
}

std::expected<void, std::string> Live::advance(time::Instant to) {
  auto changes = session_->advance(to);
  if (!changes) return std::unexpected(changes.error());
  if (!changes->items.empty()) hear_(to, changes->items);
  return {};
}

std::string Live::snapshot() const {
  stream::Writer body;
  body.integer(static_cast<std::uint8_t>(seen_ ? 1 : 0));
  body.integer(seen_.value_or(0));
  body.integer(records_);
  body.text(session_->snapshot());
  stream::Writer out;
  out.bytes() = kMagic;
  out.integer(kVersion);
  out.integer(stream::checksum(body.bytes()));
  out.text(body.bytes());
  return std::move(out.bytes());
}

std::expected<void, std::string> Live::restore(std::string_view bytes) {
  const auto damaged = [] { return std::unexpected("it is damaged or not complete"); };
  if (!bytes.starts_with(kMagic)) return std::unexpected("it is no snapshot of `sla stream`");
  stream::Reader head(bytes.substr(kMagic.size()));
  if (head.integer<std::uint32_t>() != kVersion)
    return std::unexpected("it is of another version of this program");
  const auto sum = head.integer<std::uint64_t>();
  const std::string text = head.text();
  if (head.failed() || !head.rest().empty() || stream::checksum(text) != sum) return damaged();
  stream::Reader body(text);
  const bool has_seen = body.integer<std::uint8_t>() == 1;
  const auto seen = body.integer<time::Instant>();
  const auto records = body.integer<std::int64_t>();
  const std::string session = body.text();
  if (body.failed() || !body.rest().empty() || records < 0) return damaged();
  auto restored = session::Session::restore(session, rules_, roster_, options_.session);
  if (!restored) return std::unexpected(restored.error().why);
  session_.emplace(std::move(*restored));
  seen_ = has_seen ? std::optional(seen) : std::nullopt;
  records_ = records;
  return {};
}

}  // namespace sla::driver
