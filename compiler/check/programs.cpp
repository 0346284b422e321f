#include "compiler/check/programs.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/check/clause_parts.h"
#include "compiler/check/names.h"
#include "compiler/check/numbers.h"

namespace sla::check {
namespace {

using agreement::GroupBy;
using agreement::Grouping;

constexpr std::int64_t kMostTimes = 1'000'000;
constexpr std::int64_t kMostPlaces = 1000;

/// Points and badges belong to people: to owners or to their teams. `owners` and `teams` are said
/// of several.
Grouping resolve_holder(Context& context, const syntax::Name& name) {
  if (name.text == "owner" || name.text == "owners") return {GroupBy::owner, -1};
  if (name.text == "team" || name.text == "teams") return {GroupBy::team, -1};
  report_unknown(context, Code::unknown_name, name, "holder of points", {"owner", "team"});
  return {GroupBy::owner, -1};
}

Grouping holder_of(Context& context, const std::optional<syntax::Name>& per) {
  return per ? resolve_holder(context, *per) : Grouping{GroupBy::owner, -1};
}

/// A whole number from 1 to `most`, or nothing after a finding.
std::optional<std::int64_t> count_of(Context& context, const syntax::Name& digits,
                                     std::int64_t most) {
  const auto count = exact_product(digits.text, 1);
  if (count && *count >= 1 && *count <= most) return *count;
  context.add(Code::bad_value, digits.span,
              fmt::format("a whole number of 1 to {} fits here", most));
  return std::nullopt;
}

/// A clause of any record, which the badge then is about.
const agreement::Clause* find_clause(const agreement::Agreement& agreement, std::string_view name,
                                     agreement::Badge& badge) {
  for (int record = 0; record <= static_cast<int>(agreement.others.size()); ++record) {
    const agreement::Agreement& each =
        record == 0 ? agreement : agreement.others[static_cast<std::size_t>(record - 1)];
    const auto found = find_name(each.clauses, name);
    if (!found) continue;
    badge.record = record;
    badge.clause = *found;
    return &each.clauses[static_cast<std::size_t>(*found)];
  }
  return nullptr;
}

void report_no_clause(Context& context, const syntax::Name& name) {
  // One that was refused has been reported.
  if (context.record_of_clause.contains(name.text)) return;
  std::vector<std::string> names;
  for (const auto& [clause, record] : context.record_of_clause) names.push_back(clause);
  report_unknown(context, Code::unknown_name, name, "clause", names);
}

/// The clause that a badge is about: one under which single leads have outcomes.
void resolve_clause(Context& context, const syntax::Name& name, agreement::Badge& badge) {
  const agreement::Clause* found = find_clause(context.agreement, name.text, badge);
  if (found == nullptr) return report_no_clause(context, name);
  const agreement::Clause& clause = *found;
  if (has_clock(clause.kind) || clause.kind == agreement::ClauseKind::prohibition) return;
  auto& finding = context.add(
      Code::type_mismatch, name.span,
      fmt::format("`{}` is about a period, so nobody meets it lead by lead", name.text));
  finding.secondary.push_back({clause.span, "declared here"});
  finding.help = "name a deadline, cadence, time in state or prohibition";
}

agreement::Badge check_badge(Context& context, const syntax::Badge& badge) {
  agreement::Badge result;
  result.name = badge.name.text;
  result.title = title_of(badge.title);
  result.span = badge.span;
  resolve_clause(context, badge.clause, result);
  result.met = badge.met;
  if (badge.times) result.times = count_of(context, *badge.times, kMostTimes).value_or(1);
  result.in_a_row = badge.in_a_row;
  result.holder = holder_of(context, badge.per);
  return result;
}

agreement::Leaderboard check_leaderboard(Context& context, const syntax::Leaderboard& board) {
  agreement::Leaderboard result;
  result.title = title_of(board.title);
  result.span = board.span;
  result.group = holder_of(context, board.per);
  if (board.each) result.period = resolve_period(context, *board.each);
  return result;
}

std::int64_t resolve_money(Context& context, const syntax::Prize& prize) {
  const syntax::Name& currency = *prize.currency;
  if (!require_currency(context, currency.span)) return 0;
  if (currency.text != context.agreement.currency) {
    context
        .add(Code::bad_value, currency.span,
             fmt::format("the agreement counts in {}, not {}", context.agreement.currency,
                         currency.text))
        .help = fmt::format("write the amount in {}", context.agreement.currency);
    return 0;
  }
  const auto money = exact_product(prize.money, agreement::kScale);
  if (money && *money > 0) return *money;
  context.add(Code::bad_value, prize.span, "a prize is more than nothing, and fits 64 bits");
  return 0;
}

agreement::Prize check_prize(Context& context, const syntax::Prize& prize) {
  agreement::Prize result;
  result.title = title_of(prize.title);
  result.span = prize.span;
  if (prize.currency) result.money = resolve_money(context, prize);
  if (prize.top) {
    result.top = static_cast<int>(count_of(context, *prize.top, kMostPlaces).value_or(1));
  }
  result.group = resolve_holder(context, prize.group);
  if (prize.each) result.period = resolve_period(context, *prize.each);
  return result;
}

bool gives_points(const agreement::Agreement& agreement) {
  if (std::ranges::any_of(agreement.others, gives_points)) return true;
  for (const agreement::Clause& clause : agreement.clauses) {
    for (const agreement::Step& step : clause.steps) {
      const auto points = [](const agreement::Effect& effect) { return effect.points != 0; };
      if (std::ranges::any_of(step.effects, points)) return true;
    }
  }
  return false;
}

void warn_of_no_points(Context& context, const agreement::Program& program) {
  const Span span = program.leaderboards.empty() ? program.prizes.front().span
                                                 : program.leaderboards.front().span;
  context.add(Code::no_points, span, "no clause awards points, so there is nothing to rank").help =
      "add a line such as `when met award 10 points` to a clause";
}

}  // namespace

void check_programs(Context& context) {
  for (const syntax::Program* program : context.declared.programs) {
    agreement::Program result;
    result.name = program->name.text;
    result.title = title_of(program->title);
    result.span = program->span;
    Taken badges("badge");
    for (const syntax::Badge& badge : program->badges) {
      badges.claim(context, badge.name);
      result.badges.push_back(check_badge(context, badge));
    }
    for (const syntax::Leaderboard& board : program->leaderboards) {
      result.leaderboards.push_back(check_leaderboard(context, board));
    }
    for (const syntax::Prize& prize : program->prizes) {
      result.prizes.push_back(check_prize(context, prize));
    }
    const bool ranks = !result.leaderboards.empty() || !result.prizes.empty();
    if (ranks && !gives_points(context.agreement)) warn_of_no_points(context, result);
    context.agreement.programs.push_back(std::move(result));
  }
}

}  // namespace sla::check
