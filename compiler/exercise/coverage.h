#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "compiler/exercise/history.h"
#include "compiler/exercise/judge.h"

namespace sla::exercise {

enum class ItemKind : std::uint8_t { clause, tier, step, state, move, define };
const char* name_of(ItemKind kind);

/// One thing that a test can reach, such as "speed_to_lead is breached" or "mql -> sal".
struct CoverageItem {
  ItemKind kind = ItemKind::clause;
  std::string text;    ///< What is reached, in the policy's words.
  std::string missed;  ///< The sentence for one that no test reaches: "`hot` is never chosen".
  source::Span span;
  bool hit = false;
};

/// Which parts of a policy a set of tests reached: every clause attached, met and breached, every
/// tier chosen, every step taken, every state entered, every move made, every yes/no definition
/// both ways. Items are in the order of the policy's text.
class Coverage {
 public:
  /// Borrows the agreement.
  explicit Coverage(const agreement::Agreement& agreement);

  /// Counts what one evaluation of a test reached.
  void take(const Played& played);

  /// Adds what the coverage of another record has, in the order of the text. `take` is not to be
  /// called afterwards.
  void add_all(const Coverage& other);

  const std::vector<CoverageItem>& items() const { return items_; }
  std::size_t reached() const;

 private:
  void list_clause(std::size_t clause);
  void list_lifecycle();
  void take_outcome(const Played& played);
  void take_steps(const Played& played);
  void take_states(const Played& played, std::uint32_t subject);
  void take_defines(const Played& played, std::uint32_t subject);
  void add(ItemKind kind, int a, int b, source::Span span, std::string text, std::string missed);
  void hit(ItemKind kind, int a, int b);

  const agreement::Agreement& agreement_;
  std::vector<CoverageItem> items_;
  std::map<std::pair<ItemKind, std::pair<int, int>>, std::size_t> index_;
};

}  // namespace sla::exercise
