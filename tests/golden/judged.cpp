#include "tests/golden/judged.h"

#include <algorithm>
#include <sstream>

#include "cli/around_story.h"
#include "cli/report.h"
#include "compiler/driver/joint.h"
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
  driver::Joint joint;
  driver::Around around;

  explicit Said(const Case& judged)
      : joint(driver::join(judged.version)), around(driver::around(joint)) {}
};

Judged files(const Said& said) {
  const driver::Joint& joint = said.joint;
  const auto as_csv = [](const verdicts::Records& records) {
    std::ostringstream out;
    verdicts::write_as_csv(out, records);
    return out.str();
  };
  return {as_csv(verdicts::row_records(joint.shape, *joint.outcome, joint.summary,
                                       joint.history->inputs)),
          "", as_csv(actions::notice_records(said.around.actions, joint.shape)),
          as_csv(actions::points_records(said.around.actions, joint.shape))};
}

/// events.csv, or where records have files of their own events-*.csv in the order of names.
std::vector<std::string> events_in(const fs::path& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("events") && name.ends_with(".csv"))
      files.push_back(entry.path().string());
  }
  std::ranges::sort(files);
  return files;
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
  const agreement::Agreement& agreement = *checked->agreement;
  driver::HistoryRequest request;
  request.events = events_in(folder);
  if (fs::exists(folder / "roster.csv")) request.roster = (folder / "roster.csv").string();
  const auto instant = as_of(folder, agreement);
  if (!instant) return unexpected(instant.error());
  request.as_of = *instant;
  auto histories = driver::read_histories(agreement, request);
  if (!histories) return unexpected(histories.error().message);
  driver::Version version = driver::version_of(agreement, std::move(*histories));
  return Case{std::move(*checked), std::move(version), *instant};
}

std::expected<Judged, std::string> files_of(Case& judged, driver::Engine engine) {
  if (auto done = driver::evaluate(judged.version, engine, judged.as_of); !done) {
    return unexpected(done.error());
  }
  return files(Said(judged));
}

std::expected<Judged, std::string> judge(Case& judged, driver::Engine engine) {
  if (auto done = driver::evaluate(judged.version, engine, judged.as_of); !done) {
    return unexpected(done.error());
  }
  driver::note_findings(judged.version);
  const Said said(judged);
  Judged result = files(said);
  const cli::Report report{
      judged.agreement(), *said.joint.history, said.joint.shape, said.joint.summary, engine,
      said.around,        said.joint.subjects};
  result.report = without_engine(cli::report_text(report, false));
  return result;
}

std::expected<std::string, std::string> story_of(const Case& judged, const std::string& id) {
  std::vector<const driver::Version*> records = {&judged.version};
  for (const driver::Version& other : judged.version.others) records.push_back(&other);
  for (const driver::Version* record : records) {
    const std::uint32_t subject = record->history->log.subjects.find(id);
    if (subject == events::kNone) continue;
    const reference::Trace trace =
        reference::trace(record->agreement, record->history->inputs, subject);
    return reference::story(record->agreement, record->history->inputs, trace) +
           cli::around_story(record->agreement, *record->history, trace.outcome);
  }
  return unexpected("no event is about `" + id + "`");
}

}  // namespace sla::golden
