#include "compiler/check/names.h"

#include <fmt/format.h>

#include "compiler/agreement/words.h"

namespace sla::check {
namespace {

/// Longer lists of candidates would bury the finding.
constexpr std::size_t kMostCandidates = 12;

std::string backquoted_listing(const std::vector<std::string>& names) {
  std::vector<std::string> quoted;
  for (const std::string& name : names) quoted.push_back(fmt::format("`{}`", name));
  return agreement::listing(quoted, "or");
}

}  // namespace

namespace {

/// `webinar.topic` for `topic`, when only one event has such a field.
std::optional<std::string> of_an_event(const std::string& name,
                                       const std::vector<std::string>& candidates) {
  std::optional<std::string> found;
  for (const std::string& candidate : candidates) {
    if (!candidate.ends_with("." + name)) continue;
    if (found) return std::nullopt;
    found = candidate;
  }
  return found;
}

}  // namespace

void report_unknown(Context& context, Code code, const syntax::Name& name, std::string_view what,
                    const std::vector<std::string>& candidates) {
  auto& finding = context.add(code, name.span, fmt::format("there is no {} `{}`", what, name.text));
  auto near = of_an_event(name.text, candidates);
  if (!near) near = diagnose::nearest(name.text, candidates);
  if (near) {
    finding.help = fmt::format("did you mean `{}`?", *near);
    finding.fix = {name.span, *near};
  } else if (candidates.empty()) {
    finding.help = fmt::format("declare one; the policy has no {} at all", what);
  } else if (candidates.size() <= kMostCandidates) {
    finding.help = fmt::format("it can be {}", backquoted_listing(candidates));
  }
}

std::optional<int> find_field(const Context& context, std::string_view name) {
  const std::string& own = context.about().name;
  if (name.starts_with(own) && name.substr(own.size()).starts_with('.')) {
    name.remove_prefix(own.size() + 1);
  }
  return find_name(context.agreement.fields, name);
}

std::vector<std::string> field_candidates(const Context& context) {
  std::vector<std::string> names = names_of(context.agreement.fields);
  const auto parent = find_name(context.declared.records, context.about().parent);
  if (!parent) return names;
  const DeclaredRecord& record = context.declared.records[static_cast<std::size_t>(*parent)];
  if (record.fields == nullptr) return names;
  for (const syntax::Field& field : record.fields->fields) {
    names.push_back(record.name + "." + field.name.text);
  }
  return names;
}

std::optional<int> resolve_state(Context& context, const syntax::Name& name) {
  const auto& states = context.agreement.lifecycle.states;
  const auto found = find_name(states, name.text);
  if (!found) report_unknown(context, Code::unknown_state, name, "state", names_of(states));
  return found;
}

std::optional<int> resolve_field(Context& context, const syntax::Name& name) {
  const auto& fields = context.agreement.fields;
  const auto found = find_name(fields, name.text);
  if (!found) report_unknown(context, Code::unknown_name, name, "field", names_of(fields));
  return found;
}

std::optional<int> resolve_party(Context& context, const syntax::Name& name) {
  const auto& parties = context.agreement.parties;
  const auto found = find_name(parties, name.text);
  if (!found) report_unknown(context, Code::unknown_party, name, "party", names_of(parties));
  return found;
}

std::optional<int> resolve_calendar(Context& context, const syntax::Name& name) {
  const auto& calendars = context.agreement.calendars;
  const auto found = find_name(calendars, name.text);
  if (!found) report_unknown(context, Code::unknown_name, name, "calendar", names_of(calendars));
  return found;
}

std::optional<int> resolve_event(Context& context, const syntax::Name& name) {
  const auto& events = context.agreement.events;
  const auto found = find_name(events, name.text);
  if (!found) report_unknown(context, Code::unknown_name, name, "event", names_of(events));
  return found;
}

std::optional<int> resolve_choice(Context& context, const syntax::Name& name, int field) {
  const auto& f = context.agreement.fields[static_cast<std::size_t>(field)];
  const auto found = std::ranges::find(f.choices, name.text);
  if (found != f.choices.end()) return static_cast<int>(found - f.choices.begin());
  report_unknown(context, Code::unknown_choice, name, fmt::format("`{}` called", f.name),
                 f.choices);
  return std::nullopt;
}

std::uint64_t resolve_states(Context& context, const std::vector<syntax::Name>& names) {
  std::uint64_t states = 0;
  for (const syntax::Name& name : names) {
    if (const auto state = resolve_state(context, name)) states |= std::uint64_t{1} << *state;
  }
  return states;
}

std::uint64_t resolve_states_silently(const Context& context,
                                      const std::vector<syntax::Name>& names) {
  std::uint64_t states = 0;
  for (const syntax::Name& name : names) {
    const auto state = find_name(context.agreement.lifecycle.states, name.text);
    if (state) states |= std::uint64_t{1} << *state;
  }
  return states;
}

bool Taken::claim(Context& context, const syntax::Name& name) {
  const auto [first, free] = first_.emplace(name.text, name.span);
  if (free) return true;
  auto& finding = context.add(Code::duplicate_name, name.span,
                              fmt::format("the {} `{}` is declared twice", what_, name.text),
                              "declared again here");
  finding.secondary.push_back({first->second, "first declared here"});
  finding.help = "rename one of them, or remove the one that is not meant";
  return false;
}

}  // namespace sla::check
