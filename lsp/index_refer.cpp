// What each declaration of a compilation names.

#include <algorithm>
#include <set>

#include "compiler/parse/parse.h"
#include "compiler/syntax/dotted.h"
#include "lsp/index.h"

namespace sla::lsp {

using syntax::Expression;
using syntax::ExpressionKind;
using syntax::Name;

/// Names are looked up as `compiler/check` does, but without a complaint about those that mean
/// nothing.
class Referrer {
 public:
  Referrer(const driver::Checked& checked, Index& index) : checked_(checked), index_(index) {
    for (const Symbol* record : index.all(SymbolKind::record)) records_.push_back(record->name);
    for (const syntax::File& file : checked.files) {
      for (const syntax::Declaration& declaration : file.declarations) notice(declaration);
    }
  }

  void run() {
    for (const syntax::File& file : checked_.files) {
      library_ = file.library;
      for (const syntax::Declaration& declaration : file.declarations)
        std::visit([&](const auto& each) { refer(each); }, declaration);
    }
    for (const syntax::Instance& instance : checked_.instances) refer_instance(instance);
    refer_filled_in();
  }

 private:
  void notice(const syntax::Declaration& declaration) {
    if (const auto* header = std::get_if<syntax::AgreementHeader>(&declaration)) {
      if (header->calendar) default_calendar_ = header->calendar->text;
    } else if (const auto* calendar = std::get_if<syntax::Calendar>(&declaration)) {
      calendars_.insert(calendar->name.text);
    } else if (const auto* record = std::get_if<syntax::Record>(&declaration)) {
      if (record->parent) parents_[record->name.text] = record->parent->text;
    }
  }

  std::string calendar_or_default(const std::optional<Name>& own) const {
    if (own) return own->text;
    if (!default_calendar_.empty()) return default_calendar_;
    return calendars_.size() == 1 ? *calendars_.begin() : "";
  }

  bool mention(SymbolKind kind, std::string_view scope, std::string_view name, Span span) {
    const auto id = index_.id_of(kind, scope, name);
    if (id) index_.occur(*id, span, false);
    return id.has_value();
  }

  void mention(SymbolKind kind, const Name& name) { mention(kind, "", name.text, name.span); }
  void mention(SymbolKind kind, const std::optional<Name>& name) {
    if (name) mention(kind, *name);
  }

  void mention_record(const Name& word) {
    // Only where the record's own name stands: `opportunities` is not renamed with it.
    if (const auto record = record_called(records_, word.text); record && *record == word.text)
      mention(SymbolKind::record, "", *record, word.span);
  }

  void mention_states(const std::vector<Name>& states, const std::string& record) {
    for (const Name& state : states) {
      if (mention(SymbolKind::state, record, state.text, state.span)) continue;
      for (const std::string& other : records_) {
        if (mention(SymbolKind::state, other, state.text, state.span)) break;
      }
    }
  }

  void mention_events(const std::vector<Name>& events) {
    for (const Name& event : events) mention(SymbolKind::event, event);
  }

  static Span part(Span span, std::size_t begin, std::size_t length) {
    const auto from = static_cast<std::uint32_t>(span.begin + begin);
    return {span.file, from, static_cast<std::uint32_t>(from + length)};
  }

  /// `score`, `lead.country`, `webinar.topic`; the field's scope, or nothing.
  std::optional<std::string> mention_field(const Name& name, const std::string& record) {
    const std::string& text = name.text;
    const std::size_t dot = text.find('.');
    if (dot == text.npos) {
      if (mention(SymbolKind::field, record, text, name.span)) return record;
      for (const std::string& other : records_) {
        if (mention(SymbolKind::field, other, text, name.span)) return other;
      }
      mention(SymbolKind::record, "", text, name.span);  // `lead is known`
      return std::nullopt;
    }
    const std::string owner = text.substr(0, dot), field = text.substr(dot + 1);
    const std::size_t length = name.span.end - name.span.begin;
    if (length != text.size()) return std::nullopt;  // Blanks around the point.
    if (!mention(SymbolKind::record, "", owner, part(name.span, 0, dot)))
      mention(SymbolKind::event, "", owner, part(name.span, 0, dot));
    if (!mention(SymbolKind::field, owner, field, part(name.span, dot + 1, field.size())))
      return std::nullopt;
    return owner;
  }

  void mention_group(const std::optional<Name>& group, const std::string& record) {
    if (group && group->text != "owner" && group->text != "team") mention_field(*group, record);
  }

  // ---- expressions ------------------------------------------------------------------------------

  void refer(const Expression& e, const std::string& record) {
    switch (e.kind) {
      case ExpressionKind::name: return refer_name(e, record);
      case ExpressionKind::in_states: return refer_states(e.children, record);
      case ExpressionKind::equal:
      case ExpressionKind::not_equal:
      case ExpressionKind::in_list:
      case ExpressionKind::not_in_list:
        if (e.children.size() == 2) return refer_comparison(e, record);
        break;
      case ExpressionKind::duration: use_duration(e.duration, e.span, "", false); break;
      default: break;
    }
    for (const Expression& child : e.children) refer(child, record);
  }

  void refer(const std::optional<Expression>& e, const std::string& record) {
    if (e) refer(*e, record);
  }

  void refer_states(const std::vector<Expression>& names, const std::string& record) {
    for (const Expression& name : names) mention_states({{name.text, name.span}}, record);
  }

  std::optional<std::string> refer_name(const Expression& e, const std::string& record,
                                        std::string* field_scope) {
    const Name name{e.text, e.span};
    if (mention(SymbolKind::define, "", e.text, e.span)) return std::nullopt;
    if (mention(SymbolKind::clause, "", e.text, e.span)) return std::nullopt;
    const auto scope = mention_field(name, record);
    if (scope && field_scope != nullptr) {
      const std::size_t dot = e.text.find('.');
      *field_scope = *scope + "." + (dot == e.text.npos ? e.text : e.text.substr(dot + 1));
    }
    return scope;
  }
  void refer_name(const Expression& e, const std::string& record) {
    refer_name(e, record, nullptr);
  }

  void refer_comparison(const Expression& e, const std::string& record) {
    const Expression& left = e.children[0];
    const Expression& right = e.children[1];
    const bool of_state = left.kind == ExpressionKind::name &&
                          (left.text == "state" || left.text == "stage") &&
                          !index_.id_of(SymbolKind::field, record, left.text);
    const auto& items =
        right.kind == ExpressionKind::list ? right.children : std::vector<Expression>{right};
    if (of_state) return refer_states(items, record);
    std::string field;
    if (left.kind == ExpressionKind::name) refer_name(left, record, &field);
    else refer(left, record);
    for (const Expression& item : items) {
      const bool is_choice = item.kind == ExpressionKind::name && !field.empty() &&
                             mention(SymbolKind::choice, field, item.text, item.span);
      if (!is_choice) refer(item, record);
    }
  }

  // ---- durations --------------------------------------------------------------------------------

  void use_duration(const syntax::Duration& duration, Span span, const std::string& calendar,
                    bool is_target) {
    const auto written = written_as(span, checked_.sources);
    if (!written || written->end <= written->begin) return;
    index_.durations_.push_back(
        {*written, duration, calendar.empty() ? calendar_or_default({}) : calendar, is_target});
  }

  void use_duration(const std::optional<syntax::Duration>& duration, const std::string& calendar) {
    if (duration) use_duration(*duration, duration->span, calendar, false);
  }

  // ---- declarations -----------------------------------------------------------------------------

  void refer(const syntax::AgreementHeader& header) {
    mention(SymbolKind::calendar, header.calendar);
  }

  void refer(const syntax::Calendar& calendar) {
    for (const syntax::CalendarItem& item : calendar.items) {
      if (const auto* set = std::get_if<syntax::HolidaySet>(&item)) refer(*set);
    }
  }

  void refer(const syntax::HolidaySet& set) {
    if (set.path.empty()) return;
    const Name& last = set.path.back();
    const std::vector<Name> before(set.path.begin(), set.path.end() - 1);
    const std::string library = before.empty() ? library_ : syntax::dotted(before);
    if (!mention(SymbolKind::holidays, library, last.text, last.span))
      mention(SymbolKind::holidays, "", last.text, last.span);
  }

  void refer(const syntax::Holidays& set) {
    for (const auto& item : set.items) {
      if (const auto* other = std::get_if<syntax::HolidaySet>(&item)) refer(*other);
    }
  }

  void refer(const syntax::Record& record) {
    if (record.parent) mention_record(*record.parent);
    for (const syntax::Field& field : record.fields)
      mention(SymbolKind::calendar, field.type.calendar);
  }

  void refer(const syntax::Define& define) { refer(define.value, record_of(define.value)); }

  void refer(const syntax::Lifecycle& lifecycle) {
    const std::string& record = lifecycle.subject.text;
    mention_record(lifecycle.subject);
    for (const syntax::StateLine& line : lifecycle.states) {
      mention(SymbolKind::party, line.owner);
      refer(line.requires_, record);
    }
    for (const syntax::MoveChain& chain : lifecycle.moves) {
      for (const auto& step : chain.steps) mention_states(step, record);
    }
  }

  void refer(const syntax::Role&) {}
  void refer(const syntax::EventDeclaration&) {}
  void refer(const syntax::Use&) {}
  void refer(const syntax::Template&) {}
  void refer(const syntax::Instance&) {}
  void refer(const syntax::Parameter&) {}

  void refer(const syntax::Source& source);
  void refer(const syntax::Clause& clause);
  void refer_body(const syntax::Clause& clause, const std::string& record,
                  const std::string& calendar);
  void refer(const syntax::Discharge& discharge, const std::string& record);
  void refer(const syntax::Trigger& trigger, const std::string& record);
  void refer(const std::vector<syntax::Tier>& tiers, const std::string& record,
             const std::string& calendar);
  void refer(const syntax::Action& action, const std::string& calendar);
  void refer(const syntax::Program& program);
  void refer(const syntax::Test& test);
  void refer_facts(const std::vector<syntax::Fact>& facts, const std::string& record);
  void refer(const syntax::Happening& happening, const std::string& scope);
  void refer(const syntax::Expectation& expectation, const std::string& scope);
  void refer_instance(const syntax::Instance& instance);
  void refer_filled_in();

  // ---- which record -----------------------------------------------------------------------------

  bool has_all_states(const std::string& record, const std::vector<std::string>& states) const {
    return std::ranges::all_of(states, [&](const std::string& state) {
      return index_.id_of(SymbolKind::state, record, state).has_value();
    });
  }

  std::string record_with(const std::vector<std::string>& states) const {
    for (const std::string& record : records_) {
      if (has_all_states(record, states)) return record;
    }
    return "lead";
  }

  static void names_in(const Expression& e, std::vector<std::string>& fields) {
    if (e.kind == ExpressionKind::name) fields.push_back(e.text);
    for (const Expression& child : e.children) names_in(child, fields);
  }

  /// The first record that has every field which only records have.
  std::string record_of(const Expression& e) const {
    std::vector<std::string> names;
    names_in(e, names);
    std::string best = "lead";
    std::size_t most = 0;
    for (const std::string& record : records_) {
      const auto had =
          static_cast<std::size_t>(std::ranges::count_if(names, [&](const std::string& name) {
            return index_.id_of(SymbolKind::field, record, name).has_value();
          }));
      if (had <= most) continue;
      best = record;
      most = had;
    }
    return best;
  }

  std::string record_of(const syntax::Clause& clause) const;

  const driver::Checked& checked_;
  Index& index_;
  std::vector<std::string> records_;
  std::map<std::string, std::string> parents_;
  std::string default_calendar_, library_;
  std::set<std::string> calendars_;
  std::map<std::string, std::string> subject_records_;  ///< Of the test that is read.
};

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

// ---- sources and programs -----------------------------------------------------------------------

void Referrer::refer(const syntax::Source& source) {
  const std::string record =
      source.record ? record_called(records_, source.record->text).value_or("lead") : "lead";
  if (source.record) mention_record(*source.record);
  for (const syntax::EventMapping& mapping : source.events) {
    if (mapping.action == syntax::EventAction::enters) mention_states({mapping.target}, record);
    if (mapping.action == syntax::EventAction::is) mention(SymbolKind::event, mapping.target);
  }
  for (const syntax::FieldMapping& mapping : source.fields) {
    const auto scope = mention_field(mapping.field, record);
    if (!scope) continue;
    const std::size_t dot = mapping.field.text.find('.');
    const std::string field =
        *scope + "." +
        (dot == std::string::npos ? mapping.field.text : mapping.field.text.substr(dot + 1));
    for (const syntax::ValueMapping& value : mapping.values)
      mention(SymbolKind::choice, field, value.target.text, value.target.span);
  }
}

void Referrer::refer(const syntax::Program& program) {
  for (const syntax::Badge& badge : program.badges) {
    mention(SymbolKind::clause, badge.clause);
  }
}

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
      // By value: mentioning may not move symbols, but the name outlives the loop either way.
      const std::string name = program->name;
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

// ---- templates ----------------------------------------------------------------------------------

void Referrer::refer_instance(const syntax::Instance& instance) {
  if (instance.from.empty()) return;
  const Name& name = instance.from.back();
  for (const Symbol* found : index_.all(SymbolKind::template_)) {
    if (found->name != name.text) continue;
    const std::string scope = found->scope;
    mention(SymbolKind::template_, scope, name.text, name.span);
    for (const syntax::Argument& argument : instance.arguments)
      mention(SymbolKind::parameter, scope + "/" + name.text, argument.name.text,
              argument.name.span);
  }
}

/// Parameters are named in the bodies of their templates, and in the file that declares them.
void Referrer::refer_filled_in() {
  for (const Symbol* found : index_.all(SymbolKind::template_)) {
    const auto* const* node = std::get_if<const syntax::Template*>(&found->node);
    if (node == nullptr) continue;
    const std::string scope = found->scope + "/" + found->name;
    for (const Name& name : parse::plain_names(checked_.sources, (*node)->body))
      mention(SymbolKind::parameter, scope, name.text, name.span);
  }
  for (std::uint32_t file = 0; file < checked_.sources.size(); ++file) {
    const source::Expansion* expansion = checked_.sources.file(file).expansion();
    if (expansion == nullptr) continue;
    for (const source::Segment& segment : expansion->segments) {
      if (!segment.in_place_of) continue;
      const auto place = written_as(*segment.in_place_of, checked_.sources);
      if (!place) continue;
      mention(SymbolKind::parameter, std::to_string(place->file), checked_.sources.text(*place),
              *place);
    }
  }
}

void refer_all(const driver::Checked& checked, Index& index) { Referrer(checked, index).run(); }

}  // namespace sla::lsp
