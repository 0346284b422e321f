#pragma once

#include <set>

#include "compiler/agreement/expression.h"

namespace sla::check {

/// Optional fields that are shown to be known at some point of an expression.
class Known {
 public:
  Known() = default;
  /// Where nothing should be judged, because what would show it could not be typed.
  static Known everything();

  bool contains(int field) const { return everything_ || fields_.contains(field); }
  void insert(int field) { fields_.insert(field); }
  /// What either shows, and what both show.
  friend Known operator|(const Known& a, const Known& b);
  friend Known operator&(const Known& a, const Known& b);

 private:
  bool everything_ = false;
  std::set<int> fields_;
};

/// The fields that must be known when the condition has come out as `outcome`.
Known known_when(const agreement::Expression& condition, bool outcome);

}  // namespace sla::check
