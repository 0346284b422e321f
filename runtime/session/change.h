#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "runtime/actions/notice.h"
#include "runtime/verdicts/corrections.h"

namespace sla::session {

/// Something that the steps of an obligation or period ask for, or ask for no longer.
struct ActionChange {
  enum class Kind : std::uint8_t {
    due,        ///< `notice` is to be carried out now.
    withdrawn,  ///< It lay ahead, and is not to be done any more.
    revoked,    ///< It was due, and should not have been: it is taken back.
    restored,   ///< It was withdrawn, and lies ahead again.
    changed,    ///< It was due, and says something else now.
    given,      ///< `points` were earned.
    taken,      ///< Points that were given are taken back.
  } kind = Kind::due;
  std::string key;  ///< Of the notice or points, docs/reference/evaluation.md, "Steps".
  std::optional<actions::Notice> notice;
  std::optional<actions::PointsEntry> points;
};
std::string_view name_of(ActionChange::Kind kind);

/// A difference between what was said and what is.
struct Change {
  /// Something that was said was wrong for its own instant, because of what arrived later; else
  /// things went on.
  bool correction = false;
  std::variant<verdicts::Correction, ActionChange> what;
};

/// What the receiver of `was` has to be told so that it knows `is`. Time used on an open clock is
/// no change unless it is a correction, nor are due and breach of one that stands still.
void compare(const std::vector<verdicts::NamedRow>& was, const std::vector<verdicts::NamedRow>& is,
             bool correction, std::vector<Change>& changes);
void compare(const actions::Actions& was, const actions::Actions& is,
             const verdicts::PolicyShape& shape, bool correction, std::vector<Change>& changes);

}  // namespace sla::session
