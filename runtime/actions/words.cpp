#include "runtime/actions/words.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

namespace sla::actions {
namespace {

std::string fate(const Notice& notice, const time::Zone& zone) {
  std::string delivery;
  if (notice.deliver_at == time::kNever) {
    delivery = ", waiting for an opening that is not known";
  } else if (notice.deliver_at != notice.at) {
    delivery =
        fmt::format(", {} {}", notice.state == NoticeState::sent ? "delivered" : "to be delivered",
                    time::format_local(notice.deliver_at, zone));
  }
  switch (notice.state) {
    case NoticeState::sent: return delivery;
    case NoticeState::scheduled: return delivery + ", ahead";
    case NoticeState::withdrawn: break;
  }
  return ", withdrawn";
}

/// The clause and which of its clocks: "answer", "answer, cycle 2, run 2".
std::string clock_of(const Key& key, const verdicts::PolicyShape& policy) {
  std::string text = policy.clauses[key.clause].name;
  if (key.cycle != "1") text += ", cycle " + key.cycle;
  if (key.run > 1) text += fmt::format(", run {}", key.run);
  return text;
}

}  // namespace

std::string words_of(const Notice& notice) {
  std::string to;
  for (const Addressee& addressee : notice.to) to += (to.empty() ? "" : ", ") + words_of(addressee);
  const char* whom = notice.kind == EffectKind::create_task ? "for "
                     : notice.kind == EffectKind::escalate  ? "to "
                                                            : "";
  return fmt::format("{} {}{}{}{}", name_of(notice.kind), whom, to,
                     notice.channel.empty() ? "" : " by " + notice.channel,
                     notice.message.empty() ? "" : ": " + notice.message);
}

std::string told(const Notice& notice, const verdicts::PolicyShape& policy,
                 const time::Zone& zone) {
  return fmt::format("{} ({}, {}){}", words_of(notice), clock_of(notice.key, policy), notice.when,
                     fate(notice, zone));
}

std::string told(const PointsEntry& entry, const verdicts::PolicyShape& policy) {
  const std::int64_t points = std::abs(entry.points);
  return fmt::format("{} {} {} point{} ({})", words_of(entry.to), entry.points > 0 ? "got" : "lost",
                     points, points == 1 ? "" : "s", clock_of(entry.key, policy));
}

std::string timeline(std::vector<std::pair<Instant, std::string>> lines, const time::Zone& zone) {
  std::ranges::stable_sort(lines, {}, &std::pair<Instant, std::string>::first);
  std::string text;
  for (const auto& [at, line] : lines) {
    text += fmt::format("  {}  {}\n", time::format_local(at, zone), line);
  }
  return text;
}

}  // namespace sla::actions
