#include <algorithm>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/check/durations.h"
#include "compiler/check/names.h"
#include "compiler/check/numbers.h"
#include "compiler/check/tests.h"

namespace sla::check {
namespace {

using agreement::Clause;
using agreement::Expected;
using syntax::Claim;
using syntax::ClaimKind;

Expected status_of(ClaimKind kind) {
  switch (kind) {
    case ClaimKind::met: return Expected::met;
    case ClaimKind::met_late: return Expected::met_late;
    case ClaimKind::breached: return Expected::breached;
    case ClaimKind::running: return Expected::running;
    case ClaimKind::paused: return Expected::paused;
    case ClaimKind::cancelled: return Expected::cancelled;
    case ClaimKind::excused: return Expected::excused;
    case ClaimKind::not_started: return Expected::not_started;
    case ClaimKind::no_data: return Expected::no_data;
    default: return Expected::anything;
  }
}

/// What can be said of a clause over a period; everything else is about one obligation.
bool is_about_periods(ClaimKind kind) {
  switch (kind) {
    case ClaimKind::no_data:
    case ClaimKind::percent:
    case ClaimKind::amount:
    case ClaimKind::period:
    case ClaimKind::provisional:
    case ClaimKind::final_:
    case ClaimKind::best:
    case ClaimKind::worst:
    case ClaimKind::group: return true;
    default: return false;
  }
}

bool is_about_obligations(const Claim& claim) {
  switch (claim.kind) {
    case ClaimKind::met: return claim.duration.has_value() || claim.moment.has_value();
    case ClaimKind::breached: return claim.moment.has_value();
    case ClaimKind::deed:
    case ClaimKind::provisional:
    case ClaimKind::final_:
    case ClaimKind::best:
    case ClaimKind::worst:
    case ClaimKind::running:
    case ClaimKind::no_data:
    case ClaimKind::percent:
    case ClaimKind::amount:
    case ClaimKind::period:
    case ClaimKind::group: return false;
    default: return true;
  }
}

class ExpectationChecker {
 public:
  ExpectationChecker(Context& context, const syntax::Expectation& syntax, TestTime& time)
      : context_(context), syntax_(syntax), time_(time) {}

  std::optional<agreement::Expectation> check(const std::vector<TestSubject>& subjects) {
    const SinceHere here(context_);
    result_.span = syntax_.span;
    const auto as_of = time_.next(syntax_.at, syntax_.span);
    if (syntax_.holder) return check_holder(here, as_of);
    const bool any_clause = syntax_.no_action && syntax_.clause.text.empty();
    const auto index = any_clause ? std::nullopt : resolve_tested_clause(context_, syntax_.clause);
    const bool is_own = any_clause ? is_own_subject(subjects) : index.has_value();
    if (syntax_.lead) find_subject(*syntax_.lead, subjects, is_own);
    if (syntax_.no_action && is_own) return check_no_action(here, as_of, index);
    if (index) {
      result_.clause = *index;
      clause_ = &context_.agreement.clauses[static_cast<std::size_t>(*index)];
      check_subject();
    }
    if (clause_ != nullptr && here.silent()) {
      for (const Claim& claim : syntax_.claims) take(claim);
      if (here.silent()) check_together();
    }
    if (!here.silent() || !as_of || clause_ == nullptr) return std::nullopt;
    result_.as_of = *as_of;
    return result_;
  }

 private:
  std::optional<agreement::Expectation> check_holder(const SinceHere& here,
                                                     std::optional<time::Instant> as_of) {
    // What people have comes from the clauses of all records, and is asked once.
    if (context_.record > 0) return std::nullopt;
    result_.clause = -1;
    result_.standing = check_standing(context_, syntax_);
    if (!here.silent() || !as_of || !result_.standing) return std::nullopt;
    result_.as_of = *as_of;
    return result_;
  }

  std::optional<agreement::Expectation> check_no_action(const SinceHere& here,
                                                        std::optional<time::Instant> as_of,
                                                        std::optional<int> clause) {
    result_.no_action = true;
    result_.clause = clause.value_or(-1);
    const auto has_steps = [](const Clause& each) { return !each.steps.empty(); };
    const auto& clauses = context_.agreement.clauses;
    if (clause && !has_steps(clauses[static_cast<std::size_t>(*clause)])) {
      refuse(syntax_.clause.span, fmt::format("clause `{}` has no steps", syntax_.clause.text),
             "leave this out; nothing can ever be done for it");
    } else if (!clause && here.silent() && std::ranges::none_of(clauses, has_steps)) {
      refuse(syntax_.span, "no clause has steps",
             fmt::format("leave this out; nothing can ever be done for {}",
                         agreement::one(context_.about().name)));
    }
    if (!here.silent() || !as_of) return std::nullopt;
    result_.as_of = *as_of;
    return result_;
  }

  /// Whether the subject that is named is one of the record that is checked.
  bool is_own_subject(const std::vector<TestSubject>& subjects) {
    const TestSubject* subject = resolve_subject(context_, *syntax_.lead, subjects);
    return subject != nullptr && subject->record == context_.record;
  }

  void find_subject(const syntax::Name& name, const std::vector<TestSubject>& subjects,
                    bool is_own_clause) {
    const TestSubject* subject = resolve_subject(context_, name, subjects);
    if (subject == nullptr || !is_own_clause) return;
    if (subject->record == context_.record) {
      result_.lead = subject->index;
      return;
    }
    refuse(name.span, fmt::format("clause `{}` is about {}, and `{}` is {}", syntax_.clause.text,
                                  agreement::plural(context_.about().name), name.text,
                                  agreement::one(context_.declared.records[subject->record].name)));
  }

  void refuse(Span span, std::string message, std::string help = {}) {
    auto& finding = context_.add(Code::bad_expectation, span, std::move(message));
    if (!help.empty()) finding.help = std::move(help);
  }

  /// A lead where one is needed, and none where a whole clause is judged.
  void check_subject() {
    if (syntax_.lead) {
      if (has_counter(clause_->kind)) {
        refuse(syntax_.lead->span,
               fmt::format("a {} clause is about all {} of a period, not about one",
                           name_of(clause_->kind), agreement::plural(context_.about().name)),
               fmt::format("leave out `of {}`, such as `expect {} at 12 in 2026-03`",
                           syntax_.lead->text, clause_->name));
      }
      for (const Claim& claim : syntax_.claims) {
        if (!is_about_periods(claim.kind)) continue;
        refuse(claim.span,
               fmt::format("this is about a whole period, not about one {}", context_.about().name),
               fmt::format("leave out `of {}`", syntax_.lead->text));
      }
      return;
    }
    for (const Claim& claim : syntax_.claims) {
      if (!is_about_obligations(claim)) continue;
      if (has_counter(clause_->kind)) {
        refuse(claim.span,
               fmt::format("a {} clause has no obligations of single {}", name_of(clause_->kind),
                           agreement::plural(context_.about().name)),
               "expect `at` a value, `met`, `breached`, `running` or `no data` of it");
      } else {
        refuse(claim.span,
               fmt::format("this is about one {0}'s obligation, and no {0} is named",
                           context_.about().name),
               fmt::format("write whose it is: `expect {} of a ...`", clause_->name));
      }
      return;
    }
  }

  bool first(const std::string& what, Span span) {
    const auto [entry, inserted] = said_.try_emplace(what, span);
    if (inserted) return true;
    auto& finding = context_.add(Code::bad_expectation, span,
                                 fmt::format("{} is expected twice in one sentence", what));
    finding.secondary.push_back({entry->second, "first here"});
    finding.help = "write two lines that begin with `expect`, or keep one of the two";
    return false;
  }

  void take(const Claim& claim) {
    if (const Expected status = status_of(claim.kind); status != Expected::anything) {
      return take_status(claim, status);
    }
    switch (claim.kind) {
      case ClaimKind::due:
        if (first("when it is due", claim.span)) result_.due = time_.named(*claim.moment);
        return;
      case ClaimKind::breach:
        if (first("the breach", claim.span)) result_.breach = time_.named(*claim.moment);
        return;
      case ClaimKind::cycle: return take_cycle(claim);
      case ClaimKind::owner:
        if (first("the owner", claim.span)) result_.owner = claim.text;
        return;
      case ClaimKind::team:
        if (first("the team", claim.span)) result_.team = claim.text;
        return;
      case ClaimKind::tier: return take_tier(claim);
      case ClaimKind::period:
        if (first("the period", claim.span)) result_.period = claim.text;
        return;
      case ClaimKind::group: return take_group(claim);
      case ClaimKind::percent:
        if (first("a value", claim.span)) result_.micro_percent = percent_of(claim);
        return;
      case ClaimKind::best:
        if (first("the best attainable", claim.span)) result_.best = percent_of(claim);
        return;
      case ClaimKind::worst:
        if (first("the worst attainable", claim.span)) result_.worst = percent_of(claim);
        return;
      case ClaimKind::provisional:
      case ClaimKind::final_:
        if (!first("whether it is final", claim.span)) return;
        result_.provisional = claim.kind == ClaimKind::provisional;
        return;
      case ClaimKind::used:
        if (!first("the time used", claim.span)) return;
        take_time(*claim.duration, result_.used, result_.used_plain);
        return;
      case ClaimKind::deed:
        if (auto action = check_deed(context_, claim, *clause_, syntax_.lead.has_value(), time_)) {
          result_.actions.push_back(*std::move(action));
        }
        return;
      default: return take_amount(claim);
    }
  }

  void take_status(const Claim& claim, Expected status) {
    // "met late, breached at ...": the first says the status, the second when.
    const auto are = [&](Expected a, Expected b) { return result_.status == a && status == b; };
    const bool both =
        are(Expected::met_late, Expected::breached) || are(Expected::breached, Expected::met_late);
    if (!both && !first("an outcome", claim.span)) return;
    result_.status = both ? Expected::met_late : status;
    if (claim.moment) {
      (status == Expected::breached ? result_.breached_at : result_.stopped_at) =
          time_.named(*claim.moment);
    }
    if (claim.duration) take_time(*claim.duration, result_.after, result_.after_plain);
  }

  void take_cycle(const Claim& claim) {
    if (!first("the cycle", claim.span)) return;
    const auto number = exact_product(claim.text, 1);
    if (number && *number >= 1 && *number <= UINT32_MAX) {
      result_.cycle = static_cast<std::uint32_t>(*number);
    } else {
      refuse(claim.span, "cycles are counted 1, 2, 3");
    }
  }

  void take_tier(const Claim& claim) {
    if (!first("the tier", claim.span)) return;
    if (!has_clock(clause_->kind)) {
      return refuse(claim.span, fmt::format("a {} clause has no tiers", name_of(clause_->kind)));
    }
    std::vector<std::string> names;
    const auto& tiers = clause_->deadline.tiers;
    for (std::size_t t = 0; t < tiers.size(); ++t) {
      if (tiers[t].name == claim.text) result_.tier = static_cast<int>(t);
      if (!tiers[t].name.empty()) names.push_back(fmt::format("`{}`", tiers[t].name));
    }
    if (result_.tier) return;
    if (names.empty()) {
      return refuse(claim.span, fmt::format("clause `{}` has no tiers", clause_->name));
    }
    refuse(claim.span, fmt::format("clause `{}` has no tier `{}`", clause_->name, claim.text),
           fmt::format("name one of its tiers: {}; write one that is not a single word in quotes",
                       agreement::listing(names, "and")));
  }

  void take_group(const Claim& claim) {
    if (!first("the group", claim.span)) return;
    const agreement::Grouping* grouping = grouping_of(*clause_);
    if (grouping != nullptr && grouping->by != agreement::GroupBy::none) {
      result_.group = claim.text;
      return;
    }
    refuse(claim.span,
           fmt::format("clause `{}` is not judged per owner, team or field", clause_->name),
           "leave it out, or say `per team` in the clause");
  }

  std::optional<std::int64_t> percent_of(const Claim& claim) {
    if (clause_->kind == agreement::ClauseKind::volume) {
      refuse(claim.span, "a volume clause reaches a number, not a percentage",
             "write the number, such as `at 12`");
      return std::nullopt;
    }
    if (const auto value = exact_product(claim.text, agreement::kScale)) return *value;
    context_.add(Code::bad_number, claim.span, "a percentage has at most 6 places");
    return std::nullopt;
  }

  void take_amount(const Claim& claim) {
    if (!first("a value", claim.span)) return;
    if (clause_->kind != agreement::ClauseKind::volume) {
      return refuse(
          claim.span,
          fmt::format("a {} clause reaches a percentage, not a number", name_of(clause_->kind)),
          fmt::format("write `at {}%`", claim.text));
    }
    if (claim.name && claim.name->text != context_.agreement.currency) {
      return refuse(claim.name->span,
                    fmt::format("the agreement counts in {}", context_.agreement.currency));
    }
    const bool negative = claim.text.starts_with('-');
    const auto value = exact_product(claim.text.substr(negative ? 1 : 0), scale());
    if (value) {
      result_.amount = negative ? -*value : *value;
    } else {
      context_.add(Code::bad_number, claim.span, "this clause counts in whole numbers");
    }
  }

  std::int64_t scale() const {
    if (clause_->volume.sum_of < 0) return 1;
    const auto& field = context_.agreement.fields[static_cast<std::size_t>(clause_->volume.sum_of)];
    switch (field.type.kind) {
      case agreement::TypeKind::decimal:
      case agreement::TypeKind::money:
      case agreement::TypeKind::percent: return agreement::kScale;
      default: return 1;
    }
  }

  /// An amount of time on the clause's clock; `plain` when it is wall time of a business clock.
  void take_time(const syntax::Duration& said, std::optional<std::int64_t>& amount, bool& plain) {
    const int index = has_clock(clause_->kind) ? clause_->deadline.calendar : -1;
    CalendarChoice calendar{.kind = CalendarChoice::Kind::one, .index = index};
    if (index < 0) calendar = {.kind = CalendarChoice::Kind::none, .index = -1};
    if (said.business && index < 0) {
      return refuse(said.span, fmt::format("clause `{}` counts no business time", clause_->name),
                    "leave out the word `business`");
    }
    const auto duration = resolve_duration(context_, said, calendar);
    if (!duration) return;
    plain = index >= 0 && !is_business(*duration);
    if (duration->kind == agreement::TargetKind::elapsed ||
        duration->kind == agreement::TargetKind::business) {
      amount = duration->amount;
    } else if (duration->kind == agreement::TargetKind::business_days) {
      amount = business_day_quantity(context_, duration->amount, calendar);
    }
    if (!amount) {
      refuse(said.span, "a business day has no fixed length to compare with",
             "write business hours, or expect the instants with `due` and `breach`");
    }
  }

  void check_together() {
    if (result_.status == Expected::not_started &&
        (result_.due || result_.breach || result_.owner || result_.team || result_.tier ||
         result_.used)) {
      refuse(syntax_.span, "what has not started has no due instant, owner or tier",
             "expect only `not started`");
    }
    const bool only_where = result_.status == Expected::anything && !result_.due &&
                            !result_.breach && !result_.owner && !result_.team && !result_.tier &&
                            !result_.micro_percent && !result_.amount && !result_.used &&
                            !result_.best && !result_.worst && !result_.provisional &&
                            result_.actions.empty();
    if (only_where) {
      refuse(syntax_.span, "this does not say what to expect",
             "go on with `met`, `breached`, `due ...` or a value such as `at 50%`");
    }
    const bool of_period = result_.best || result_.worst || result_.provisional;
    if (of_period && result_.period.empty() && grouping_of(*clause_) == nullptr) {
      refuse(syntax_.span, fmt::format("clause `{}` is not judged by periods", clause_->name),
             "say `target 90% each month` in the clause; only periods are provisional");
    }
    if (result_.status == Expected::not_started && !result_.actions.empty()) {
      refuse(syntax_.span, "nothing is done for what has not started",
             "write two lines that begin with `expect`");
    }
  }

  Context& context_;
  const syntax::Expectation& syntax_;
  TestTime& time_;
  const Clause* clause_ = nullptr;
  agreement::Expectation result_;
  std::map<std::string, Span> said_;
};

}  // namespace

std::optional<agreement::Expectation> check_expectation(Context& context,
                                                        const syntax::Expectation& syntax,
                                                        TestTime& time,
                                                        const std::vector<TestSubject>& subjects) {
  return ExpectationChecker(context, syntax, time).check(subjects);
}

}  // namespace sla::check
