#include "cli/around_story.h"

#include <utility>
#include <vector>

#include "compiler/driver/evaluate.h"
#include "runtime/actions/words.h"
#include "runtime/time/zone.h"

namespace sla::cli {

std::string around_story(const agreement::Agreement& agreement, const driver::History& history,
                         const verdicts::Outcome& outcome) {
  const verdicts::PolicyShape shape = driver::shape_of(agreement, history.log);
  // One lead decides no period, so none is summed up.
  verdicts::Summary no_periods;
  no_periods.clauses.resize(shape.clauses.size());
  const driver::Around around = driver::around(agreement, history, shape, outcome, no_periods);
  const time::Zone zone = time::Zone::find(agreement.zone).value_or(time::Zone::utc());
  std::vector<std::pair<time::Instant, std::string>> lines;
  for (const actions::Notice& notice : around.actions.notices) {
    lines.emplace_back(notice.at, actions::told(notice, shape, zone));
  }
  for (const actions::PointsEntry& entry : around.actions.points) {
    lines.emplace_back(entry.at, actions::told(entry, shape));
  }
  if (lines.empty()) return "";
  return "\nReminders and points\n" + actions::timeline(std::move(lines), zone);
}

}  // namespace sla::cli
