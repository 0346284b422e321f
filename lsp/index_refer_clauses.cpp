// What clauses name, and which record they are about.

#include "lsp/referrer.h"

namespace sla::lsp {

// ---- clauses ------------------------------------------------------------------------------------

namespace {

void add_states(const syntax::Trigger& trigger, std::vector<std::string>& states) {
  for (const Name& state : trigger.states) states.push_back(state.text);
}

/// The states that a promise names.
struct NamedStates {
  std::vector<std::string> states;
  std::optional<std::string> word;  ///< `leads`, `opportunity`.

  void operator()(const syntax::Discharge& discharge) {
    if (discharge.kind == syntax::DischargeKind::move) {
      for (const Name& name : discharge.names) states.push_back(name.text);
    }
    if (discharge.subject) word = discharge.subject->text;
  }
  void operator()(const syntax::DeadlineBody& body) {
    for (const syntax::Discharge& each : body.discharges) (*this)(each);
    add_states(body.start, states);
  }
  void operator()(const syntax::CadenceBody& body) {
    if (body.start) add_states(*body.start, states);
    for (const Name& name : body.until) states.push_back(name.text);
  }
  void operator()(const syntax::StayBody& body) {
    for (const Name& name : body.states) states.push_back(name.text);
    word = body.subject.text;
  }
  void operator()(const syntax::ProhibitionBody& body) {
    for (const syntax::Discharge& each : body.forbidden) (*this)(each);
  }
  void operator()(const syntax::VolumeBody& body) { counted(body.counted); }
  void operator()(const syntax::ShareBody& body) { counted(body.counted); }
  void operator()(const syntax::ConversionBody& body) {
    counted(body.entering);
    for (const Name& name : body.to) states.push_back(name.text);
  }
  void counted(const syntax::Trigger& trigger) {
    add_states(trigger, states);
    if (trigger.subject) word = trigger.subject->text;
  }
};

}  // namespace

std::string Referrer::record_of(const syntax::Clause& clause) const {
  if (clause.subject) return record_called(records_, clause.subject->text).value_or("lead");
  NamedStates named;
  std::visit(named, clause.body);
  if (named.word) {
    if (const auto record = record_called(records_, *named.word)) return *record;
  }
  return record_with(named.states);
}

void Referrer::refer(const syntax::Discharge& discharge, const std::string& record) {
  switch (discharge.kind) {
    case syntax::DischargeKind::move: mention_states(discharge.names, record); break;
    case syntax::DischargeKind::event: mention_events(discharge.names); break;
    case syntax::DischargeKind::assign: break;
    case syntax::DischargeKind::record:
      for (const Name& name : discharge.names) mention_field(name, record);
      break;
  }
  if (discharge.subject) mention_record(*discharge.subject);
  mention(SymbolKind::party, discharge.by);
}

void Referrer::refer(const syntax::Trigger& trigger, const std::string& record) {
  mention_states(trigger.states, record);
  mention_events(trigger.names);
  if (trigger.subject) mention_record(*trigger.subject);
}

void Referrer::refer(const std::vector<syntax::Tier>& tiers, const std::string& record,
                     const std::string& calendar) {
  for (const syntax::Tier& tier : tiers) {
    refer(tier.when, record);
    if (!tier.immediately) use_duration(tier.target, tier.target.span, calendar, true);
  }
}

void Referrer::refer_body(const syntax::Clause& clause, const std::string& record,
                          const std::string& calendar) {
  const auto counted = [&](const auto& body) {
    if (body.sum_of) mention_field(*body.sum_of, record);
    refer(body.counted, record);
    refer(body.where, record);
    mention_group(body.per, record);
  };
  if (const auto* deadline = std::get_if<syntax::DeadlineBody>(&clause.body)) {
    for (const syntax::Discharge& each : deadline->discharges) refer(each, record);
    refer(deadline->tiers, record, calendar);
    refer(deadline->start, record);
  } else if (const auto* cadence = std::get_if<syntax::CadenceBody>(&clause.body)) {
    refer(cadence->touches, record);
    refer(cadence->tiers, record, calendar);
    if (cadence->start) refer(*cadence->start, record);
    use_duration(cadence->apart, calendar);
    mention_states(cadence->until, record);
  } else if (const auto* stay = std::get_if<syntax::StayBody>(&clause.body)) {
    mention_record(stay->subject);
    mention_states(stay->states, record);
    refer(stay->tiers, record, calendar);
  } else if (const auto* prohibition = std::get_if<syntax::ProhibitionBody>(&clause.body)) {
    for (const syntax::Discharge& each : prohibition->forbidden) refer(each, record);
    refer(prohibition->without, record);
    refer(prohibition->while_, record);
    mention(SymbolKind::calendar, prohibition->outside);
  } else if (const auto* volume = std::get_if<syntax::VolumeBody>(&clause.body)) {
    counted(*volume);
  } else if (const auto* share = std::get_if<syntax::ShareBody>(&clause.body)) {
    counted(*share);
  } else if (const auto* conversion = std::get_if<syntax::ConversionBody>(&clause.body)) {
    refer(conversion->entering, record);
    mention_states(conversion->to, record);
    use_duration(conversion->window, calendar);
    mention_group(conversion->per, record);
    refer(conversion->not_counting, record);
  }
}

void Referrer::refer(const syntax::Action& action, const std::string& calendar) {
  use_duration(action.duration, calendar);
  for (const syntax::Effect& effect : action.effects) {
    for (const Name& to : effect.to) {
      if (!mention(SymbolKind::role, "", to.text, to.span)) mention(SymbolKind::party, to);
    }
    mention(SymbolKind::calendar, effect.calendar);
  }
}

void Referrer::refer(const syntax::Clause& clause) {
  const std::string record = record_of(clause);
  const std::string calendar = calendar_or_default(clause.calendar);
  if (clause.subject) mention_record(*clause.subject);
  mention(SymbolKind::party, clause.party);
  refer_body(clause, record, calendar);
  refer(clause.when, record);
  refer(clause.while_, record);
  refer(clause.paused_while, record);
  refer(clause.excused_when, record);
  mention(SymbolKind::calendar, clause.calendar);
  if (clause.reassignment && clause.reassignment->rule == syntax::OnReassignment::grace)
    use_duration(clause.reassignment->grace, clause.reassignment->grace.span, calendar, false);
  if (clause.target) mention_group(clause.target->per, record);
  for (const syntax::Action& action : clause.actions) refer(action, calendar);
}

}  // namespace sla::lsp
