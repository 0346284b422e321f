#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "runtime/events/log.h"

namespace sla::events {

/// A field of a record that shows a field of the record's parent.
struct FollowedField {
  std::uint32_t field = 0, of_parent = 0;
  bool is_text = false;  ///< Its values are ids of the log's texts.
};

/// The log in which every subject shows its parent's fields as of every instant. `parent_id`: the
/// text field with the name of a subject's parent. When an event names a parent, it sets the
/// followed fields to what the parent knows by then, its events at the same instant included; from
/// then on each event of the parent that says something of them becomes an event `changed` of the
/// subject, before the subject's own of that instant. A parent that the other log does not have, or
/// that became unknown, makes the fields unknown; one that was merged into another is that one.
Log follow_parents(Log log, const Log& parents, std::uint32_t parent_id,
                   std::span<const FollowedField> fields);

/// Gives the owners and the teams of several logs the same ids: every log then has all of them, the
/// first log's in its order. For logs of one history, whose verdicts are put together.
void share_names(std::span<Log* const> logs);

}  // namespace sla::events
