#include "runtime/actions/recipients.h"

#include <algorithm>

namespace sla::actions {
namespace {

using Kind = RecipientShape::Kind;

/// The holder of a role in one line; `manager` has a column of its own.
std::string holder_in(const events::Person& person, const std::string& role) {
  for (const auto& [name, holder] : person.roles) {
    if (name == role) return holder;
  }
  return role == "manager" ? person.manager : std::string();
}

}  // namespace

Recipients::Recipients(const events::Roster& roster) : roster_(roster) {
  for (const events::Person& person : roster.people) lines_.emplace(person.owner, &person);
}

const events::Person* Recipients::line_of(const std::string& person, time::Instant at) const {
  const auto [first, end] = lines_.equal_range(person);
  const auto line =
      std::find_if(first, end, [&](const auto& each) { return each.second->holds_at(at); });
  return line == end ? nullptr : line->second;
}

std::string Recipients::team_of(const std::string& person, time::Instant at) const {
  const events::Person* line = line_of(person, at);
  return line == nullptr ? std::string() : line->team;
}

std::string Recipients::agreed_holder(const std::string& role, const Whose& whose) const {
  std::string agreed;
  for (const events::Person& person : roster_.people) {
    if (!person.holds_at(whose.at)) continue;
    if (!whose.team.empty() && person.team != whose.team) continue;
    const std::string holder = holder_in(person, role);
    if (holder.empty()) continue;
    if (!agreed.empty() && agreed != holder) return {};
    agreed = holder;
  }
  return agreed;
}

std::string Recipients::holder(const std::string& role, const Whose& whose) const {
  if (const events::Person* line = line_of(whose.owner, whose.at); line != nullptr) {
    std::string holder = holder_in(*line, role);
    if (!holder.empty()) return holder;
  }
  return agreed_holder(role, whose);
}

Addressee Recipients::resolve(const RecipientShape& recipient, const Whose& whose) const {
  switch (recipient.kind) {
    case Kind::owner: return {Kind::owner, "", whose.owner};
    case Kind::team: return {Kind::team, "", whose.team};
    case Kind::role: return {Kind::role, recipient.name, holder(recipient.name, whose)};
    case Kind::party: return {Kind::party, recipient.name, recipient.name};
  }
  return {};
}

}  // namespace sla::actions
