#include "compiler/check/recipients.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/check/names.h"
#include "compiler/diagnose/finding.h"

namespace sla::check {
namespace {

using agreement::Clause;
using agreement::GroupBy;
using agreement::Recipient;
using agreement::Step;

bool about_a_period(const Step& step) {
  return step.at == Step::At::target_met || step.at == Step::At::target_missed;
}

/// How the periods of a clause are grouped.
GroupBy group_of(const Clause& clause) {
  const agreement::Grouping* group = grouping_of(clause);
  return group == nullptr ? GroupBy::none : group->by;
}

Recipient usual(const Clause& clause, const Step& step) {
  if (!about_a_period(step)) return {Recipient::Kind::owner, -1};
  switch (group_of(clause)) {
    case GroupBy::owner: return {Recipient::Kind::owner, -1};
    case GroupBy::team: return {Recipient::Kind::team, -1};
    default: return {Recipient::Kind::party, clause.party};
  }
}

/// The verdict of a period is about its group: without one there is no owner and no team of it.
bool group_has(Context& context, const syntax::Name& name, const Clause& clause, const Step& step) {
  const GroupBy needed = name.text == "owner" ? GroupBy::owner : GroupBy::team;
  if (!about_a_period(step) || group_of(clause) == needed) return true;
  context
      .add(Code::bad_value, name.span,
           fmt::format("the verdict of a period is not about one {}", name.text))
      .help = fmt::format("add `per {}` after the period, or name a role or a party", name.text);
  return false;
}

Recipient resolve_role(Context& context, const syntax::Name& name) {
  auto& roles = context.agreement.roles;
  if (const auto role = find_name(roles, name.text)) return {Recipient::Kind::role, *role};
  std::vector<std::string> candidates = names_of(context.agreement.parties);
  candidates.insert(candidates.end(), {"owner", "team"});
  const bool undeclared = context.declared.roles.empty();
  if (!undeclared || diagnose::nearest(name.text, candidates)) {
    for (const syntax::Role* role : context.declared.roles) candidates.push_back(role->name.text);
    report_unknown(context, Code::unknown_name, name, "role or party", candidates);
    return {};
  }
  roles.push_back({name.text, ""});
  return {Recipient::Kind::role, static_cast<int>(roles.size()) - 1};
}

Recipient resolve_recipient(Context& context, const syntax::Name& name, const Clause& clause,
                            const Step& step) {
  if (name.text == "owner" || name.text == "team") {
    group_has(context, name, clause, step);
    return {name.text == "owner" ? Recipient::Kind::owner : Recipient::Kind::team, -1};
  }
  if (const auto party = find_name(context.agreement.parties, name.text)) {
    return {Recipient::Kind::party, *party};
  }
  return resolve_role(context, name);
}

}  // namespace

std::vector<Recipient> resolve_recipients(Context& context, const syntax::Effect& effect,
                                          const Clause& clause, const Step& step) {
  if (effect.to.empty()) return {usual(clause, step)};
  std::vector<Recipient> result;
  for (const syntax::Name& name : effect.to) {
    result.push_back(resolve_recipient(context, name, clause, step));
  }
  return result;
}

std::string resolve_channel(Context& context, const syntax::Name& channel) {
  const std::vector<std::string> known = {"email", "sms",   "chat",    "slack",
                                          "teams", "phone", "webhook", "push"};
  if (std::ranges::find(known, channel.text) == known.end() &&
      diagnose::nearest(channel.text, known)) {
    report_unknown(context, Code::unknown_name, channel, "channel", known);
  }
  return channel.text;
}

}  // namespace sla::check
