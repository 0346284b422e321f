#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "compiler/analyze/time/coming.h"
#include "compiler/analyze/time/timetable.h"
#include "compiler/diagnose/finding.h"

namespace sla::analyze {

/// A counter-example that is being written: who there is, what happens and what is expected of it,
/// told as a timeline and as a test of the language at once. Lines may be added in any order of
/// time; those of one instant stay in the order in which they were added. Borrows its arguments.
class Scenario {
 public:
  /// `whole`: the agreement that holds the record, or is it.
  Scenario(const agreement::Agreement& whole, const agreement::Agreement& record,
           const time::Zone& zone);

  /// A subject with these values, in the lead's zone of `where`, whose owner is in that of the
  /// owner. Subjects share the whereabouts. Answers its name.
  std::string subject(const Values& values, const Whereabouts& where, int party);
  /// What happens at the arrival.
  void arrives(const std::string& subject, const Coming& coming, Instant at);
  /// "gets a call".
  void happens(Instant at, const std::string& subject, const std::string& what);
  /// `claim` is what a test says after `expect`; `told` what the timeline says instead of it, if
  /// anything.
  void expects(Instant at, const std::string& claim, const std::string& told = "");
  /// A line of the timeline alone.
  void tells(Instant at, const std::string& what);

  /// "2026-10-02 17:30", as a test says it.
  std::string moment(Instant t);
  /// "Fri 2026-10-02 17:30", as people read it, in the agreement's zone.
  std::string shown(Instant t) const;

  /// Nothing when the language cannot say it: tests know nothing smaller than a second.
  std::optional<diagnose::Timeline> finish(const std::string& title) const;

 private:
  struct Line {
    Instant at = 0;
    std::string test, told;
  };

  const agreement::Agreement& whole_;
  const agreement::Agreement& record_;
  const time::Zone& zone_;
  std::vector<std::string> given_;
  std::vector<Line> lines_;
  std::string person_;
  int subjects_ = 0;
  bool sayable_ = true;
};

}  // namespace sla::analyze
