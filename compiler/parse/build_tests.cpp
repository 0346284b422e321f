#include <utility>

#include <fmt/format.h>

#include "compiler/parse/build.h"

namespace sla::parse {

using syntax::HappeningKind;

syntax::Test Builder::test(Grammar::TestContext& context) {
  syntax::Test result;
  result.title = title(context.title());
  result.span = span(context);
  for (auto* line : context.testBody()->testLine()) {
    if (sound(line)) test_line(*line, result);
  }
  return result;
}

void Builder::test_line(Grammar::TestLineContext& line, syntax::Test& test) {
  if (auto* part = line.given()) return given(*part, test);
  std::optional<syntax::Moment> at = moment(line.testTime());
  if (auto* part = line.happening()) {
    syntax::Happening made = happening(*part);
    made.at = std::move(at);
    test.steps.emplace_back(std::move(made));
  } else if (auto* taken_back = line.retraction()) {
    syntax::Retraction made = retraction(*taken_back);
    made.at = std::move(at);
    test.steps.emplace_back(std::move(made));
  } else if (auto* said = line.claim()) {
    syntax::Expectation made = expectation(*said);
    made.at = std::move(at);
    test.steps.emplace_back(std::move(made));
  }
}

void Builder::given(Grammar::GivenContext& context, syntax::Test& test) {
  if (auto* one = context.person()) {
    test.people.push_back(person(*one));
  } else if (auto* body = context.rosterBody()) {
    for (auto* entry : body->person()) {
      if (sound(entry)) test.people.push_back(person(*entry));
    }
  } else {
    syntax::GivenLeads leads;
    leads.record = name(context.subjectName());
    leads.names = names(context.newName());
    if (auto* parent = context.leadName()) leads.parent = name(parent);
    if (auto* values = context.factBody()) leads.facts = facts(*values);
    test.leads.push_back(std::move(leads));
  }
}

syntax::Person Builder::person(Grammar::PersonContext& context) {
  syntax::Person result;
  result.name = title(context.title());
  result.span = span(context);
  Said said(reporter_);
  for (auto* part : context.personPart()) {
    const source::Span at = span(*part);
    if (part->K_IN()) {
      if (said.first("the team", at)) result.team = title(part->title());
    } else if (part->K_ZONE()) {
      if (said.first("the time zone", at)) result.zone = title(part->title());
    } else if (part->K_FROM()) {
      if (said.first("`from`", at)) result.from = moment(*part->moment());
    } else if (part->K_UNTIL()) {
      if (said.first("`until`", at)) result.until = moment(*part->moment());
    } else if (part->K_PARTY()) {
      if (said.first("the party", at)) result.party = name(part->partyName());
    } else if (said.first("`" + name(part->roleName()).text + "`", at)) {
      result.roles.emplace_back(name(part->roleName()), title(part->title()));
    }
  }
  return result;
}

std::vector<syntax::Fact> Builder::facts(Grammar::FactBodyContext& context) {
  std::vector<syntax::Fact> result;
  for (auto* entry : context.fact()) {
    if (!sound(entry)) continue;
    syntax::Fact made;
    made.field = name(entry->fieldName());
    made.span = span(*entry);
    auto* value = entry->factValue();
    if (value->literal()) {
      made.value = literal(*value->literal());
      if (value->MINUS()) made.value = operation(syntax::ExpressionKind::negate, *made.value);
      made.value->span = span(*value);
    } else if (value->choice()) {
      const syntax::Name word = name(value->choice());
      syntax::Expression named{};
      named.kind = syntax::ExpressionKind::name;
      named.text = word.text;
      named.span = word.span;
      made.value = std::move(named);
    }
    result.push_back(std::move(made));
  }
  return result;
}

syntax::Happening Builder::happening(Grammar::HappeningContext& context) {
  syntax::Happening result;
  result.lead = name(context.leadName());
  result.span = span(context);
  occurrence(*context.occurrence(), result);
  Said said(reporter_);
  for (auto* part : context.happeningPart()) {
    if (auto* actor = part->title()) {
      if (said.first("who did it", span(*part))) result.actor = title(actor);
    } else {
      for (syntax::Fact& fact : facts(*part->factBody())) result.facts.push_back(std::move(fact));
    }
  }
  return result;
}

syntax::Retraction Builder::retraction(Grammar::RetractionContext& context) {
  syntax::Retraction result;
  result.what.lead = name(context.leadName());
  occurrence(*context.occurrence(), result.what);
  result.what.span = span(*context.occurrence());
  result.when = moment(*context.moment());
  result.span = span(context);
  return result;
}

void Builder::occurrence(Grammar::OccurrenceContext& context, syntax::Happening& happening) {
  if (context.K_ENTERS()) {
    happening.kind = HappeningKind::enters;
    happening.target = name(context.stateName());
  } else if (context.K_ASSIGNED()) {
    happening.kind = HappeningKind::assigned;
    happening.target = name(context.K_ASSIGNED());
    const auto titles = context.title();
    if (context.K_TO()) happening.owner = title(titles.front());
    if (context.K_IN()) happening.team = title(titles.back());
  } else if (context.K_HELD() || context.K_RESUMED()) {
    happening.kind = context.K_HELD() ? HappeningKind::held : HappeningKind::resumed;
    happening.target = name(context.K_HELD() ? context.K_HELD() : context.K_RESUMED());
  } else if (context.K_MERGED()) {
    happening.kind = HappeningKind::merged;
    happening.target = name(context.leadName());
  } else if (context.K_CHANGES()) {
    happening.kind = HappeningKind::changes;
    happening.target = name(context.K_CHANGES());
    happening.facts = facts(*context.factBody());
  } else {
    happening.kind = HappeningKind::event;
    happening.target = name(context.eventName());
  }
}

std::optional<syntax::Moment> Builder::moment(Grammar::TestTimeContext* context) {
  if (!context) return std::nullopt;
  if (context->moment()) return moment(*context->moment());
  syntax::Moment result;
  result.later = duration(*context->duration());
  result.span = span(*context);
  return result;
}

syntax::Moment Builder::moment(Grammar::MomentContext& context) {
  syntax::Moment result;
  result.date = date(context.date());
  if (context.clockTime()) result.second = clock_time(context.clockTime()).minute * 60;
  if (context.SECONDS()) result.second = seconds(context.SECONDS());
  result.zone = optional_title(context.title());
  result.span = span(context);
  return result;
}

int Builder::seconds(antlr4::tree::TerminalNode* node) {
  int parts[3] = {0, 0, 0};
  int part = 0;
  for (const char c : reporter_.text(node->getSymbol())) {
    if (c == ':') ++part;
    else parts[part] = parts[part] * 10 + (c - '0');
  }
  const auto& [hour, minute, second] = parts;
  if (hour < 24 && minute < 60 && second < 60) return (hour * 60 + minute) * 60 + second;
  auto* finding =
      reporter_.add(diagnose::Code::bad_date, span(node),
                    fmt::format("`{}` is not a time of day", reporter_.text(node->getSymbol())));
  if (finding) finding->notes.emplace_back("times run from 00:00:00 to 23:59:59");
  return 0;
}

}  // namespace sla::parse
