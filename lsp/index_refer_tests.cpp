// What tests name.

#include "lsp/referrer.h"

namespace sla::lsp {

// ---- tests --------------------------------------------------------------------------------------

void Referrer::refer_facts(const std::vector<syntax::Fact>& facts, const std::string& record) {
  for (const syntax::Fact& fact : facts) {
    const auto scope = mention_field(fact.field, record);
    if (!fact.value) continue;
    const std::size_t dot = fact.field.text.find('.');
    const std::string field =
        dot == std::string::npos ? fact.field.text : fact.field.text.substr(dot + 1);
    const bool is_choice =
        scope && fact.value->kind == ExpressionKind::name &&
        mention(SymbolKind::choice, *scope + "." + field, fact.value->text, fact.value->span);
    if (!is_choice && fact.value->kind != ExpressionKind::name) refer(*fact.value, record);
  }
}

void Referrer::refer(const syntax::Happening& happening, const std::string& scope) {
  mention(SymbolKind::subject, scope, happening.lead.text, happening.lead.span);
  const auto known = subject_records_.find(happening.lead.text);
  const std::string record = known == subject_records_.end() ? "lead" : known->second;
  switch (happening.kind) {
    case syntax::HappeningKind::enters: mention_states({happening.target}, record); break;
    case syntax::HappeningKind::merged:
      mention(SymbolKind::subject, scope, happening.target.text, happening.target.span);
      break;
    case syntax::HappeningKind::event: {
      // What the event says comes first: `{ topic "pricing" }` of a webinar.
      mention(SymbolKind::event, happening.target);
      for (const syntax::Fact& fact : happening.facts)
        mention(SymbolKind::field, happening.target.text, fact.field.text, fact.field.span);
      break;
    }
    default: break;
  }
  refer_facts(happening.facts, record);
}

void Referrer::refer(const syntax::Expectation& expectation, const std::string& scope) {
  if (!mention(SymbolKind::clause, "", expectation.clause.text, expectation.clause.span))
    mention(SymbolKind::program, expectation.clause);
  if (expectation.lead)
    mention(SymbolKind::subject, scope, expectation.lead->text, expectation.lead->span);
  for (const syntax::Claim& claim : expectation.claims) {
    use_duration(claim.duration, "");
    if (!claim.deed) continue;
    for (const syntax::Told& told : claim.deed->to) mention(SymbolKind::role, told.role);
  }
  for (const syntax::Standing& standing : expectation.standings) {
    if (!standing.name) continue;
    for (const Symbol* program : index_.all(SymbolKind::program)) {
      const std::string& name = program->name;
      if (mention(SymbolKind::badge, name, standing.name->text, standing.name->span)) break;
    }
    mention(SymbolKind::program, *standing.name);
    mention(SymbolKind::clause, *standing.name);
  }
}

void Referrer::refer(const syntax::Test& test) {
  const std::string scope = std::to_string(test.span.file) + ":" + std::to_string(test.span.begin);
  subject_records_.clear();
  for (const syntax::GivenLeads& given : test.leads) {
    mention_record(given.record);
    if (given.parent) mention(SymbolKind::subject, scope, given.parent->text, given.parent->span);
    for (const Name& lead : given.names) subject_records_[lead.text] = given.record.text;
    refer_facts(given.facts, given.record.text);
  }
  for (const syntax::Person& person : test.people) {
    mention(SymbolKind::party, person.party);
    for (const auto& [role, holder] : person.roles) mention(SymbolKind::role, role);
  }
  for (const auto& step : test.steps) {
    if (const auto* happening = std::get_if<syntax::Happening>(&step)) refer(*happening, scope);
    if (const auto* retraction = std::get_if<syntax::Retraction>(&step))
      refer(retraction->what, scope);
    if (const auto* expectation = std::get_if<syntax::Expectation>(&step))
      refer(*expectation, scope);
  }
}

}  // namespace sla::lsp
