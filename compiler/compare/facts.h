#pragma once

#include <string>
#include <vector>

#include "compiler/compare/changes.h"

/// What an agreement says, one fact at a time: two of the same key are compared. Internal to this
/// folder.
namespace sla::compare {

struct Fact {
  std::string key;    ///< With `where` what facts are paired by.
  std::string where;  ///< Of several of one key: which; canonical.
  std::string what;   ///< For people.
  std::string words;  ///< For people: what is said.
  std::string canon;  ///< Equal when the same is meant.
  Aspect aspect = Aspect::verdict;
  /// Of a calendar: the calendar itself, because its differences are told one by one.
  const agreement::Calendar* calendar = nullptr;
};
using Facts = std::vector<Fact>;

Facts facts_of(const Agreement& agreement, const agreement::Clause& clause);
/// What concerns no single clause. `main`: the agreement about leads, whose parties, term, roles
/// and programs are those of all.
Facts facts_of(const Agreement& agreement, bool main);

/// What differs, in the order of the new facts, then what is said no longer.
std::vector<Detail> differences(const Facts& was, const Facts& is);

/// What differs between two calendars, of those exceptions that lie in [from, until).
std::vector<Detail> differences(const agreement::Calendar& was, const agreement::Calendar& is);

}  // namespace sla::compare
