#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace sla::policy {

/// What a run spends its time on, in this order.
enum class Stage : std::uint8_t {
  check,      ///< Reading and checking policies.
  read,       ///< Files, cells and names; until every row is an event.
  prepare,    ///< Grouping and ordering events, people, calendars.
  compile,    ///< Machine code.
  evaluate,   ///< Verdicts.
  summarize,  ///< Periods and groups.
  steps,      ///< Reminders, points, programs.
  write,      ///< Files and the report.
};
inline constexpr std::size_t kStages = 8;
const char* name_of(Stage stage);

/// Wall-clock seconds by stage, added up over all that a run does. Not thread-safe.
class Timings {
 public:
  double seconds(Stage stage) const { return seconds_[static_cast<std::size_t>(stage)]; }
  void add(Stage stage, double seconds) { seconds_[static_cast<std::size_t>(stage)] += seconds; }

 private:
  std::array<double, kStages> seconds_{};
};

/// Adds the time of its life to a stage, but for what it hands to another one.
class Timing {
 public:
  /// `timings` may be null: then nothing is measured.
  Timing(Timings* timings, Stage stage) : timings_(timings), stage_(stage) {}
  Timing(const Timing&) = delete;
  Timing& operator=(const Timing&) = delete;
  ~Timing() { go_on_with(stage_); }

  /// What follows belongs to another stage.
  void go_on_with(Stage stage) {
    const auto now = Clock::now();
    if (timings_ != nullptr)
      timings_->add(stage_, std::chrono::duration<double>(now - since_).count());
    since_ = now;
    stage_ = stage;
  }

 private:
  using Clock = std::chrono::steady_clock;

  Timings* timings_;
  Stage stage_;
  Clock::time_point since_ = Clock::now();
};

}  // namespace sla::policy
