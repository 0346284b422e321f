// Tiers choose the target of a clock by the first condition that holds. Together they must leave
// nobody without a target, and each should be reachable.
#include <fmt/format.h>

#include "compiler/check/clause_parts.h"
#include "compiler/check/durations.h"

namespace sla::check {
namespace {

using agreement::Op;
using agreement::TargetKind;
using agreement::Tier;

/// Holds for every lead: no condition at all, or a plain `yes`.
bool takes_all(const Tier& tier) {
  return !tier.when || (tier.when->op == Op::constant && tier.when->value != 0);
}

bool takes_none(const Tier& tier) {
  return tier.when && tier.when->op == Op::constant && tier.when->value == 0;
}

/// The condition as written, with the parentheses around it that are not part of its own span.
std::string condition_text(const Context& context, const syntax::Tier& tier) {
  Span span = tier.span;
  if (!tier.immediately) span.end = tier.target.span.begin;
  std::string text = source_text(context, span);
  if (tier.immediately) text.resize(text.rfind("immediately"));
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

void warn_unreachable(Context& context, const Tier& tier, const Tier* because,
                      std::string message) {
  auto& finding = context.add(Code::unreachable_tier, tier.when ? tier.when->span : tier.span,
                              std::move(message));
  if (because != nullptr) {
    finding.secondary.push_back(
        {because->when ? because->when->span : because->span, "this tier takes them first"});
  }
  finding.help = "remove the tier, or put it before the one that takes its leads";
}

/// Warns of tiers that nothing reaches. Returns how many come before the first that takes all, and
/// it.
std::size_t check_reachable(Context& context, const std::vector<Tier>& tiers) {
  std::size_t end = tiers.size();
  for (std::size_t i = 0; i < tiers.size(); ++i) {
    if (i >= end) {
      warn_unreachable(context, tiers[i], &tiers[end - 1], "no lead reaches this tier");
      continue;
    }
    if (takes_none(tiers[i])) {
      warn_unreachable(context, tiers[i], nullptr,
                       "no lead reaches a tier whose condition is `no`");
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (!tiers[i].when || !tiers[j].when || !agreement::says_the_same(*tiers[i].when, *tiers[j].when)) continue;
      warn_unreachable(context, tiers[i], &tiers[j], "an earlier tier has the same condition");
      break;
    }
    if (takes_all(tiers[i])) end = i + 1;
  }
  return end;
}

void report_missing_tier(Context& context, const syntax::Tier& last) {
  const std::string target =
      last.immediately ? "immediately" : source_text(context, last.target.span);
  auto& finding = context.add(Code::missing_tier, last.span,
                              "leads that none of these conditions holds for have no target",
                              "the last tier has a condition");
  finding.help = fmt::format("add a last tier such as `otherwise {}`", target);
  finding.fix = {Span{last.span.file, last.span.end, last.span.end},
                 fmt::format("\n    otherwise {}", target)};
}

/// `immediately` is counted in the same time as its neighbours: on a business clock, work that
/// arrives at night is due when the calendar opens.
void settle_immediate(const ClauseScope& scope, std::vector<Tier>& tiers) {
  bool business = scope.syntax.calendar.has_value();
  for (const Tier& tier : tiers) business = business || is_business(tier.target);
  if (!business) return;
  for (Tier& tier : tiers) {
    const bool immediate = tier.target.kind == TargetKind::elapsed && tier.target.amount == 0;
    if (immediate) tier.target.kind = TargetKind::business;
  }
}

}  // namespace

std::vector<Tier> check_tiers(Context& context, const ClauseScope& scope,
                              const std::vector<syntax::Tier>& written) {
  bool all_typed = true;
  std::vector<Tier> tiers;
  for (const syntax::Tier& tier : written) {
    Tier result;
    result.span = tier.span;
    if (tier.otherwise) result.name = "otherwise";
    if (tier.when) {
      result.name = condition_text(context, tier);
      result.when = type_condition(context, *tier.when, scope.expressions);
      all_typed = all_typed && result.when;
    }
    if (!tier.immediately) {
      result.target =
          resolve_target(context, tier.target, scope.expressions.calendar).value_or(result.target);
    }
    tiers.push_back(std::move(result));
  }
  settle_immediate(scope, tiers);
  if (!all_typed || tiers.empty()) return tiers;
  // What follows a tier that takes all has had its warning; the agreement ends with that tier.
  tiers.resize(check_reachable(context, tiers));
  if (!takes_all(tiers.back())) report_missing_tier(context, written.back());
  return tiers;
}

}  // namespace sla::check
