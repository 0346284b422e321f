#include "runtime/actions/notice.h"

#include <fmt/format.h>

namespace sla::actions {
namespace {

std::string escaped(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '%') safe += "%25";
    else if (c == '/') safe += "%2F";
    else safe += c;
  }
  return safe;
}

}  // namespace

std::string text_of(const Key& key, const verdicts::PolicyShape& policy) {
  std::string text = fmt::format("{}/{}/{}", policy.clauses[key.clause].name, escaped(key.subject),
                                 escaped(key.cycle));
  if (key.run > 1) text += fmt::format(".{}", key.run);
  text += fmt::format("/{}", key.step);
  if (key.effect > 0) text += fmt::format("/{}", key.effect);
  return text;
}

std::string_view name_of(NoticeState state) {
  switch (state) {
    case NoticeState::sent: return "sent";
    case NoticeState::scheduled: return "scheduled";
    case NoticeState::withdrawn: return "withdrawn";
  }
  return "unknown";
}

std::string words_of(const Addressee& addressee) {
  const bool known = !addressee.name.empty();
  switch (addressee.kind) {
    case RecipientShape::Kind::owner: return known ? addressee.name : "no owner";
    case RecipientShape::Kind::team: return known ? "team " + addressee.name : "no team";
    case RecipientShape::Kind::role:
      return known ? fmt::format("{} ({})", addressee.name, addressee.role)
                   : fmt::format("{} (nobody)", addressee.role);
    case RecipientShape::Kind::party: return addressee.name;
  }
  return addressee.name;
}

}  // namespace sla::actions
