#include "runtime/events/interner.h"

#include "runtime/events/event_code.h"

namespace sla::events {

std::uint32_t Interner::intern(std::string_view text) {
  const auto found = ids_.find(text);
  return found != ids_.end() ? found->second : append(text);
}

std::uint32_t Interner::append(std::string_view text) {
  const std::uint32_t id = size();
  // A deque never moves its elements, so the key may view the text that it owns.
  const std::string& kept = texts_.emplace_back(text);
  ids_.emplace(kept, id);
  return id;
}

std::uint32_t Interner::find(std::string_view text) const {
  const auto found = ids_.find(text);
  return found == ids_.end() ? kNone : found->second;
}

}  // namespace sla::events
