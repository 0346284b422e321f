#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "compiler/analyze/analyze.h"
#include "runtime/time/civil.h"

namespace sla::analyze::quantity {

/// Examples as lines of the language's tests.
class Story {
 public:
  explicit Story(const agreement::Agreement& record);

  /// "{ score 62  source event }" of these fields, and of those that must be known; without the
  /// braces `facts`. Nothing when a test cannot say it.
  std::optional<std::string> given(const Facts& facts, const std::vector<int>& fields) const;
  /// "score 62, source event, email not known": these fields only.
  std::string words(const Facts& facts, const std::vector<int>& fields) const;

  /// What happens to `lead` so that the trigger matches; nothing when a test cannot say it.
  std::optional<std::vector<std::string>> happening(const agreement::Trigger& trigger,
                                                    const Facts& facts,
                                                    const std::string& lead) const;

  /// A day in the term, a Monday where that can be, some weeks from its ends.
  time::Date day() const { return day_; }
  /// "2026-03-02 10:00".
  static std::string at(time::Date day, int hour = 10);
  /// "Mon 2026-03-02 10:00".
  static std::string when(time::Date day, int hour = 10);

 private:
  std::string value(int field, std::int64_t value) const;
  bool can_be_given(int field) const;

  const agreement::Agreement& record_;
  time::Date day_ = 0;
};

}  // namespace sla::analyze::quantity
