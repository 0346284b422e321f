#pragma once

#include <string>
#include <vector>

#include "compiler/driver/tests.h"
#include "compiler/source/source.h"

namespace sla::cli {

/// One policy and what its tests came to. Borrowed.
struct TestedPolicy {
  std::string path;
  const source::Sources* sources = nullptr;
  const driver::TestReport* report = nullptr;
};

/// How often tests passed and failed.
struct TestCounts {
  std::size_t tests = 0, failed = 0, expectations = 0, failed_expectations = 0;
};
TestCounts counts_of(const std::vector<TestedPolicy>& policies);

/// The percentage of what can be reached that was, rounded down to a tenth; 100 where there is
/// nothing.
std::string coverage_percentage(std::size_t reached, std::size_t all);

struct TestReportOptions {
  bool coverage = false;
  bool colour = false;
};

/// The report for people; not a stable format.
std::string test_report_text(const std::vector<TestedPolicy>& policies,
                             const TestReportOptions& options);

/// The report for programs; its keys are stable (docs/reference/command.md).
std::string test_report_json(const std::vector<TestedPolicy>& policies,
                             const TestReportOptions& options);

/// JUnit's XML, as continuous integration reads it: a suite for each policy, a case for each test.
std::string test_report_junit(const std::vector<TestedPolicy>& policies);

/// "northwind.sla:12:3".
std::string place_of(const source::Sources& sources, source::Span span);

/// What a failed expectation comes to, in lines "expected ...", "got ...".
std::string difference_lines(const driver::TestFailure& failure, const std::string& indent);

}  // namespace sla::cli
