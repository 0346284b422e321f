#pragma once

#include <optional>
#include <vector>

#include "compiler/compare/witness.h"

/// Many one-lead scenarios judged at once, because preparing a judgement costs more than judging a
/// lead. Internal to this folder.
namespace sla::compare {

/// What one version makes of one scenario.
struct Verdict {
  bool promised = false;
  bool broken = false;
  bool open = false;  ///< Something is undecided: running or paused.
  Instant start = time::kNever, breach = time::kNever;  ///< Of the last obligation.
  int tier = -1;
  std::int64_t hits = 0, parts = 0;  ///< Of a volume or share: amounts that count, and in the part.
};

struct Compared {
  std::size_t scenario = 0;
  Verdict was, is;
};

/// Both versions of the clause alone, unless it asks for the outcome of others: a smaller agreement
/// is judged faster. Owns the copies.
class Alone {
 public:
  explicit Alone(const Sides& sides);
  const Sides& sides() const { return small_; }

 private:
  agreement::Agreement was_, is_;
  Sides small_;
};

/// Judges all scenarios as of `as_of`; those that a side cannot judge are left out.
std::expected<std::vector<Compared>, std::string> compare_all(
    const Sides& sides, const std::vector<Scenario>& scenarios, Instant as_of, const Judge& judge);

}  // namespace sla::compare
