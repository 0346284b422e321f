#include <utility>

#include "compiler/parse/build.h"

namespace sla::parse {

namespace {

/// "make a call and log a note by the owner" asks the owner for both.
void share_by(std::vector<syntax::Discharge>& discharges) {
  for (syntax::Discharge& each : discharges) {
    if (!each.by) each.by = discharges.back().by;
  }
}

syntax::Tier single_tier(syntax::Duration target) {
  syntax::Tier tier;
  tier.span = target.span;
  tier.target = std::move(target);
  return tier;
}

}  // namespace

void Builder::obligation(Grammar::ObligationContext& context, syntax::Clause& clause) {
  if (auto* about = context.aboutEach()) clause.subject = name(about->subjectName());
  clause.party = name(context.partyName());
  clause.obligation = span(context);
  if (auto* forbidden = context.prohibition()) {
    if (forbidden->K_LEAVE()) {
      clause.body = stay(*forbidden);
    } else {
      clause.body = prohibition(*forbidden);
    }
  } else if (auto* amount = context.quantity()) {
    quantity(*amount, clause);
  } else {
    clause.body = deadline(*context.deadline());
  }
}

syntax::DeadlineBody Builder::deadline(Grammar::DeadlineContext& context) {
  syntax::DeadlineBody result;
  for (auto* part : context.discharge()) result.discharges.push_back(discharge(*part));
  share_by(result.discharges);
  result.all = !context.K_AND().empty();
  if (result.all && !context.K_OR().empty()) {
    auto* finding = reporter_.add(diagnose::Code::unexpected, span(context.K_OR(0)),
                                  "`and` and `or` cannot both join what must be done");
    if (finding) finding->secondary.push_back({span(context.K_AND(0)), "`and` is here"});
    if (finding) finding->help = "write two clauses, or use one of the two words throughout";
  }
  result.tiers = tiers(*context.deadlineTarget());
  result.start = trigger(*context.start()->trigger());
  return result;
}

syntax::StayBody Builder::stay(Grammar::ProhibitionContext& context) {
  syntax::StayBody result;
  result.subject = name(context.subject()->subjectName());
  result.states = names(context.states()->stateName());
  result.in_states = source::join(span(context.K_IN()), span(*context.states()));
  result.tiers = context.tierBody() ? tiers(*context.tierBody())
                                    : std::vector{single_tier(duration(*context.duration()))};
  return result;
}

syntax::ProhibitionBody Builder::prohibition(Grammar::ProhibitionContext& context) {
  syntax::ProhibitionBody result;
  for (auto* part : context.discharge()) result.forbidden.push_back(discharge(*part));
  share_by(result.forbidden);
  Said said(reporter_);
  for (auto* part : context.restriction()) {
    if (part->K_WITHOUT()) {
      if (said.first("`without`", span(*part))) result.without = expression(*part->expression());
    } else if (part->K_WHILE()) {
      if (said.first("`while`", span(*part))) result.while_ = expression(*part->expression());
    } else if (said.first("`outside`", span(*part))) {
      result.outside = name(part->calendarName());
    }
  }
  return result;
}

syntax::Discharge Builder::discharge(Grammar::DischargeContext& context) {
  syntax::Discharge result;
  result.span = span(context);
  if (context.subject()) result.subject = name(context.subject()->subjectName());
  if (context.K_MOVE()) {
    result.kind = syntax::DischargeKind::move;
    result.names = names(context.states()->stateName());
  } else if (context.K_ASSIGN()) {
    result.kind = syntax::DischargeKind::assign;
  } else if (context.K_RECORD()) {
    result.kind = syntax::DischargeKind::record;
    result.names = names(context.fieldName());
  } else {
    result.kind = syntax::DischargeKind::event;
    result.names = events(*context.events());
  }
  if (context.partyName()) result.by = name(context.partyName());
  return result;
}

std::vector<syntax::Tier> Builder::tiers(Grammar::DeadlineTargetContext& context) {
  if (context.tierBody()) return tiers(*context.tierBody());
  if (context.duration()) return {single_tier(duration(*context.duration()))};
  syntax::Tier tier;
  tier.span = span(context);
  tier.immediately = true;
  return {tier};
}

std::vector<syntax::Tier> Builder::tiers(Grammar::QuantityPartContext& context) {
  if (context.tierBody()) return tiers(*context.tierBody());
  return {single_tier(duration(*context.duration()))};
}

std::vector<syntax::Tier> Builder::tiers(Grammar::TierBodyContext& context) {
  std::vector<syntax::Tier> result;
  for (auto* line : context.tier()) {
    if (!sound(line)) continue;
    syntax::Tier tier;
    tier.span = span(*line);
    if (line->expression()) tier.when = expression(*line->expression());
    tier.otherwise = line->K_OTHERWISE() != nullptr;
    tier.immediately = line->K_IMMEDIATELY() != nullptr;
    if (line->duration()) tier.target = duration(*line->duration());
    if (!result.empty() && result.back().otherwise) {
      auto* finding = reporter_.add(diagnose::Code::unexpected, tier.span,
                                    "a tier after `otherwise` is never reached");
      if (finding)
        finding->secondary.push_back({result.back().span, "this one takes all that are left"});
      if (finding) finding->help = "put `otherwise` last";
      continue;
    }
    result.push_back(std::move(tier));
  }
  return result;
}

syntax::Trigger Builder::trigger(Grammar::TriggerContext& context) {
  if (context.stateTrigger()) return state_trigger(*context.stateTrigger());
  syntax::Trigger result;
  result.kind = syntax::TriggerKind::event;
  result.names = events(*context.events());
  result.span = span(context);
  return result;
}

syntax::Trigger Builder::state_trigger(Grammar::StateTriggerContext& context) {
  syntax::Trigger result;
  result.kind = context.K_BEING()     ? syntax::TriggerKind::assigned
                : context.K_LEAVING() ? syntax::TriggerKind::leaving
                                      : syntax::TriggerKind::entering;
  if (context.states()) result.states = names(context.states()->stateName());
  result.span = span(context);
  return result;
}

std::vector<syntax::Name> Builder::events(Grammar::EventsContext& context) {
  return names(context.eventName());
}

}  // namespace sla::parse
