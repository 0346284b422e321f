#pragma once

#include <compare>
#include <string>
#include <vector>

#include "runtime/actions/shape.h"
#include "runtime/events/event_code.h"

namespace sla::actions {

/// Which step of which obligation; its text is what an executor remembers so that nothing is done
/// twice. The same facts give the same key, whenever they are asked.
struct Key {
  std::uint16_t clause = 0;
  std::string subject;     ///< A lead; for the verdict of a period its group, "all" without groups.
  std::string cycle;       ///< "2"; of a period its label, "2026-03".
  std::uint32_t run = 1;   ///< +1 each time a reassignment starts the clock again.
  std::uint16_t step = 1;  ///< From 1, as written.
  std::uint16_t effect = 0;  ///< From 1; 0: the step's only one.

  friend auto operator<=>(const Key&, const Key&) = default;
};

/// "speed_to_lead/L-17/1.2/3": clause/subject/cycle[.run]/step[/effect]. A "/" or "%" in a name is
/// written %2F or %25.
std::string text_of(const Key& key, const verdicts::PolicyShape& policy);

enum class NoticeState : std::uint8_t { sent, scheduled, withdrawn };
std::string_view name_of(NoticeState state);

/// Somebody who is told, or gets points.
struct Addressee {
  RecipientShape::Kind kind = RecipientShape::Kind::owner;
  std::string role;  ///< Of the role or party.
  std::string name;  ///< The person, team or party; empty: nobody is known to be it.

  friend bool operator==(const Addressee&, const Addressee&) = default;
};
/// "Ann", "Ann (sales_manager)", "sales_manager (nobody)", "no owner".
std::string words_of(const Addressee& addressee);

/// Something that was, is to be, or is no longer to be said.
struct Notice {
  Key key;
  EffectKind kind = EffectKind::remind;
  NoticeState state = NoticeState::scheduled;
  Instant at = 0;          ///< When the step happens, will, or would have.
  Instant deliver_at = 0;  ///< `at`, or the next opening that it waits for; kNever: none is known.
  std::string when;        ///< "at 75%".
  std::vector<Addressee> to;
  std::string channel, message;
};

/// Points that somebody got or lost.
struct PointsEntry {
  Key key;
  Instant at = 0;           ///< When they were earned.
  Instant counts_at = 0;    ///< In which period they count: those of a period's verdict in its own.
  std::int64_t points = 0;  ///< Negative when deducted.
  Addressee to;
  std::string owner, team;  ///< The person and the team that they count for; empty: none.
};

/// What the steps of a policy come to. Notices by `at`, then key; points by `at`, then key.
struct Actions {
  std::vector<Notice> notices;
  std::vector<PointsEntry> points;
};

}  // namespace sla::actions
