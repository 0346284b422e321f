#include <utility>

#include "compiler/parse/build.h"

namespace sla::parse {

using syntax::ClaimKind;
using syntax::Standing;

syntax::Expectation Builder::expectation(Grammar::ClaimContext& context) {
  syntax::Expectation result;
  result.span = span(context);
  if (context.claimName()) result.clause = name(context.claimName());
  if (context.leadName()) result.lead = name(context.leadName());
  if (context.title()) result.holder = title(context.title());
  result.of_team = context.K_TEAM() != nullptr;
  result.no_action = context.K_ACTION() != nullptr;
  for (auto* part : context.claimPart()) result.claims.push_back(claim(*part));
  for (auto* part : context.standing()) result.standings.push_back(standing(*part));
  return result;
}

syntax::ClaimKind Builder::claim_kind(Grammar::ClaimPartContext& context) const {
  if (context.deed()) return ClaimKind::deed;
  if (context.K_USED()) return ClaimKind::used;
  if (context.K_BEST()) return ClaimKind::best;
  if (context.K_WORST()) return ClaimKind::worst;
  if (context.K_PROVISIONAL()) return ClaimKind::provisional;
  if (context.K_FINAL()) return ClaimKind::final_;
  if (context.K_DUE()) return ClaimKind::due;
  if (context.K_BREACH()) return ClaimKind::breach;
  if (context.K_LATE()) return ClaimKind::met_late;
  if (context.K_MET()) return ClaimKind::met;
  if (context.K_BREACHED()) return ClaimKind::breached;
  if (context.K_RUNNING()) return ClaimKind::running;
  if (context.K_PAUSED()) return ClaimKind::paused;
  if (context.K_CANCELLED()) return ClaimKind::cancelled;
  if (context.K_EXCUSED()) return ClaimKind::excused;
  if (context.K_STARTED()) return ClaimKind::not_started;
  if (context.K_DATA()) return ClaimKind::no_data;
  if (context.PERCENT()) return ClaimKind::percent;
  if (context.K_CYCLE()) return ClaimKind::cycle;
  if (context.K_OWNER()) return ClaimKind::owner;
  if (context.K_TEAM()) return ClaimKind::team;
  if (context.K_TIER()) return ClaimKind::tier;
  if (context.periodLabel()) return ClaimKind::period;
  if (context.K_FOR()) return ClaimKind::group;
  return ClaimKind::amount;
}

syntax::Claim Builder::claim(Grammar::ClaimPartContext& context) {
  syntax::Claim result;
  result.kind = claim_kind(context);
  result.span = span(context);
  if (context.deed()) result.deed = deed(*context.deed());
  if (context.moment()) result.moment = moment(*context.moment());
  if (context.duration()) result.duration = duration(*context.duration());
  if (context.PERCENT()) result.text = number(context.PERCENT());
  if (context.NUMBER()) result.text = number(context.NUMBER());
  if (context.MINUS()) result.text = "-" + result.text;
  if (context.CURRENCY()) result.name = name(context.CURRENCY());
  if (context.title()) result.text = title(context.title()).value;
  if (context.K_OTHERWISE()) result.text = name(context.K_OTHERWISE()).text;
  if (context.name()) result.text = name(context.name()).text;
  if (context.periodLabel()) result.text = period_label(*context.periodLabel());
  return result;
}

std::string Builder::period_label(Grammar::PeriodLabelContext& context) {
  if (context.TEXT()) return text(context.TEXT()).value;
  std::string label;
  for (auto* token : context.children) label += token->getText();
  return label;
}

syntax::Deed Builder::deed(Grammar::DeedContext& context) {
  syntax::Deed result;
  result.done = context.ACTS() != nullptr;
  if (result.done) {
    result.verb = name(context.ACTS());
  } else {
    result.verb = {context.undone()->getText(), span(*context.undone())};
  }
  if (context.title()) result.message = title(context.title());
  if (context.NUMBER()) {
    number(context.NUMBER());
    result.points = name(context.NUMBER());
  }
  for (auto* word : {context.K_TO(), context.K_FOR(), context.K_FROM()}) {
    if (word) result.preposition = name(word);
  }
  for (auto* each : context.told()) {
    syntax::Told told;
    if (each->roleName()) told.role = name(each->roleName());
    if (each->title()) told.person = title(each->title());
    result.to.push_back(std::move(told));
  }
  Said said(reporter_);
  for (auto* part : context.deedPart()) {
    const source::Span at = span(*part);
    if (part->channelName()) {
      if (said.first("the channel", at)) result.channel = name(part->channelName());
    } else if (part->title()) {
      if (said.first("the message", at)) result.message = title(part->title());
    } else if (said.first("the time", at)) {
      result.at = moment(*part->moment());
    }
  }
  return result;
}

syntax::Standing Builder::standing(Grammar::StandingContext& context) {
  syntax::Standing result;
  result.span = span(context);
  result.none = context.K_NO() != nullptr;
  if (context.NUMBER()) result.number = number(context.NUMBER());
  if (context.MINUS()) result.number = "-" + result.number;
  if (context.name()) result.name = name(context.name());
  if (context.title()) result.title = title(context.title());
  if (context.POINTS()) {
    result.kind = Standing::Kind::points;
    if (context.claimName()) result.name = name(context.claimName());
  } else if (context.K_BADGE()) {
    result.kind = Standing::Kind::badge;
  } else if (context.K_WINS()) {
    result.kind = Standing::Kind::prize;
    if (context.CURRENCY()) result.name = name(context.CURRENCY());
  } else if (context.periodLabel()) {
    result.kind = Standing::Kind::period;
    result.label = period_label(*context.periodLabel());
  } else {
    result.kind = Standing::Kind::rank;
    if (context.ORDINAL()) result.number = context.ORDINAL()->getText();
    if (context.UNIT()) result.number = context.UNIT()->getText();
  }
  return result;
}

}  // namespace sla::parse
