#include "compiler/check/tests.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/check/fields.h"
#include "compiler/check/names.h"
#include "compiler/check/typer.h"

namespace sla::check {
namespace {

using agreement::TestEvent;
using agreement::TestValue;
using syntax::ExpressionKind;

/// The field that something says. An event calls its own payload by the short name.
std::optional<int> resolve_said(Context& context, const syntax::Name& name, int event) {
  const auto& fields = context.agreement.fields;
  if (event >= 0) {
    const std::string& of = context.agreement.events[static_cast<std::size_t>(event)].name;
    if (const auto own = find_name(fields, payload_name(of, name.text))) return own;
  }
  const auto index = resolve_field(context, name);
  if (!index) return std::nullopt;
  const int speaker = fields[static_cast<std::size_t>(*index)].of_event;
  if (speaker < 0 || speaker == event) return index;
  const std::string& of = context.agreement.events[static_cast<std::size_t>(speaker)].name;
  context
      .add(Code::type_mismatch, name.span,
           fmt::format("only the event `{}` says `{}`", of, name.text))
      .help = fmt::format("give it to the event: `gets {} {{ {} ... }}`", of,
                          name.text.substr(of.size() + 1));
  return std::nullopt;
}

/// The value that a test gives to a field, in the field's own representation.
/// `event`: the one that brings the value, by its index, or -1.
std::optional<TestValue> value_of(Context& context, const syntax::Fact& fact, int event) {
  const auto index = resolve_said(context, fact.field, event);
  if (!index || context.broken_fields[static_cast<std::size_t>(*index)]) return std::nullopt;
  TestValue result{.field = *index, .known = fact.value.has_value(), .value = 0, .text = {}};
  if (!fact.value) return result;
  const agreement::Field& field = context.agreement.fields[static_cast<std::size_t>(*index)];
  if (field.type.kind == TypeKind::text && fact.value->kind == ExpressionKind::text) {
    result.text = fact.value->text;
    return result;
  }
  if (field.type.kind == TypeKind::text && fact.value->kind == ExpressionKind::name) {
    auto& finding = context.add(Code::type_mismatch, fact.value->span,
                                fmt::format("`{}` is a text, and texts are quoted", field.name));
    finding.help = fmt::format("write `\"{}\"`", fact.value->text);
    finding.fix = {fact.value->span, fmt::format("\"{}\"", fact.value->text),
                   diagnose::Safety::safe};
    return std::nullopt;
  }
  if (fact.value->kind == ExpressionKind::name && field.type.kind != TypeKind::choice) {
    context.add(
        Code::type_mismatch, fact.value->span,
        fmt::format("`{}` is {}, and this is a name", field.name, type_name(context, field.type)));
    return std::nullopt;
  }
  if (fact.value->kind == ExpressionKind::name) {
    const auto choice = resolve_choice(context, {fact.value->text, fact.value->span}, *index);
    if (!choice) return std::nullopt;
    result.value = *choice;
    return result;
  }
  CalendarChoice calendar = context.default_calendar;
  if (field.type.calendar >= 0) {
    calendar = {.kind = CalendarChoice::Kind::one, .index = field.type.calendar};
  }
  const Scope scope{calendar};
  Typer::Typed typed = Typer(context, scope).type(*fact.value, {}, &field.type);
  if (!typed) return std::nullopt;
  Expression is = make(Op::field, field.type.kind, fact.field.span);
  is.type = field.type;
  promote(is, *typed);
  if (typed->type != field.type || typed->op != Op::constant) {
    report_mismatch(context, is, *typed);
    return std::nullopt;
  }
  result.value = typed->value;
  return result;
}

std::vector<TestValue> values_of(Context& context, const std::vector<syntax::Fact>& facts,
                                 int event = -1) {
  std::vector<TestValue> result;
  Taken taken("value of");
  for (const syntax::Fact& fact : facts) {
    if (!taken.claim(context, fact.field)) continue;
    if (auto value = value_of(context, fact, event)) result.push_back(*std::move(value));
  }
  return result;
}

class TestChecker {
  static constexpr std::size_t kNowhere = SIZE_MAX;

 public:
  TestChecker(Context& context, const syntax::Test& syntax)
      : context_(context), syntax_(syntax), time_(context) {}

  agreement::Test check() {
    test_.title = syntax_.title.value;
    test_.title_span = syntax_.title.span;
    test_.span = syntax_.span;
    find_subjects();
    for (const syntax::GivenLeads& given : syntax_.leads) {
      if (given.record.text == context_.about().name) add(given);
    }
    for (const syntax::Person& person : syntax_.people) add(person);
    for (const auto& step : syntax_.steps) {
      std::visit([&](const auto& each) { add(each); }, step);
    }
    test_.first = time_.first();
    expects_something();
    return std::move(test_);
  }

 private:
  void expects_something() {
    for (const auto& step : syntax_.steps) {
      if (std::holds_alternative<syntax::Expectation>(step)) return;
    }
    context_
        .add(Code::empty_test, syntax_.title.span,
             "this test expects nothing, so it passes whatever the policy says")
        .help = "add a line such as `expect speed_to_lead of a met`";
  }

  /// Names are those of the test alone, whichever record has them.
  void find_subjects() {
    Taken names("lead");
    std::vector<int> count(context_.declared.records.size(), 0);
    for (const syntax::GivenLeads& given : syntax_.leads) {
      const auto record = find_name(context_.declared.records, given.record.text);
      if (!record) {
        report_unknown(context_, Code::unknown_name, given.record, "record",
                       names_of(context_.declared.records));
      }
      for (const syntax::Name& name : given.names) {
        if (!names.claim(context_, name) || !record) continue;
        const auto of = static_cast<std::size_t>(*record);
        subjects_.push_back({name.text, of, count[of]++});
      }
    }
  }

  void add(const syntax::GivenLeads& given) {
    std::vector<TestValue> values = values_of(context_, given.facts);
    if (given.parent) add_parent(*given.parent, values);
    for (const syntax::Name& name : given.names) {
      const auto is_it = [&](const TestSubject& each) {
        return each.name == name.text && each.record == context_.record &&
               each.index == static_cast<int>(test_.leads.size());
      };
      // A name given twice has been reported.
      if (std::ranges::any_of(subjects_, is_it)) {
        test_.leads.push_back({name.text, values, name.span});
      }
    }
  }

  /// `given opportunity o of a`: whose it is from the beginning.
  void add_parent(const syntax::Name& parent, std::vector<TestValue>& values) {
    const DeclaredRecord& record = context_.about();
    if (record.parent.empty()) {
      context_
          .add(Code::unknown_name, parent.span,
               fmt::format("{} is of nothing", agreement::one(record.name)))
          .help = fmt::format("declare `{} of lead {{ ... }}`, or leave out `of {}`", record.name,
                              parent.text);
      return;
    }
    const auto subject = std::ranges::find(subjects_, parent.text, &TestSubject::name);
    if (subject == subjects_.end()) {
      report_unknown(context_, Code::unknown_name, parent, record.parent, names_of(subjects_));
      return;
    }
    const std::string& kind = context_.declared.records[subject->record].name;
    if (kind != record.parent) {
      context_.add(Code::type_mismatch, parent.span,
                   fmt::format("{} is of {}, and `{}` is {}", agreement::one(record.name),
                               agreement::one(record.parent), parent.text, agreement::one(kind)));
      return;
    }
    values.push_back({.field = context_.agreement.parent_field, .text = parent.text});
  }

  void add(const syntax::Person& person) {
    agreement::TestPerson made;
    made.name = person.name.value;
    if (person.team) made.team = person.team->value;
    if (person.zone && resolve_zone(context_, *person.zone)) made.zone = person.zone->value;
    if (person.party && resolve_party(context_, *person.party)) made.party = person.party->text;
    for (const auto& [role, holder] : person.roles) {
      if (role.text == "manager") {
        made.manager = holder.value;
      } else if (role.text == "calendar") {
        made.calendar = holder.value;
      } else if (find_name(context_.agreement.roles, role.text)) {
        made.roles.emplace_back(role.text, holder.value);
      } else {
        std::vector<std::string> candidates = names_of(context_.agreement.roles);
        candidates.insert(candidates.end(), {"manager", "calendar"});
        report_unknown(context_, Code::unknown_name, role, "role", candidates);
      }
    }
    if (person.from) made.from = time_.named(*person.from).value_or(made.from);
    if (person.until) made.until = time_.named(*person.until).value_or(made.until);
    if (is_listed_once(person, made)) {
      test_.people.push_back(std::move(made));
      person_spans_.push_back(person.name.span);
    }
  }

  /// One person may have several lines, for different times.
  bool is_listed_once(const syntax::Person& person, const agreement::TestPerson& made) {
    if (made.from >= made.until) {
      context_
          .add(Code::bad_test_time, person.until->span,
               fmt::format("`{}` is listed until this, but not before", made.name))
          .help =
          "write a later `until`; it is the first instant at which the line no longer holds";
      return false;
    }
    for (std::size_t p = 0; p < test_.people.size(); ++p) {
      const agreement::TestPerson& other = test_.people[p];
      if (other.name != made.name || made.from >= other.until || other.from >= made.until) continue;
      auto& finding = context_.add(
          Code::duplicate_name, person.name.span,
          fmt::format("the person `{}` is listed twice for one time", made.name), "again here");
      finding.secondary.push_back({person_spans_[p], "first listed here"});
      finding.help = "write one line `until` the day of the change, and one `from` it";
      return false;
    }
    return true;
  }

  /// A subject of the record that is checked; nothing for another's, whose matter it is.
  std::optional<int> own_subject(const syntax::Name& name) {
    const TestSubject* subject = resolve_subject(context_, name, subjects_);
    if (subject == nullptr || subject->record != context_.record) return std::nullopt;
    return subject->index;
  }

  void add(const syntax::Happening& happening) {
    const auto at = time_.next(happening.at, happening.span);
    const auto lead = own_subject(happening.lead);
    if (!lead) return;
    if (happening.kind == syntax::HappeningKind::merged) {
      if (at) add_merge(happening, *at, *lead);
      return;
    }
    const auto code = code_of(happening);
    TestEvent made;
    if (happening.owner) made.owner = happening.owner->value;
    if (happening.team) made.team = happening.team->value;
    if (happening.actor) made.actor = happening.actor->value;
    const bool is_declared = happening.kind == syntax::HappeningKind::event;
    const auto event = is_declared ? find_name(context_.agreement.events, happening.target.text)
                                   : std::optional<int>();
    made.values = values_of(context_, happening.facts, event.value_or(-1));
    made.span = happening.span;
    if (!at || !code) return;
    made.at = *at;
    made.lead = *lead;
    made.code = *code;
    test_.events.push_back(std::move(made));
  }

  void add(const syntax::Retraction& retraction) {
    const auto at = time_.next(retraction.at, retraction.span);
    const auto when = time_.named(retraction.when);
    const auto lead = own_subject(retraction.what.lead);
    if (!at || !when || !lead) return;
    const bool of_merge = retraction.what.kind == syntax::HappeningKind::merged;
    const auto what = of_merge ? find_merge(retraction.what, *lead, *when)
                               : find_event(retraction.what, *lead, *when);
    if (!what) return;
    if (*what == kNowhere) {
      context_
          .add(Code::bad_retraction, retraction.span,
               fmt::format("no line before says that this happened to `{}` then",
                           retraction.what.lead.text))
          .help = "repeat the words and the time of the line that is taken back";
      return;
    }
    test_.retractions.push_back({*at, of_merge, *what, retraction.span});
  }

  std::optional<std::size_t> find_event(const syntax::Happening& what, int lead,
                                        time::Instant when) {
    const auto code = code_of(what);
    if (!code) return std::nullopt;
    std::size_t found = kNowhere;
    for (std::size_t e = 0; e < test_.events.size(); ++e) {
      const TestEvent& event = test_.events[e];
      const bool same = event.lead == lead && event.at == when && event.code == *code &&
                        (!what.owner || event.owner == what.owner->value) &&
                        (!what.team || event.team == what.team->value) && !is_retracted(false, e);
      if (same) found = e;
    }
    return found;
  }

  std::optional<std::size_t> find_merge(const syntax::Happening& what, int lead,
                                        time::Instant when) {
    const auto winner = own_subject(what.target);
    if (!winner) return std::nullopt;
    std::size_t found = kNowhere;
    for (std::size_t m = 0; m < test_.merges.size(); ++m) {
      const agreement::TestMerge& merge = test_.merges[m];
      const bool same = merge.loser == lead && merge.winner == *winner && merge.at == when;
      if (same && !is_retracted(true, m)) found = m;
    }
    return found;
  }

  bool is_retracted(bool of_merge, std::size_t what) const {
    return std::ranges::any_of(test_.retractions, [&](const agreement::TestRetraction& each) {
      return each.of_merge == of_merge && each.what == what;
    });
  }

  /// Into which lead a lead was merged by the lines so far; -1: into none.
  int winner_of(int lead) const {
    for (std::size_t m = 0; m < test_.merges.size(); ++m) {
      if (test_.merges[m].loser == lead && !is_retracted(true, m)) return test_.merges[m].winner;
    }
    return -1;
  }

  void add_merge(const syntax::Happening& happening, time::Instant at, int lead) {
    const TestSubject* into = resolve_subject(context_, happening.target, subjects_);
    if (into == nullptr) return;
    if (into->record != context_.record) {
      const auto kind_of = [&](std::size_t record) {
        return agreement::one(context_.declared.records[record].name);
      };
      context_
          .add(Code::bad_retraction, happening.target.span,
               fmt::format("`{}` is {}, and `{}` is {}", happening.lead.text,
                           kind_of(context_.record), happening.target.text, kind_of(into->record)))
          .help = "merge records of one kind with each other";
      return;
    }
    const int winner = into->index;
    std::string message;
    if (winner_of(lead) >= 0) {
      message = fmt::format("`{}` was merged before", happening.lead.text);
    }
    for (int next = winner; next >= 0 && message.empty(); next = winner_of(next)) {
      if (next == lead) {
        message = fmt::format("`{}` would be merged into itself", happening.lead.text);
      }
    }
    if (message.empty()) {
      test_.merges.push_back({at, lead, winner, happening.span});
    } else {
      context_.add(Code::bad_retraction, happening.span, std::move(message)).help =
          "leave this out; a lead goes into one other lead, once";
    }
  }

  void add(const syntax::Expectation& expectation) {
    if (auto made = check_expectation(context_, expectation, time_, subjects_)) {
      test_.expectations.push_back(*std::move(made));
    }
  }

  std::optional<events::Code> code_of(const syntax::Happening& happening) {
    switch (happening.kind) {
      case syntax::HappeningKind::assigned: return events::kAssigned;
      case syntax::HappeningKind::held: return events::kHeld;
      case syntax::HappeningKind::resumed: return events::kResumed;
      case syntax::HappeningKind::changes: return events::kChanged;
      case syntax::HappeningKind::enters: {
        const auto state = resolve_state(context_, happening.target);
        if (!state) return std::nullopt;
        return context_.agreement.entering(*state);
      }
      case syntax::HappeningKind::merged:
      case syntax::HappeningKind::event: break;
    }
    if (find_name(context_.agreement.lifecycle.states, happening.target.text) &&
        !find_name(context_.agreement.events, happening.target.text)) {
      context_
          .add(Code::unknown_name, happening.target.span,
               fmt::format("`{}` is a state, not an event", happening.target.text))
          .help = fmt::format("write `enters {}`", happening.target.text);
      return std::nullopt;
    }
    const auto event = resolve_event(context_, happening.target);
    if (!event) return std::nullopt;
    return context_.agreement.code_of_event(*event);
  }

  Context& context_;
  const syntax::Test& syntax_;
  TestTime time_;
  std::vector<TestSubject> subjects_;  ///< Of all records.
  agreement::Test test_;
  std::vector<Span> person_spans_;  ///< Of `test_.people`.
};

}  // namespace

const TestSubject* resolve_subject(Context& context, const syntax::Name& name,
                                   const std::vector<TestSubject>& subjects) {
  const auto found = std::ranges::find(subjects, name.text, &TestSubject::name);
  if (found != subjects.end()) return &*found;
  if (context.record > 0) return nullptr;  // Reported among the leads.
  if (!subjects.empty()) {
    report_unknown(context, Code::unknown_name, name, "lead", names_of(subjects));
    return nullptr;
  }
  context.add(Code::unknown_name, name.span, fmt::format("there is no lead `{}`", name.text)).help =
      fmt::format("say who it is first: `given lead {} {{ ... }}`", name.text);
  return nullptr;
}

void check_tests(Context& context) {
  for (const syntax::Test* test : context.declared.tests) {
    context.agreement.tests.push_back(TestChecker(context, *test).check());
  }
}

}  // namespace sla::check
