#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "compiler/analyze/quantity/blocks.h"
#include "compiler/analyze/quantity/flows.h"
#include "compiler/analyze/quantity/reasoner.h"

namespace sla::analyze::quantity {

/// What one clause demands of the numbers of a block.
struct Demand {
  const Flow* flow = nullptr;
  Fit fit;
  solve::Term now = 0;  ///< With the bound that is written.
  /// With another one, in the unit that is written.
  std::function<solve::Term(std::int64_t)> with;
  solve::Term counted = 0;              ///< What is compared with the bound, or its part of `of`.
  std::optional<solve::Term> of;        ///< Of a percentage: the whole.
  std::optional<solve::Term> anything;  ///< There is something to take a percentage of.
};

/// The numbers of one block and what relates them: how many subjects of which kind each stream of
/// flows counts. Subjects of a stream are told apart by the conditions that clauses ask of them, as
/// far as the conditions can hold together. A subject is taken to pass a place once in a period: a
/// lead that is made to count twice is not what a quota means.
class Balance {
 public:
  Balance(Reasoner& reasoner, const std::vector<Flow>& flows, const Block& block);

  const std::vector<Demand>& demands() const { return demands_; }
  /// What always holds: parts are not more than the whole, nobody arrives who was not there.
  const std::vector<solve::Term>& given() const { return given_; }

 private:
  /// The subjects of a stream for which the same conditions hold.
  struct Kind {
    std::vector<bool> holds;  ///< By condition.
    solve::Term count = 0;
  };
  struct Place {
    Stream stream;
    std::vector<agreement::Expression> conditions;
    std::vector<Kind> kinds;
  };
  /// Those of a cohort who come to somewhere.
  struct Arrival {
    const Flow* flow = nullptr;
    std::size_t place = 0;
    solve::Term count = 0;
  };

  void add_place(const Flow& flow);
  void ask_of(Place& place, const std::optional<agreement::Expression>& condition);
  void tell_kinds_apart(Place& place);
  Place* place_of(const Stream& stream);
  /// Nothing when the place has more conditions than can be told apart.
  std::optional<solve::Term> count(const Place& place,
                                   const std::optional<agreement::Expression>& condition);
  void relate_places();
  void relate(const Place& smaller, const Place& larger);
  void demand(const Flow& flow, Fit fit);
  void demand_amount(const Flow& flow, Fit fit);
  void demand_percentage(const Flow& flow, Fit fit, solve::Term part, solve::Term whole);
  void demand_nothing(const Flow& flow);
  solve::Term arrivals(const Flow& flow, solve::Term cohort);

  Reasoner& reasoner_;
  std::vector<Place> places_;
  std::vector<Arrival> arrivals_;
  std::vector<Demand> demands_;
  std::vector<solve::Term> given_;
};

/// How a flow takes part in a block; nothing when it says nothing about it.
std::optional<Fit> fit(const agreement::Agreement& record, const Flow& flow, const Block& block);

}  // namespace sla::analyze::quantity
