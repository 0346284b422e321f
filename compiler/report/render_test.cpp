#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "compiler/report/place.h"
#include "compiler/report/report.h"

namespace sla::report {
namespace {

using diagnose::Code;
using diagnose::Finding;
using diagnose::Severity;
using Json = nlohmann::json;

constexpr const char* kText =
    "clause first \"F\" {\n"
    "  sales must call\n"
    "}\n"
    "clause \xE6\x97\xA5 {\n"
    "  \xF0\x9F\x98\x80 sales must call\n"
    "}\n";

Finding finding_at(std::uint32_t begin, std::uint32_t end, Severity severity, std::string message) {
  return {.code = Code::unknown_name,
          .severity = severity,
          .message = std::move(message),
          .primary = {{0, begin, end}, "label"},
          .secondary = {},
          .notes = {},
          .help = "write it",
          .fix = {},
          .timeline = {},
          .suppressed = {}};
}

Policy policy(const std::string& text, std::vector<Finding> findings) {
  Policy policy{"a.sla", {}, std::move(findings), std::nullopt};
  EXPECT_TRUE(policy.sources.add("a.sla", text));
  return policy;
}

Report report_of(std::vector<Finding> findings) {
  Report report{"lint", {}};
  report.policies.push_back(policy(kText, std::move(findings)));
  return report;
}

Report two_and_a_suppressed() {
  Finding allowed = finding_at(0, 6, Severity::error, "allowed");
  allowed.suppressed = {diagnose::Suppression::Kind::in_source, "agreed in May"};
  return report_of({finding_at(0, 6, Severity::warning, "a warning"), allowed,
                    finding_at(21, 26, Severity::error, "an error")});
}

TEST(Report, CountsWhatCounts) {
  const Counts counts = counts_of(two_and_a_suppressed());
  EXPECT_EQ(counts.errors, 1u);
  EXPECT_EQ(counts.warnings, 1u);
  EXPECT_EQ(counts.suppressed, 1u);
  EXPECT_EQ(counted(counts), "1 error and 1 warning");
}

TEST(Report, AShortLineHasPlaceCodeAndMessage) {
  EXPECT_EQ(render(Format::brief, two_and_a_suppressed(), {}),
            "a.sla:1:1: warning[SLA1001]: a warning\n"
            "a.sla:2:3: error[SLA1001]: an error\n");
}

TEST(Report, WhereNotAllHaveRoomErrorsAreShown) {
  Options options;
  options.most = 1;
  EXPECT_EQ(render(Format::brief, two_and_a_suppressed(), options),
            "a.sla:2:3: error[SLA1001]: an error\n... and 1 more\n");
  const std::string text = render(Format::text, two_and_a_suppressed(), options);
  EXPECT_NE(text.find("found 1 error and 1 warning; 1 not shown"), text.npos) << text;
  EXPECT_NE(text.find("1 suppressed"), text.npos) << text;
}

TEST(Report, AnAgentReadsEverythingInOneLine) {
  Finding finding = finding_at(21, 26, Severity::error, "an error");
  finding.notes = {"a\nnote"};
  finding.fix = diagnose::Fix{.span = {0, 21, 26}, .text = "marketing", .safety = {}};
  finding.timeline = {{{"Fri 2026-10-02 17:30", "lead a enters mql"}, {"", "nobody calls"}}, ""};
  EXPECT_EQ(render(Format::agent, report_of({finding}), {}),
            "a.sla:2:3 error SLA1001: an error (label); example: Fri 2026-10-02 17:30 lead a "
            "enters mql, nobody calls; note: a\xEF\xBF\xBDnote; help: write it; fix (unsafe): 2:3 "
            "\"sales\" -> \"marketing\"\n");
}

TEST(Report, SuppressedFindingsAreInJsonAndSarifOnly) {
  const Report report = two_and_a_suppressed();
  const Json json = Json::parse(render(Format::json, report, {}));
  EXPECT_EQ(json["findings"].size(), 3u);
  EXPECT_EQ(json["findings"][1]["suppressed"]["reason"], "agreed in May");
  const Json sarif = Json::parse(render(Format::sarif, report, {}));
  const Json& results = sarif["runs"][0]["results"];
  EXPECT_EQ(results[1]["suppressions"][0]["justification"], "agreed in May");
  EXPECT_TRUE(results[0]["suppressions"].empty());
  for (const Format format : {Format::text, Format::brief, Format::github, Format::gitlab,
                              Format::junit, Format::agent}) {
    EXPECT_EQ(render(format, report, {}).find("allowed"), std::string::npos);
  }
}

TEST(Report, ColumnsAreCountedInThreeWays) {
  const std::string text(kText);
  const auto begin = static_cast<std::uint32_t>(text.rfind("sales"));
  const Json json = Json::parse(
      render(Format::json, report_of({finding_at(begin, begin + 5, Severity::error, "m")}), {}));
  const Json& start = json["findings"][0]["span"]["start"];
  EXPECT_EQ(start["line"], 5);
  EXPECT_EQ(start["column"], 5);
  EXPECT_EQ(start["byte_column"], 8);
  EXPECT_EQ(start["utf16_column"], 6);
  EXPECT_EQ(start["byte"], begin);
}

TEST(Report, AMessageMayHoldAnything) {
  const std::string hostile = "a%\r\n::error::b \x1b[31m ]]> <b>& \"x\" \xFF \xEF\xBF\xBE, c: d";
  const Report report = report_of({finding_at(0, 6, Severity::error, hostile)});
  for (const FormatName& format : kFormats) {
    const std::string text = render(format.format, report, {});
    EXPECT_EQ(text.find('\x1b'), text.npos) << format.name;
    EXPECT_EQ(text.find('\xFF'), text.npos) << format.name;
  }
  const std::string github = render(Format::github, report, {});
  EXPECT_EQ(std::ranges::count(github, '\n'), 1) << github;
  const std::string junit = render(Format::junit, report, {});
  EXPECT_EQ(junit.find("<b>"), junit.npos);
  EXPECT_EQ(junit.find("\xEF\xBF\xBE"), junit.npos);
}

TEST(Report, FingerprintsStayWhileLinesMove) {
  const std::string line = "define d = scor\n";
  const auto at = [](std::uint32_t begin) {
    return finding_at(begin, begin + 4, Severity::error, "m");
  };
  const auto before = fingerprints(policy(line + line, {at(11), at(27)}));
  const auto after = fingerprints(policy("# x\n\n" + line + line, {at(16), at(32)}));
  EXPECT_EQ(before, after);
  EXPECT_NE(before[0], before[1]);
  EXPECT_TRUE(before[1].ends_with(":2"));
  const auto other = fingerprints(policy("define e = scor\n", {at(11)}));
  EXPECT_NE(other[0], before[0]);
}

TEST(Report, PathsAreThoseOfTheRepository) {
  Options options;
  options.here = "/home/me/work/agreements";
  options.root = "/home/me/work";
  EXPECT_EQ(repository_path("a.sla", options), "agreements/a.sla");
  EXPECT_EQ(repository_path("./../b.sla", options), "b.sla");
  EXPECT_EQ(repository_path("/home/me/work/c.sla", options), "c.sla");
  EXPECT_EQ(repository_path("/home/me/working/c.sla", options), "/home/me/working/c.sla");
  EXPECT_EQ(repository_path("../../d.sla", options), "../../d.sla");
  EXPECT_EQ(repository_path("-", options), "stdin");
  EXPECT_EQ(repository_path("a.sla", {}), "a.sla");
}

TEST(Report, UrisEscapeWhatIsNotPlain) {
  EXPECT_EQ(uri("a b/\xC3\xA4:%.sla"), "a%20b/%C3%A4%3A%25.sla");
  EXPECT_EQ(uri("/a.sla"), "file:///a.sla");
  EXPECT_EQ(uri("\xFF"), "%EF%BF%BD");
}

TEST(Report, APolicyThatCannotBeReadIsInWhatServersRead) {
  Report report{"check", {}};
  report.policies.push_back({"x.sla", {}, {}, Failure{"cannot read `x.sla`", "look"}});
  for (const Format format : {Format::json, Format::jsonl, Format::sarif, Format::github,
                              Format::gitlab, Format::junit}) {
    EXPECT_NE(render(format, report, {}).find("cannot read `x.sla`"), std::string::npos);
  }
  EXPECT_NE(job_summary(report, {}).find("Not judged"), std::string::npos);
  EXPECT_EQ(render(Format::text, report, {}), "");
}

TEST(Report, CellsOfTheSummaryStayCells) {
  const std::string summary =
      job_summary(report_of({finding_at(0, 6, Severity::error, "a|b <i> *c* `d|e`")}), {});
  EXPECT_NE(summary.find("| a\\|b &lt;i> \\*c\\* `d\\|e`<br>help: write it |\n"), summary.npos)
      << summary;
}

}  // namespace
}  // namespace sla::report
