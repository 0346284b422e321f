#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "compiler/check/names.h"
#include "compiler/check/numbers.h"
#include "compiler/check/tests.h"

namespace sla::check {
namespace {

using agreement::Clause;
using agreement::EffectKind;
using agreement::ExpectedAction;
using agreement::ExpectedAddressee;

/// "reminds" and "remind" by their first letters, which no two of the verbs share.
EffectKind kind_of(const std::string& verb) {
  switch (verb.front()) {
    case 'r': return EffectKind::remind;
    case 'n': return EffectKind::notify;
    case 'e': return EffectKind::escalate;
    case 'c': return EffectKind::create_task;
    case 'a': return EffectKind::award;
    default: return EffectKind::deduct;
  }
}

bool gives_points(EffectKind kind) {
  return kind == EffectKind::award || kind == EffectKind::deduct;
}

/// The word between the verb and those whom it concerns; empty: there is none.
std::string_view preposition_of(EffectKind kind) {
  switch (kind) {
    case EffectKind::escalate:
    case EffectKind::award: return "to";
    case EffectKind::create_task: return "for";
    case EffectKind::deduct: return "from";
    default: return "";
  }
}

bool is_of_period(const agreement::Step& step) {
  return step.at == agreement::Step::At::target_met ||
         step.at == agreement::Step::At::target_missed;
}

/// Whether some step of the clause does such a thing: of one lead's obligation, or, `of_lead`
/// false, of the verdict of a period.
bool has_effect(const Clause& clause, EffectKind kind, bool of_lead) {
  return std::ranges::any_of(clause.steps, [&](const agreement::Step& step) {
    return is_of_period(step) != of_lead &&
           std::ranges::any_of(
               step.effects, [&](const agreement::Effect& effect) { return effect.kind == kind; });
  });
}

class DeedChecker {
 public:
  DeedChecker(Context& context, const syntax::Claim& claim, const Clause& clause, bool of_lead,
              TestTime& time)
      : context_(context),
        claim_(claim),
        deed_(*claim.deed),
        clause_(clause),
        of_lead_(of_lead),
        time_(time) {}

  std::optional<ExpectedAction> check() {
    const SinceHere here(context_);
    result_.kind = kind_of(deed_.verb.text);
    result_.done = deed_.done;
    result_.words = source_text(context_, claim_.span);
    if (!has_effect(clause_, result_.kind, of_lead_)) {
      report_no_such_step();
      return std::nullopt;
    }
    check_words();
    if (deed_.points) check_points(*deed_.points);
    for (const syntax::Told& told : deed_.to) result_.to.push_back(addressee_of(told));
    if (deed_.channel) result_.channel = deed_.channel->text;
    if (deed_.message) result_.message = deed_.message->value;
    if (deed_.at) result_.at = time_.named(*deed_.at);
    if (!here.silent()) return std::nullopt;
    return std::move(result_);
  }

 private:
  void refuse(Span span, std::string message, std::string help) {
    context_.add(Code::bad_expectation, span, std::move(message)).help = std::move(help);
  }

  void report_no_such_step() {
    if (has_effect(clause_, result_.kind, !of_lead_)) {
      return refuse(claim_.span,
                    of_lead_ ? "this is done for the verdict of a period, not for one lead"
                             : "this is done for single leads, not for the verdict of a period",
                    of_lead_ ? fmt::format("leave out the lead: `expect {} ...`", clause_.name)
                             : fmt::format("name the lead: `expect {} of a ...`", clause_.name));
    }
    refuse(claim_.span, fmt::format("no step of clause `{}` does this", clause_.name),
           "add a line such as `at 75% remind owner` to the clause, or leave this out");
  }

  /// The grammar takes any preposition, a channel and points after any verb.
  void check_words() {
    const std::string_view needed = preposition_of(result_.kind);
    const std::string said = deed_.preposition ? deed_.preposition->text : "";
    if (!deed_.to.empty() && said != needed) {
      refuse(deed_.preposition ? deed_.preposition->span : deed_.verb.span,
             needed.empty()
                 ? fmt::format("`{}` needs no `{}`", deed_.verb.text, said)
                 : fmt::format("after `{}` people come with `{}`", deed_.verb.text, needed),
             fmt::format("write `{}{}{} ...`", deed_.verb.text, needed.empty() ? "" : " ", needed));
    }
    if (deed_.points.has_value() && !gives_points(result_.kind)) {
      refuse(deed_.points->span, "only `awards` and `deducts` are about points",
             "leave out the number");
    }
    if (gives_points(result_.kind) && (deed_.channel || deed_.message)) {
      refuse(claim_.span, "points have no channel and no message", "leave that out");
    }
  }

  void check_points(const syntax::Name& digits) {
    const auto points = exact_product(digits.text, 1);
    if (points && *points >= 1) {
      result_.points = *points;
    } else {
      refuse(digits.span, "points are whole numbers from 1 on", "write such as `10 points`");
    }
  }

  ExpectedAddressee addressee_of(const syntax::Told& told) {
    ExpectedAddressee made;
    if (told.person) made.person = told.person->value;
    if (!told.role) return made;
    made.name = told.role->text;
    const agreement::Agreement& agreement = context_.agreement;
    if (made.name == "owner" || made.name == "team") {
      made.kind =
          made.name == "owner" ? ExpectedAddressee::Kind::owner : ExpectedAddressee::Kind::team;
    } else if (find_name(agreement.parties, made.name)) {
      made.kind = ExpectedAddressee::Kind::party;
    } else if (find_name(agreement.roles, made.name)) {
      made.kind = ExpectedAddressee::Kind::role;
    } else {
      std::vector<std::string> candidates = names_of(agreement.roles);
      for (const std::string& party : agreement.party_names()) candidates.push_back(party);
      candidates.insert(candidates.end(), {"owner", "team"});
      report_unknown(context_, Code::unknown_name, *told.role, "role or party", candidates);
    }
    return made;
  }

  Context& context_;
  const syntax::Claim& claim_;
  const syntax::Deed& deed_;
  const Clause& clause_;
  bool of_lead_;
  TestTime& time_;
  ExpectedAction result_;
};

}  // namespace

std::optional<int> resolve_tested_clause(Context& context, const syntax::Name& name) {
  if (const auto index = find_name(context.agreement.clauses, name.text)) return index;
  // One of another record is that record's matter, and one that was refused has been reported.
  if (context.record > 0 || context.record_of_clause.contains(name.text)) return std::nullopt;
  std::vector<std::string> declared;
  for (const auto& [clause, record] : context.record_of_clause) declared.push_back(clause);
  report_unknown(context, Code::unknown_name, name, "clause", declared);
  return std::nullopt;
}

std::optional<ExpectedAction> check_deed(Context& context, const syntax::Claim& claim,
                                         const Clause& clause, bool of_lead, TestTime& time) {
  return DeedChecker(context, claim, clause, of_lead, time).check();
}

}  // namespace sla::check
