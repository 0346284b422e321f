#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/ingest/data_findings.h"
#include "runtime/time/zone.h"

namespace sla::ingest {

/// When a line of a roster holds: [from, until).
struct RosterTerm {
  time::Instant from = time::kMinInstant, until = time::kNever;
};

/// When each line holds, and what of it other lines of the same owner leave to it: the line that is
/// listed first counts. Borrows its arguments.
class RosterTerms {
 public:
  RosterTerms(const std::string& origin, const time::Zone& zone, DataFindings& findings)
      : origin_(origin), zone_(zone), findings_(findings) {}

  /// The parts of time in which the line of `owner` counts; empty when it is left out, which is a
  /// finding. Empty texts are open ends.
  std::vector<RosterTerm> claim(const std::string& owner, std::string_view from,
                                std::string_view until, std::uint64_t row);

  /// Reports the owners whom no line lists between two of theirs. Once, at the end.
  void report_gaps();

 private:
  struct Claim {
    RosterTerm term;
    std::uint64_t row = 0;
  };

  std::optional<time::Instant> read(std::string_view text, std::uint64_t row);
  std::optional<RosterTerm> read_term(std::string_view from, std::string_view until,
                                      std::uint64_t row);
  std::string words(const RosterTerm& term) const;  ///< Empty for an open one.

  const std::string& origin_;
  const time::Zone& zone_;
  DataFindings& findings_;
  std::unordered_map<std::string, std::vector<Claim>> claims_;
  std::vector<std::string> owners_;  ///< In the order listed.
};

}  // namespace sla::ingest
