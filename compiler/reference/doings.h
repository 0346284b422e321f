#pragma once

#include <cstdint>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "compiler/reference/subject.h"
#include "runtime/events/people.h"

namespace sla::reference {

/// Which of the things that a clause names (discharges, forbidden things) an event is, and whose
/// doing. It must be shown every event of the subject, because to record something is the doing of
/// whoever made the last field known, however long ago. Borrows its arguments; `people` may be
/// null.
class Doings {
 public:
  Doings(const std::vector<agreement::Discharge>& things, const events::People* people)
      : things_(things), people_(people), records_(things.size()) {}

  /// Things as bit sets by their index.
  struct Seen {
    std::uint32_t hold = 0;      ///< What a discharge asks: recorded things hold from then on.
    std::uint32_t happened = 0;  ///< What a prohibition asks: recorded at this very event.
  };
  /// `subject` is as it is after the event.
  Seen see(const Moment& moment, const Subject& subject);

 private:
  struct Record {
    bool known = false;   ///< All fields, after the last event.
    bool counts = false;  ///< By whom it was asked of.
  };
  bool is_theirs(const agreement::Discharge& thing, const Moment& moment,
                 const Subject& subject) const;

  const std::vector<agreement::Discharge>& things_;
  const events::People* people_;
  std::vector<Record> records_;
};

}  // namespace sla::reference
