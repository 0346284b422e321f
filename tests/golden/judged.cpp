#include "tests/golden/judged.h"

#include <sstream>

#include "cli/around_story.h"
#include "cli/report.h"
#include "compiler/reference/evaluate.h"
#include "compiler/reference/story.h"
#include "runtime/actions/records.h"
#include "runtime/time/zone.h"
#include "runtime/verdicts/rows.h"
#include "runtime/verdicts/summary.h"

namespace sla::golden {
namespace {

using std::unexpected;

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

std::expected<time::Instant, std::string> as_of(const fs::path& folder,
                                                const agreement::Agreement& agreement) {
  const auto zone = time::Zone::find(agreement.zone);
  if (!zone) return unexpected(zone.error().message());
  const auto parsed = time::parse_instant(trimmed(read(folder / "as_of")), *zone);
  if (!parsed) return unexpected("as_of is not an instant");
  return parsed->instant;
}

/// What an outcome says, made once for the files and the report.
struct Said {
  verdicts::PolicyShape shape;
  verdicts::Summary summary;
  driver::Around around;

  Said(const Case& judged, const verdicts::Outcome& outcome)
      : shape(driver::shape_of(judged.agreement(), judged.history->log)),
        summary(verdicts::summarize(shape, outcome, judged.history->inputs)),
        around(driver::around(judged.agreement(), *judged.history, shape, outcome, summary)) {}
};

Judged files(const Case& judged, const Said& said, const verdicts::Outcome& outcome) {
  const auto as_csv = [](const verdicts::Records& records) {
    std::ostringstream out;
    verdicts::write_as_csv(out, records);
    return out.str();
  };
  return {as_csv(verdicts::row_records(said.shape, outcome, said.summary, judged.history->inputs)),
          "", as_csv(actions::notice_records(said.around.actions, said.shape)),
          as_csv(actions::points_records(said.around.actions, said.shape))};
}

std::string without_engine(std::string report) {
  const std::size_t at = report.find(" · engine ");
  if (at != std::string::npos) report.erase(at, report.find('\n', at) - at);
  return report;
}

}  // namespace

std::expected<Case, std::string> read_case(const fs::path& folder) {
  auto checked = driver::check((folder / "policy.sla").string());
  if (!checked) return unexpected(checked.error().message);
  if (!checked->agreement) return unexpected(checked->findings.all().front().message);
  Case made{std::move(*checked), nullptr};
  driver::HistoryRequest request;
  request.events = {(folder / "events.csv").string()};
  if (fs::exists(folder / "roster.csv")) request.roster = (folder / "roster.csv").string();
  const auto instant = as_of(folder, made.agreement());
  if (!instant) return unexpected(instant.error());
  request.as_of = *instant;
  auto history = driver::read_history(made.agreement(), request);
  if (!history) return unexpected(history.error().message);
  made.history = std::move(*history);
  return made;
}

std::expected<Judged, std::string> files_of(const Case& judged, driver::Engine engine) {
  auto outcome = driver::evaluate(judged.agreement(), *judged.history, engine);
  if (!outcome) return unexpected(outcome.error());
  return files(judged, Said(judged, *outcome), *outcome);
}

std::expected<Judged, std::string> judge(Case& judged, driver::Engine engine) {
  auto outcome = driver::evaluate(judged.agreement(), *judged.history, engine);
  if (!outcome) return unexpected(outcome.error());
  driver::note_findings(judged.agreement(), *outcome, *judged.history);
  const Said said(judged, *outcome);
  Judged result = files(judged, said, *outcome);
  const cli::Report report{judged.agreement(), *judged.history, said.shape,
                           said.summary,       engine,          said.around};
  result.report = without_engine(cli::report_text(report, false));
  return result;
}

std::expected<std::string, std::string> story_of(const Case& judged, const std::string& lead) {
  const std::uint32_t subject = judged.history->log.subjects.find(lead);
  if (subject == events::kNone) return unexpected("no event is about a lead `" + lead + "`");
  const reference::Trace trace =
      reference::trace(judged.agreement(), judged.history->inputs, subject);
  return reference::story(judged.agreement(), judged.history->inputs, trace) +
         cli::around_story(judged.agreement(), *judged.history, trace.outcome);
}

}  // namespace sla::golden
