#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "compiler/syntax/syntax.h"
#include "lsp/index.h"

namespace sla::lsp {

using syntax::Expression;
using syntax::ExpressionKind;
using syntax::Name;

/// Finds the names that each declaration of a compilation uses; made and used by Index alone. Names
/// are looked up as `compiler/check` does, but without a complaint about those that mean nothing.
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

}  // namespace sla::lsp
