#include "compiler/check/mentions.h"

#include <algorithm>
#include <bit>

#include "compiler/agreement/words.h"
#include "compiler/diagnose/finding.h"

namespace sla::check {
namespace {

using syntax::Expression;
using syntax::ExpressionKind;

bool has_state(const DeclaredRecord& record, std::string_view name) {
  if (record.lifecycle == nullptr) return false;
  for (const syntax::StateLine& line : record.lifecycle->states) {
    for (const syntax::Name& state : line.names) {
      if (state.text == name) return true;
    }
  }
  return false;
}

const syntax::Field* field_of(const DeclaredRecord& record, std::string_view name) {
  if (record.fields == nullptr) return nullptr;
  for (const syntax::Field& field : record.fields->fields) {
    if (field.name.text == name) return &field;
  }
  return nullptr;
}

template <typename T>
int index_of(const std::vector<const T*>& things, std::string_view name) {
  const auto found =
      std::ranges::find_if(things, [&](const T* each) { return each->name.text == name; });
  return found == things.end() ? -1 : static_cast<int>(found - things.begin());
}

}  // namespace

/// Walks one declaration.
class MentionCollector {
 public:
  explicit MentionCollector(const RecordNames& names) : names_(names), declared_(names.declared_) {}

  Mentions take() { return std::move(made_); }

  void record(const std::optional<syntax::Name>& word) {
    if (!word) return;
    const int record = names_.record_of(word->text);
    if (record >= 0) add(*word, RecordSet{1} << record);
  }

  void expression(const std::optional<Expression>& e) {
    if (e) expression(*e);
  }

  void expression(const Expression& e) {
    switch (e.kind) {
      case ExpressionKind::name: return word(e.text, e.span);
      case ExpressionKind::in_states:
        for (const Expression& state : e.children) this->state({state.text, state.span});
        return;
      case ExpressionKind::equal:
      case ExpressionKind::not_equal:
      case ExpressionKind::in_list:
      case ExpressionKind::not_in_list:
        if (e.children[0].kind == ExpressionKind::name) return comparison(e);
        break;
      default: break;
    }
    for (const Expression& child : e.children) expression(child);
  }

  void state(const syntax::Name& name) {
    const RecordSet with = names_.with_state(name.text);
    if (with != 0) return add(name, with);
    unknown(name.text, [](const DeclaredRecord& record) {
      std::vector<std::string> names;
      if (record.lifecycle == nullptr) return names;
      for (const syntax::StateLine& line : record.lifecycle->states) {
        for (const syntax::Name& each : line.names) names.push_back(each.text);
      }
      return names;
    });
  }

  void states(const std::vector<syntax::Name>& names) {
    for (const syntax::Name& name : names) state(name);
  }

  void field(const syntax::Name& name) { word(name.text, name.span); }

  void clause(const syntax::Name& name) {
    const int clause = index_of(declared_.clauses, name.text);
    if (clause >= 0) add(name, names_.of_clause(clause));
  }

  // ---- the parts of a clause

  void trigger(const syntax::Trigger& trigger) {
    record(trigger.subject);
    states(trigger.states);
  }
  void discharge(const syntax::Discharge& discharge) {
    record(discharge.subject);
    if (discharge.kind == syntax::DischargeKind::move) states(discharge.names);
    if (discharge.kind != syntax::DischargeKind::record) return;
    for (const syntax::Name& name : discharge.names) field(name);
  }
  void tiers(const std::vector<syntax::Tier>& tiers) {
    for (const syntax::Tier& tier : tiers) expression(tier.when);
  }
  void group(const std::optional<syntax::Name>& per) {
    if (per && per->text != "owner" && per->text != "team") field(*per);
  }
  /// What is summed, or the records themselves: `at least 5 opportunities entering won`.
  void summed(const std::optional<syntax::Name>& name) {
    if (!name) return;
    if (names_.with_field(name->text) == 0 && names_.record_of(name->text) >= 0) record(name);
    else field(*name);
  }

  void operator()(const syntax::DeadlineBody& body) {
    for (const syntax::Discharge& each : body.discharges) discharge(each);
    tiers(body.tiers);
    trigger(body.start);
  }
  void operator()(const syntax::CadenceBody& body) {
    tiers(body.tiers);
    if (body.start) trigger(*body.start);
    states(body.until);
  }
  void operator()(const syntax::StayBody& body) {
    record(body.subject);
    states(body.states);
    tiers(body.tiers);
  }
  void operator()(const syntax::ProhibitionBody& body) {
    for (const syntax::Discharge& each : body.forbidden) discharge(each);
    expression(body.without);
    expression(body.while_);
  }
  void operator()(const syntax::VolumeBody& body) {
    summed(body.sum_of);
    trigger(body.counted);
    expression(body.where);
    group(body.per);
  }
  void operator()(const syntax::ShareBody& body) {
    summed(body.sum_of);
    trigger(body.counted);
    expression(body.where);
    group(body.per);
  }
  void operator()(const syntax::ConversionBody& body) {
    trigger(body.entering);
    states(body.to);
    expression(body.not_counting);
    group(body.per);
  }

  void whole(const syntax::Clause& clause) {
    record(clause.subject);
    std::visit(*this, clause.body);
    for (const auto* condition :
         {&clause.when, &clause.while_, &clause.paused_while, &clause.excused_when}) {
      expression(*condition);
    }
    if (clause.target) group(clause.target->per);
  }

 private:
  void add(const syntax::Name& name, RecordSet records) {
    if (records != 0) made_.of_records.push_back({name.text, name.span, records});
  }

  template <typename Candidates>
  void unknown(const std::string& name, Candidates candidates) {
    made_.has_unknown = true;
    for (std::size_t r = 0; r < declared_.records.size(); ++r) {
      if (diagnose::nearest(name, candidates(declared_.records[r]))) {
        made_.nearly |= RecordSet{1} << r;
      }
    }
  }

  bool is_clause(const std::string& text) const {
    return names_.with_field(text) == 0 && index_of(declared_.defines, text) < 0 &&
           index_of(declared_.clauses, text) >= 0;
  }

  bool is_state_word(const std::string& text) const {
    return (text == "state" || text == "stage") && names_.with_field(text) == 0 &&
           index_of(declared_.defines, text) < 0;
  }

  void word(const std::string& text, Span span) {
    RecordSet with = names_.with_field(text);
    if (const int define = index_of(declared_.defines, text); define >= 0) {
      // A field hides a definition of its name.
      with |= names_.of_define(define);
      made_.defines.push_back(define);
    }
    if (with != 0) return add({text, span}, with);
    if (text == "on_hold") return;
    unknown(text, [](const DeclaredRecord& record) {
      std::vector<std::string> names;
      if (record.fields == nullptr) return names;
      for (const syntax::Field& each : record.fields->fields) names.push_back(each.name.text);
      return names;
    });
  }

  void comparison(const Expression& e) {
    const Expression& left = e.children[0];
    const Expression& right = e.children[1];
    const bool is_list = right.kind == ExpressionKind::list;
    const auto each_item = [&](auto take) {
      if (!is_list) return take(right);
      for (const Expression& item : right.children) take(item);
    };
    if (is_state_word(left.text)) {
      return each_item([&](const Expression& item) { state({item.text, item.span}); });
    }
    if (is_clause(left.text)) return clause({left.text, left.span});
    expression(left);
    each_item([&](const Expression& item) {
      if (item.kind == ExpressionKind::name) value(left, item);
      else expression(item);
    });
  }

  /// A choice of the field on the left, or something that has a name of its own.
  void value(const Expression& left, const Expression& item) {
    const RecordSet as_choice = names_.with_choice(left.text, item.text);
    const RecordSet without_field = names_.every_record() & ~names_.with_field(left.text);
    const bool has_name =
        names_.with_field(item.text) != 0 || index_of(declared_.defines, item.text) >= 0;
    if (as_choice == 0) {
      if (has_name) word(item.text, item.span);
      return;
    }
    const RecordSet as_name = has_name ? names_.with_field(item.text) : 0;
    add({item.text, item.span}, as_choice | without_field | as_name);
  }

  const RecordNames& names_;
  const Declarations& declared_;
  Mentions made_;
};

RecordSet Mentions::all_of(RecordSet records) const {
  for (const Mention& mention : of_records) records &= mention.records;
  return records;
}

namespace {

/// The field of an event's payload, `webinar.topic`, which every record has; or null.
const syntax::Field* payload_of(const Declarations& declared, std::string_view name) {
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) return nullptr;
  for (const syntax::EventDeclaration* event : declared.events) {
    if (event->name.text != name.substr(0, dot)) continue;
    for (const syntax::Field& field : event->fields) {
      if (field.name.text == name.substr(dot + 1)) return &field;
    }
  }
  return nullptr;
}

}  // namespace

RecordNames::RecordNames(const Declarations& declared)
    : declared_(declared), defines_(declared.defines.size()), clauses_(declared.clauses.size()) {
  every_ = (RecordSet{1} << declared.records.size()) - 1;
}

int RecordNames::record_of(std::string_view word) const {
  for (std::size_t r = 0; r < declared_.records.size(); ++r) {
    const std::string& name = declared_.records[r].name;
    if (word == name || word == agreement::plural(name)) return static_cast<int>(r);
  }
  return -1;
}

RecordSet RecordNames::with_state(std::string_view name) const {
  RecordSet with = 0;
  for (std::size_t r = 0; r < declared_.records.size(); ++r) {
    if (has_state(declared_.records[r], name)) with |= RecordSet{1} << r;
  }
  return with;
}

RecordSet RecordNames::with_field(std::string_view name) const {
  if (payload_of(declared_, name) != nullptr) return every_;
  RecordSet with = 0;
  const std::size_t dot = name.find('.');
  for (std::size_t r = 0; r < declared_.records.size(); ++r) {
    const DeclaredRecord& record = declared_.records[r];
    bool has = false;
    if (dot == std::string_view::npos) {
      // The parent's name is the field with its id.
      has = field_of(record, name) != nullptr || (!name.empty() && name == record.parent);
    } else {
      const std::string_view of = name.substr(0, dot);
      const int whose = record_of(of);
      has = whose >= 0 && declared_.records[static_cast<std::size_t>(whose)].name == of &&
            (of == record.name || of == record.parent) &&
            field_of(declared_.records[static_cast<std::size_t>(whose)], name.substr(dot + 1)) !=
                nullptr;
    }
    if (has) with |= RecordSet{1} << r;
  }
  return with;
}

RecordSet RecordNames::with_choice(std::string_view field, std::string_view choice) const {
  const auto has_choice = [&](const syntax::Field& asked) {
    return std::ranges::find(asked.type.choices, choice, &syntax::Name::text) !=
           asked.type.choices.end();
  };
  if (const syntax::Field* payload = payload_of(declared_, field)) {
    return has_choice(*payload) ? every_ : 0;
  }
  RecordSet with = 0;
  for (std::size_t r = 0; r < declared_.records.size(); ++r) {
    if ((with_field(field) >> r & 1) == 0) continue;
    const std::size_t dot = field.find('.');
    const bool qualified = dot != std::string_view::npos;
    const std::size_t whose =
        qualified ? static_cast<std::size_t>(record_of(field.substr(0, dot))) : r;
    const syntax::Field* found =
        field_of(declared_.records[whose], qualified ? field.substr(dot + 1) : field);
    if (found == nullptr) continue;
    if (has_choice(*found)) with |= RecordSet{1} << r;
  }
  return with;
}

const Mentions& RecordNames::in_define(int define) const {
  Lookup& lookup = defines_[static_cast<std::size_t>(define)];
  if (lookup.state == Lookup::State::unseen) {
    lookup.state = Lookup::State::open;
    MentionCollector collector(*this);
    collector.expression(declared_.defines[static_cast<std::size_t>(define)]->value);
    lookup.mentions = collector.take();
    lookup.state = Lookup::State::done;
  }
  return lookup.mentions;
}

const Mentions& RecordNames::in_clause(int clause) const {
  Lookup& lookup = clauses_[static_cast<std::size_t>(clause)];
  if (lookup.state == Lookup::State::unseen) {
    lookup.state = Lookup::State::open;
    MentionCollector collector(*this);
    collector.whole(*declared_.clauses[static_cast<std::size_t>(clause)]);
    lookup.mentions = collector.take();
    lookup.state = Lookup::State::done;
  }
  return lookup.mentions;
}

// Of what is being looked at already, in a circle, the mentions found so far are none.
RecordSet RecordNames::of_define(int define) const { return in_define(define).all_of(every_); }
RecordSet RecordNames::of_clause(int clause) const { return in_clause(clause).all_of(every_); }

Mentions RecordNames::in_expression(const syntax::Expression& e) const {
  MentionCollector collector(*this);
  collector.expression(e);
  return collector.take();
}

Mentions RecordNames::in_source(const syntax::Source& source) const {
  MentionCollector collector(*this);
  for (const syntax::EventMapping& mapping : source.events) {
    collector.record(mapping.merged_record);
    if (mapping.action == syntax::EventAction::enters) collector.state(mapping.target);
  }
  return collector.take();
}

}  // namespace sla::check
