#pragma once

#include <string>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "compiler/analyze/graph/example_values.h"
#include "compiler/analyze/graph/lead_model.h"
#include "compiler/diagnose/finding.h"

namespace sla::analyze {

/// The example of a finding: one lead, called `a`, what happens to it and what is expected, told
/// both as a timeline and as a test of the language.
class Story {
 public:
  /// `values` of the lead; those of `later` fields are given when an act brings them. Borrows the
  /// agreement.
  Story(const agreement::Agreement& agreement, Values values, std::vector<int> later);

  /// A quiet instant in the term to begin at: ten o'clock on a Tuesday if there is one.
  static time::Instant beginning(const agreement::Agreement& agreement);

  /// The act at an instant not before the last; more than one time: a minute apart. Answers the
  /// instant of the last.
  time::Instant tell(const Act& act, time::Instant at);
  /// `expected` is the text after `expect CLAUSE of a`. The timeline leaves out clauses that have
  /// not started, unless nothing else happened.
  void expect(int clause, const std::string& expected, time::Instant at);
  /// A line of the timeline that no test can say.
  void remark(const std::string& what, time::Instant at);

  diagnose::Timeline finish(const std::string& title) const;

  /// "2026-03-10 10:00".
  std::string moment(time::Instant at) const;

 private:
  std::string person_for(const Act& act) const;
  std::string when(time::Instant at) const;  ///< "Tue 2026-03-10 10:00".
  void line(time::Instant at, const std::string& text);

  const agreement::Agreement& agreement_;
  Values values_;
  std::vector<int> given_, later_;
  std::vector<std::string> lines_;
  std::vector<diagnose::Timeline::Line> timeline_;
  std::vector<int> parties_;  ///< Of which somebody does something.
  int assignments_ = 0;
};

}  // namespace sla::analyze
