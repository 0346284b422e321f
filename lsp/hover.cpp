// What stands under the pointer, in Markdown.

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "compiler/agreement/words.h"
#include "compiler/parse/words.h"
#include "lsp/features.h"
#include "lsp/keywords.h"
#include "lsp/worked_time.h"
#include "runtime/time/zone.h"

namespace sla::lsp {
namespace {

std::string code(std::string_view text) { return fmt::format("```sla\n{}\n```", text); }

/// The first line of what is declared, up to its block.
std::string head_of(std::string_view text) {
  text = text.substr(0, text.find('{'));
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\r'))
    text.remove_suffix(1);
  return std::string(text);
}

std::string unit_note(agreement::TypeKind kind, const agreement::Agreement& agreement) {
  using agreement::TypeKind;
  switch (kind) {
    case TypeKind::money: return fmt::format("an amount in {}", agreement.currency);
    case TypeKind::percent: return "a percentage, exact to 6 places";
    case TypeKind::decimal: return "a decimal number, exact to 6 places";
    case TypeKind::integer: return "a whole number";
    case TypeKind::instant: return "an instant, in the agreement's zone where it names none";
    case TypeKind::date: return "a local date";
    case TypeKind::duration: return "elapsed time";
    case TypeKind::business_duration: return "working time of a calendar";
    case TypeKind::yes_no: return "yes or no";
    case TypeKind::text: return "a text; every character counts";
    case TypeKind::choice: return "one of a list";
  }
  return "";
}

/// The agreement about a record, among the whole.
const agreement::Agreement* about(const agreement::Agreement* whole, const std::string& record) {
  if (whole == nullptr || whole->subject_kind == record) return whole;
  const auto found = std::ranges::find(whole->others, record, &agreement::Agreement::subject_kind);
  return found == whole->others.end() ? nullptr : &*found;
}

template <typename List>
auto* named(const List& list, const std::string& name) {
  const auto found = std::ranges::find(list, name, [](const auto& each) { return each.name; });
  return found == list.end() ? nullptr : &*found;
}

class Describer {
 public:
  Describer(const Place& place, const Session& session)
      : snapshot_(*place.snapshot), session_(session), agreement_(place.snapshot->agreement()) {}

  std::vector<std::string> describe(const Symbol& symbol) {
    parts_.clear();
    switch (symbol.kind) {
      case SymbolKind::field: field(symbol); break;
      case SymbolKind::define: define(symbol); break;
      case SymbolKind::clause: clause(symbol); break;
      case SymbolKind::calendar: calendar(symbol); break;
      case SymbolKind::state: state(symbol); break;
      case SymbolKind::choice: say(code(symbol.name), "a value of `" + symbol.scope + "`"); break;
      case SymbolKind::party: party(symbol); break;
      case SymbolKind::parameter:
      case SymbolKind::role:
      case SymbolKind::source: declared(symbol, false); break;
      case SymbolKind::event:
        if (!symbol.definition) say(code("touch " + symbol.name), "a touch of the language");
        else declared(symbol, true);
        break;
      case SymbolKind::subject: say(code(symbol.name), "what this test is about"); break;
      case SymbolKind::test: break;
      default: declared(symbol, true); break;
    }
    return std::move(parts_);
  }

  std::vector<std::string> describe(const DurationUse& use) {
    parts_.clear();
    const syntax::Duration& duration = use.duration;
    if (agreement_ == nullptr) return {};
    const auto worked = worked_out(*agreement_, use.calendar, duration, session_.hints_from);
    if (!worked) return {};
    const bool business = duration.business || duration.end_of_day;
    const time::Zone zone = time::Zone::find(worked->zone).value_or(time::Zone::utc());
    say(fmt::format("{} from {} is **{}**", duration_words(duration),
                    short_time(worked->from, worked->from, worked->zone),
                    short_time(worked->deadline.due, worked->from, worked->zone)));
    if (business) say(fmt::format("business time of `{}`, {}", use.calendar, worked->zone));
    else say(fmt::format("elapsed time, {}", worked->zone));
    if (worked->deadline.breach != worked->deadline.due && worked->deadline.breach != time::kNever)
      say(fmt::format("breached after {}: until then no working time has passed",
                      time::format_local(worked->deadline.breach, zone)));
    return std::move(parts_);
  }

 private:
  void say(std::string part) { parts_.push_back(std::move(part)); }
  void say(std::string first, std::string second) {
    say(std::move(first));
    say(std::move(second));
  }
  std::string text(Span span) const { return std::string(snapshot_.sources().text(span)); }

  void title(const Symbol& symbol) {
    if (!symbol.title.empty()) say(symbol.title);
  }

  void declared(const Symbol& symbol, bool head_only) {
    const std::string whole = text(symbol.whole);
    say(code(head_only ? head_of(whole) : head_of(whole.substr(0, whole.find('\n')))));
    title(symbol);
    if (const auto* made = std::get_if<const syntax::Template*>(&symbol.node)) {
      for (const syntax::Parameter& parameter : (*made)->parameters) {
        std::string line = fmt::format("- `{}`", text(parameter.span));
        if (parameter.title) line += ": " + parameter.title->value;
        say(std::move(line));
      }
    }
  }

  void field(const Symbol& symbol) {
    const auto* node = std::get_if<const syntax::Field*>(&symbol.node);
    if (node == nullptr) return;
    say(code(fmt::format("{} {}", symbol.name, text((*node)->type.span))));
    title(symbol);
    const agreement::Agreement* record = about(agreement_, symbol.scope);
    const bool optional = (*node)->type.optional;
    std::string note = fmt::format("field of `{}`", symbol.scope);
    if (record != nullptr) {
      if (const auto* typed = named(record->fields, symbol.name))
        note += ", " + unit_note(typed->type.kind, *record);
    }
    note += optional ? "; may be missing: ask `is known` or say `otherwise`"
                     : "; always known when a condition asks";
    say(std::move(note));
  }

  void define(const Symbol& symbol) {
    const auto* node = std::get_if<const syntax::Define*>(&symbol.node);
    if (node == nullptr) return;
    say(code(fmt::format("define {} = {}", symbol.name, text((*node)->value.span))));
    title(symbol);
    for (const agreement::Agreement* record : all_records()) {
      const auto* typed = named(record->defines, symbol.name);
      if (typed == nullptr) continue;
      say(fmt::format("type: {}", agreement::name_of(typed->value.type.kind)));
      const std::string spelt = agreement::words(*record, typed->value);
      if (spelt != text((*node)->value.span)) say("spelt out: `" + spelt + "`");
      return;
    }
  }

  std::vector<const agreement::Agreement*> all_records() const {
    std::vector<const agreement::Agreement*> records;
    if (agreement_ == nullptr) return records;
    records.push_back(agreement_);
    for (const agreement::Agreement& other : agreement_->others) records.push_back(&other);
    return records;
  }

  void clause(const Symbol& symbol) {
    const auto* node = std::get_if<const syntax::Clause*>(&symbol.node);
    say(code("clause " + symbol.name));
    title(symbol);
    for (const agreement::Agreement* record : all_records()) {
      const auto* typed = named(record->clauses, symbol.name);
      if (typed == nullptr) continue;
      say(agreement::sentence(*record, *typed) + ".");
      if (const agreement::Target* target = agreement::target_of(*typed))
        say(fmt::format("{}% {} {}", agreement::exact_decimal(target->micro_percent),
                        agreement::words(target->period),
                        agreement::words(*record, target->group)));
      for (const agreement::Step& step : typed->steps) {
        std::vector<std::string> effects;
        for (const agreement::Effect& effect : step.effects)
          effects.push_back(agreement::words(*record, effect));
        say(fmt::format("- {}: {}", agreement::words(step), fmt::join(effects, ", ")));
      }
      break;
    }
    if (node != nullptr) targets_in((*node)->span);
  }

  void targets_in(Span clause) {
    const auto written = written_as(clause, snapshot_.sources());
    if (!written || agreement_ == nullptr) return;
    for (const DurationUse& use : snapshot_.index().durations()) {
      const bool inside = use.is_target && use.span.file == written->file &&
                          use.span.begin >= written->begin && use.span.end <= written->end;
      if (!inside || (!use.duration.business && !use.duration.end_of_day)) continue;
      const auto worked = worked_out(*agreement_, use.calendar, use.duration, session_.hints_from);
      if (!worked) continue;
      say(fmt::format("- {} from {} is {}", duration_words(use.duration),
                      short_time(worked->from, worked->from, worked->zone),
                      short_time(worked->deadline.due, worked->from, worked->zone)));
    }
  }

  void calendar(const Symbol& symbol) {
    declared(symbol, true);
    if (agreement_ == nullptr) return;
    const auto* typed = named(agreement_->calendars, symbol.name);
    if (typed == nullptr) return;
    const auto* node = std::get_if<const syntax::Calendar*>(&symbol.node);
    if (node != nullptr) {
      for (const syntax::CalendarItem& item : (*node)->items) {
        if (const auto* opening = std::get_if<syntax::Opening>(&item))
          say("- " + text(opening->span));
      }
    }
    if (typed->spec.always_open) say("open round the clock");
    using ZoneOf = agreement::Calendar::ZoneOf;
    if (typed->zone_of == ZoneOf::fixed) say("zone: " + typed->spec.zone);
    else
      say(fmt::format("zone: that of the {}; {} where it is not known",
                      typed->zone_of == ZoneOf::owner ? "owner" : "lead", typed->spec.zone));
    const auto closed = std::ranges::count_if(
        typed->spec.exceptions, [](const auto& each) { return each.windows.empty(); });
    if (closed > 0) say(fmt::format("{} days closed by date or holiday", closed));
  }

  void state(const Symbol& symbol) {
    const auto* node = std::get_if<const syntax::StateLine*>(&symbol.node);
    if (node == nullptr) return;
    say(code(text((*node)->span)));
    title(symbol);
    const agreement::Agreement* record = about(agreement_, symbol.scope);
    if (record == nullptr || !record->lifecycle.has_moves) return;
    std::vector<std::string> from, to;
    for (const agreement::Move& move : record->lifecycle.written) {
      const auto& states = record->lifecycle.states;
      const std::string& source = states[static_cast<std::size_t>(move.from)].name;
      const std::string& target = states[static_cast<std::size_t>(move.to)].name;
      if (target == symbol.name) from.push_back("`" + source + "`");
      if (source == symbol.name) to.push_back("`" + target + "`");
    }
    if (!from.empty()) say("from " + agreement::listing(from, "or"));
    say(to.empty() ? std::string("nothing leaves it") : "to " + agreement::listing(to, "or"));
  }

  void party(const Symbol& symbol) {
    say(code("party " + symbol.name));
    std::vector<std::string> clauses;
    for (const Symbol* clause : snapshot_.index().all(SymbolKind::clause)) {
      const auto* node = std::get_if<const syntax::Clause*>(&clause->node);
      if (node != nullptr && (*node)->party.text == symbol.name)
        clauses.push_back("`" + clause->name + "`");
    }
    say(clauses.empty() ? std::string("promises nothing here")
                        : "promises " + agreement::listing(clauses, "and"));
  }

  const Snapshot& snapshot_;
  const Session& session_;
  const agreement::Agreement* agreement_;
  std::vector<std::string> parts_;
};

Json answer(const std::vector<std::string>& parts, Json range) {
  if (parts.empty()) return nullptr;
  std::string text = parts.front();
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const bool list = parts[i].starts_with("- ") && parts[i - 1].starts_with("- ");
    text += (list ? "\n" : "\n\n") + parts[i];
  }
  return {{"contents", {{"kind", "markdown"}, {"value", text}}}, {"range", std::move(range)}};
}

}  // namespace

Json hover(const Place& place, const Session& session) {
  const Snapshot& snapshot = *place.snapshot;
  const Places places = session.places();
  Describer describer(place, session);
  for (const DurationUse& use : snapshot.index().durations()) {
    const bool here = use.span.file == place.file && use.span.begin <= place.offset &&
                      place.offset < use.span.end;
    if (!here) continue;
    const auto parts = describer.describe(use);
    if (!parts.empty()) return answer(parts, places.range(snapshot, use.span));
  }
  if (const Occurrence* at = snapshot.index().at(place.file, place.offset)) {
    return answer(describer.describe(snapshot.index().symbols()[at->symbol]),
                  places.range(snapshot, at->span));
  }
  for (const parse::Word& word : parse::words(snapshot.sources(), place.file)) {
    if (word.span.begin > place.offset) break;
    if (word.span.end <= place.offset) continue;
    const std::string_view meaning = keyword_meaning(snapshot.sources().text(word.span));
    if (meaning.empty()) return nullptr;
    return answer({std::string(meaning)}, places.range(snapshot, word.span));
  }
  return nullptr;
}

}  // namespace sla::lsp
