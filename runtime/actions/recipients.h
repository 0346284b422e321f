#pragma once

#include <string_view>
#include <unordered_map>

#include "runtime/actions/notice.h"
#include "runtime/events/people.h"

namespace sla::actions {

/// Of whom a step speaks, and at which instant. Empty texts: nobody, or not known.
struct Whose {
  std::string owner, team, party;
  time::Instant at = 0;
};

/// Resolves recipients through the roster.
class Recipients {
 public:
  explicit Recipients(const events::Roster& roster);

  /// A role is the holder named in the owner's line of the roster at that instant. Where that says
  /// nothing, it is the one holder on whom all lines of the team then (of the roster, without a
  /// team) agree; else it is answered without a name, because telling several people makes it
  /// nobody's business.
  Addressee resolve(const RecipientShape& recipient, const Whose& whose) const;

  /// A person's team in the roster at an instant; empty when it does not say.
  std::string team_of(const std::string& person, time::Instant at) const;

 private:
  std::string holder(const std::string& role, const Whose& whose) const;
  std::string agreed_holder(const std::string& role, const Whose& whose) const;
  const events::Person* line_of(const std::string& person, time::Instant at) const;

  const events::Roster& roster_;
  std::unordered_multimap<std::string_view, const events::Person*> lines_;
};

}  // namespace sla::actions
