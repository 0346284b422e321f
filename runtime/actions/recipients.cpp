#include "runtime/actions/recipients.h"

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

std::string Recipients::team_of(const std::string& person) const {
  const auto line = lines_.find(person);
  return line == lines_.end() ? std::string() : line->second->team;
}

std::string Recipients::agreed_holder(const std::string& role, const std::string& team) const {
  std::string agreed;
  for (const events::Person& person : roster_.people) {
    if (!team.empty() && person.team != team) continue;
    const std::string holder = holder_in(person, role);
    if (holder.empty()) continue;
    if (!agreed.empty() && agreed != holder) return {};
    agreed = holder;
  }
  return agreed;
}

std::string Recipients::holder(const std::string& role, const Whose& whose) const {
  if (const auto line = lines_.find(whose.owner); line != lines_.end()) {
    std::string holder = holder_in(*line->second, role);
    if (!holder.empty()) return holder;
  }
  return agreed_holder(role, whose.team);
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
