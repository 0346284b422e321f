// What must be done, or must not be: moves, events, assignments and records, and by whom.
#include <algorithm>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/check/clause_parts.h"
#include "compiler/check/names.h"

namespace sla::check {
namespace {

using agreement::Discharge;

constexpr std::size_t kMostDischarges = 8;

void resolve_by(Context& context, const syntax::Name& by, Discharge& discharge) {
  if (by.text == "owner") {
    discharge.by = agreement::By::owner;
    return;
  }
  discharge.by = agreement::By::party;
  if (const auto party = find_name(context.agreement.parties, by.text)) {
    discharge.by_party = *party;
    return;
  }
  std::vector<std::string> candidates = names_of(context.agreement.parties);
  candidates.emplace_back("owner");
  report_unknown(context, Code::unknown_party, by, "party", candidates);
}

Discharge resolve_discharge(Context& context, const syntax::Discharge& discharge) {
  Discharge result;
  result.span = discharge.span;
  if (discharge.subject) check_subject(context, *discharge.subject);
  switch (discharge.kind) {
    case syntax::DischargeKind::move:
      for (const syntax::Name& name : discharge.names) {
        const auto state = resolve_state(context, name);
        if (state) result.events.push_back(context.agreement.entering(*state));
      }
      break;
    case syntax::DischargeKind::event:
      for (const syntax::Name& name : discharge.names) {
        const auto event = resolve_event(context, name);
        if (event) result.events.push_back(context.agreement.code_of_event(*event));
      }
      break;
    case syntax::DischargeKind::assign: result.events.push_back(events::kAssigned); break;
    case syntax::DischargeKind::record:
      for (const syntax::Name& name : discharge.names) {
        if (const auto field = resolve_field(context, name)) result.fields.push_back(*field);
      }
      break;
  }
  settle_events(result.events);
  if (discharge.by) resolve_by(context, *discharge.by, result);
  return result;
}

}  // namespace

void check_subject(Context& context, const syntax::Name& subject) {
  const std::string& record = context.about().name;
  if (subject.text == record || subject.text == agreement::plural(record)) return;
  report_unknown(context, Code::unknown_name, subject, "record",
                 names_of(context.declared.records));
}

std::vector<Discharge> resolve_discharges(Context& context,
                                          const std::vector<syntax::Discharge>& discharges) {
  std::vector<Discharge> result;
  std::optional<Span> wrong_by;
  for (const syntax::Discharge& discharge : discharges) {
    syntax::Discharge once = discharge;
    // One `by` after several things belongs to each of them, and is wrong only once.
    if (once.by && wrong_by == once.by->span) once.by.reset();
    result.push_back(resolve_discharge(context, once));
    const bool failed = result.back().by == agreement::By::party && result.back().by_party < 0;
    if (failed && once.by) wrong_by = once.by->span;
  }
  if (discharges.size() > kMostDischarges) {
    context.add(Code::bad_value, discharges[kMostDischarges].span,
                fmt::format("a clause joins at most {} things to do", kMostDischarges));
  }
  return result;
}

/// A start that also stops does not attach. Only the sure case: each event that could start it
/// stops it.
void check_start_is_stop(Context& context, const ClauseScope& scope,
                         const agreement::Deadline& deadline) {
  if (deadline.all && deadline.discharges.size() > 1) return;
  const auto stops = [&](events::Code code) {
    return std::ranges::any_of(deadline.discharges, [&](const Discharge& discharge) {
      return std::ranges::binary_search(discharge.events, code);
    });
  };
  if (deadline.start.events.empty() || !std::ranges::all_of(deadline.start.events, stops)) return;
  auto& finding = context.add(Code::start_is_stop, deadline.start.span,
                              "what starts this clock also stops it, so it never runs");
  finding.secondary.push_back(
      {scope.syntax.obligation, "what must be done is what starts the clock"});
  finding.help = "start it at the event before, or ask for what comes after";
}

}  // namespace sla::check
