#pragma once

#include <cstdint>
#include <string>

#include "compiler/agreement/agreement.h"
#include "compiler/reference/trace.h"
#include "runtime/time/zone.h"
#include "runtime/verdicts/inputs.h"

namespace sla::reference {

/// The phrases that stories are made of. Borrows what it is made from.
class StoryWords {
 public:
  StoryWords(const agreement::Agreement& agreement, const verdicts::Inputs& inputs);

  /// "Fri 2026-03-06 16:30", in the agreement's zone.
  std::string when(Instant t) const { return time::format_local(t, zone_); }
  std::string when_with_zone(Instant t) const { return time::format_local_with_zone(t, zone_); }
  /// "Dana (East)", "Dana", "nobody".
  std::string who(std::uint32_t owner, std::uint32_t team) const;
  /// "was assigned to Dana", "entered sal", "had the event call", "was changed"; to follow "the
  /// lead".
  std::string what(std::uint64_t event) const;
  /// "Dana (East)" when the event names an owner or a team, else empty.
  std::string new_owner(std::uint64_t event) const;
  /// "score = 80, reason unknown"; empty when the event gives no values.
  std::string values(std::uint64_t event) const;
  /// "the lead ", before what happened to it.
  std::string subject() const { return "the " + agreement_.subject_kind + " "; }
  /// "leads.csv row 17"; empty when the event came from nowhere.
  std::string evidence(std::uint64_t event) const;

  /// "sales must move a lead to sal; time for it from entering mql: 15 business minutes (hot), 2
  /// business days (otherwise)".
  std::string promise(const agreement::Clause& clause) const;
  /// "4 business hours (hot)".
  std::string target(const agreement::Clause& clause, std::uint16_t tier) const;
  /// Why a start did not start, or a hit did not count, as a whole sentence without its stop.
  std::string reason(const agreement::Clause& clause, Reason reason) const;
  /// Why an obligation is excused: "the clause does not count leads where …".
  std::string relief(const agreement::Clause& clause) const;
  /// What a prohibition forbids, with its restrictions: "marketing must not move a lead to mql
  /// without score is known".
  std::string rule(const agreement::Clause& clause) const;
  /// That no event of the lead is what the clause speaks of.
  std::string nothing_happened(const agreement::Clause& clause) const;
  /// The amount of a hit: "1", "500 USD".
  std::string amount(const agreement::Volume& volume, std::int64_t amount) const;

 private:
  std::string value(const agreement::Field& field, std::int64_t value) const;
  std::string bound(const agreement::Volume& volume) const;
  std::string one_counts_once() const;
  std::string share(const agreement::Clause& clause) const;
  std::string conversion(const agreement::Clause& clause) const;
  std::string cadence(const agreement::Clause& clause) const;
  std::string targets(const agreement::Clause& clause) const;
  const std::string& party_of(const agreement::Clause& clause) const;

  const agreement::Agreement& agreement_;
  const events::Log& log_;
  time::Zone zone_;
};

}  // namespace sla::reference
