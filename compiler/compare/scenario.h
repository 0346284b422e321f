#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/agreement/agreement.h"

/// A short history that is told of names instead of indexes, so that two agreements can judge it.
namespace sla::compare {

using agreement::Agreement;
using time::Instant;

/// A value of a field. Choices and texts are words, everything else the value of its type.
struct Given {
  std::string field;
  agreement::TypeKind type = agreement::TypeKind::integer;
  bool known = true;
  std::int64_t value = 0;
  std::string text;

  friend bool operator==(const Given&, const Given&) = default;
};

struct Happening {
  enum class Kind : std::uint8_t { enters, gets, assigned, held, resumed, changes };
  Instant at = 0;
  std::size_t lead = 0;
  Kind kind = Kind::enters;
  std::string name;   ///< The state or event; of an assignment the owner.
  std::string actor;  ///< Empty: nobody is named.
  std::vector<Given> values;
};

struct ScenarioLead {
  std::string name;
  std::vector<Given> given;
};

struct Scenario {
  std::vector<ScenarioLead> leads;
  std::vector<agreement::TestPerson> people;
  std::vector<Happening> events;  ///< In order of time.
  Instant judged = 0;
};

/// Adds the leads and events of another one about which nothing is shared but the people.
void append(Scenario& to, const Scenario& more);

/// The scenario in an agreement's own indexes, without expectations. States, events and fields that
/// the agreement does not have are left out, because nothing in it can be about them. Nothing when
/// a field has another type or lacks the choice.
std::optional<agreement::Test> test_of(const Agreement& agreement, const Scenario& scenario);

/// Whether the agreement knows everything that the scenario speaks of.
bool knows(const Agreement& agreement, const Scenario& scenario);

/// "a enters mql", "a is assigned to "Dana"", "a gets a call by "Dana"".
std::string words(const Agreement& agreement, const Scenario& scenario, const Happening& happening);

/// `score 80, country "US"`.
std::string words(const Agreement& agreement, const std::vector<Given>& values,
                  const char* between);

/// A test block of the language, with these expectations (without `expect`) at the end.
std::string test_text(const Agreement& agreement, const Scenario& scenario,
                      const std::string& title, const std::vector<std::string>& expectations);

}  // namespace sla::compare
