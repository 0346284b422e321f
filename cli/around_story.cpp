#include "cli/around_story.h"

#include <algorithm>
#include <cstdlib>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "compiler/driver/evaluate.h"
#include "runtime/time/zone.h"

namespace sla::cli {
namespace {

using actions::Notice;
using actions::NoticeState;

// "escalate to Max (manager) by email: …".
std::string deed(const Notice& notice) {
  std::string to;
  for (const actions::Addressee& addressee : notice.to) {
    to += (to.empty() ? "" : ", ") + words_of(addressee);
  }
  const char* whom = notice.kind == actions::EffectKind::create_task ? "for "
                     : notice.kind == actions::EffectKind::escalate  ? "to "
                                                                     : "";
  return fmt::format("{} {}{}{}{}", name_of(notice.kind), whom, to,
                     notice.channel.empty() ? "" : " by " + notice.channel,
                     notice.message.empty() ? "" : ": " + notice.message);
}

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

// The clause and which of its clocks: "answer", "answer, cycle 2, run 2".
std::string clock_of(const actions::Key& key, const verdicts::PolicyShape& shape) {
  std::string text = shape.clauses[key.clause].name;
  if (key.cycle != "1") text += ", cycle " + key.cycle;
  if (key.run > 1) text += fmt::format(", run {}", key.run);
  return text;
}

}  // namespace

std::string around_story(const agreement::Agreement& agreement, const driver::History& history,
                         const verdicts::Outcome& outcome) {
  const verdicts::PolicyShape shape = driver::shape_of(agreement, history.log);
  // One lead decides no period, so none is summed up.
  verdicts::Summary no_periods;
  no_periods.clauses.resize(shape.clauses.size());
  const driver::Around around = driver::around(agreement, history, shape, outcome, no_periods);
  const time::Zone zone = time::Zone::find(agreement.zone).value_or(time::Zone::utc());
  std::vector<std::pair<time::Instant, std::string>> lines;
  for (const Notice& notice : around.actions.notices) {
    lines.emplace_back(notice.at,
                       fmt::format("{} ({}, {}){}", deed(notice), clock_of(notice.key, shape),
                                   notice.when, fate(notice, zone)));
  }
  for (const actions::PointsEntry& entry : around.actions.points) {
    lines.emplace_back(entry.at, fmt::format("{} {} {} ({})", words_of(entry.to),
                                             entry.points > 0 ? "got" : "lost",
                                             fmt::format("{} point{}", std::abs(entry.points),
                                                         std::abs(entry.points) == 1 ? "" : "s"),
                                             clock_of(entry.key, shape)));
  }
  if (lines.empty()) return "";
  std::ranges::stable_sort(lines, {}, &std::pair<time::Instant, std::string>::first);
  std::string text = "\nReminders and points\n";
  for (const auto& [at, line] : lines) {
    text += fmt::format("  {}  {}\n", time::format_local(at, zone), line);
  }
  return text;
}

}  // namespace sla::cli
