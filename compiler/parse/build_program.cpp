#include "compiler/parse/build.h"

namespace sla::parse {

syntax::Program Builder::program(Grammar::ProgramContext& context) {
  syntax::Program result;
  result.name = name(context.newName());
  result.title = optional_title(context.title());
  result.span = span(context);
  for (auto* line : context.programBody()->programLine()) {
    if (!sound(line)) continue;
    if (line->badge()) result.badges.push_back(badge(*line->badge()));
    if (line->leaderboard()) result.leaderboards.push_back(leaderboard(*line->leaderboard()));
    if (line->prize()) result.prizes.push_back(prize(*line->prize()));
  }
  return result;
}

syntax::Badge Builder::badge(Grammar::BadgeContext& context) {
  syntax::Badge result;
  result.name = name(context.newName());
  result.title = optional_title(context.title());
  result.clause = name(context.clauseName());
  result.met = context.K_MET() != nullptr;
  if (context.NUMBER()) {
    number(context.NUMBER());
    result.times = name(context.NUMBER());
  }
  result.in_a_row = context.K_ROW() != nullptr;
  if (context.groupName()) result.per = name(context.groupName());
  result.span = span(context);
  return result;
}

syntax::Leaderboard Builder::leaderboard(Grammar::LeaderboardContext& context) {
  syntax::Leaderboard result;
  result.title = optional_title(context.title());
  Said said(reporter_);
  for (auto* group : context.groupName()) {
    if (said.first("the group", span(*group))) result.per = name(group);
  }
  for (auto* each : context.eachPeriod()) {
    if (said.first("the period", span(*each))) result.each = period(*each);
  }
  result.span = span(context);
  return result;
}

syntax::Prize Builder::prize(Grammar::PrizeContext& context) {
  syntax::Prize result;
  result.title = optional_title(context.title());
  if (context.CURRENCY()) {
    result.money = number(context.NUMBER(0));
    result.currency = name(context.CURRENCY());
  }
  // After the money, or alone, a number says how many places win.
  const std::size_t place = context.CURRENCY() ? 1 : 0;
  if (context.NUMBER().size() > place) {
    number(context.NUMBER(place));
    result.top = name(context.NUMBER(place));
  }
  result.group = name(context.groupName());
  if (context.eachPeriod()) result.each = period(*context.eachPeriod());
  result.span = span(context);
  return result;
}

}  // namespace sla::parse
