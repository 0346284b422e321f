#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/reference/story_words.h"

namespace sla::reference {

/// What a trace says of one clause, as a paragraph of indented lines under a heading.
class ClauseStory {
 public:
  ClauseStory(const agreement::Agreement& agreement, const verdicts::Inputs& inputs,
              const Trace& trace, std::uint16_t clause);

  std::string tell();

 private:
  void tell_step(const Step& step);
  void tell_clock_step(const Step& step);
  void tell_event_step(const Step& step);
  void tell_hit(const Step& step, const std::string& because, const std::string& owner);
  void tell_cycle(const verdicts::Row& row);
  void tell_segments(std::uint32_t cycle);
  void tell_segment(const Segment& segment);
  void line(Instant at, const std::string& text);

  std::string because(const Step& step) const;
  std::string progress(const Step& step) const;
  std::string period_label(const agreement::Period& period, Instant t) const;
  std::string deadline_words(const Step& step) const;
  std::string conclusion(const verdicts::Row& row) const;
  std::string clock_conclusion(const verdicts::Row& row) const;
  std::string member_conclusion(const verdicts::Row& row) const;
  std::string used_of(const verdicts::Row& row) const;
  std::string why_stopped(const verdicts::Row& row) const;
  const Step* last_step(std::uint32_t cycle) const;
  std::string in_kind(std::int64_t micros, std::uint16_t tier) const;

  const agreement::Agreement& agreement_;
  const verdicts::Inputs& inputs_;
  const Trace& trace_;
  std::uint16_t index_;
  const agreement::Clause& clause_;
  StoryWords words_;
  std::string text_;
  std::optional<std::string> counted_in_;  ///< The period of a volume's last hit.
  /// By cycle, in order; filled as the steps are told.
  std::unordered_map<std::uint32_t, std::vector<const Step*>> steps_of_;
};

}  // namespace sla::reference
