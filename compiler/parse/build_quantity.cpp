#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "compiler/parse/build.h"

namespace sla::parse {
namespace {

using Part = grammar::SlaParser::QuantityPartContext;

/// The parts of a quantity by what they are called, and the clauses that have them.
struct PartKind {
  std::string_view called;
  bool volume, cadence, share, conversion;
};

PartKind kind_of(Part& part) {
  if (part.eachPeriod()) return {"the period", true, false, true, true};
  if (part.groupName()) return {"`per`", true, true, true, true};
  if (part.K_ENTRY()) return {"`every entry`", true, false, true, false};
  if (part.K_PACED()) return {"`paced by business day`", true, false, false, false};
  if (part.notCounting()) return {"`not counting`", false, false, false, true};
  if (part.K_WHERE()) return {"`where`", true, true, true, true};
  if (part.K_WITHIN()) return {"`within`", false, true, false, true};
  if (part.K_APART()) return {"`at most ... apart`", false, true, false, false};
  if (part.K_UNTIL()) return {"`until`", false, true, false, false};
  if (part.K_TO()) return {"`to`", false, false, false, true};
  return {"`of`", false, true, false, false};
}

bool allowed(const PartKind& part, std::string_view clauses) {
  if (clauses == "volume clauses") return part.volume;
  if (clauses == "cadence clauses") return part.cadence;
  return clauses == "share clauses" ? part.share : part.conversion;
}

/// People write `100 calls`; of the touches that need no declaration we know the singular.
void make_singular(syntax::Name& name) {
  constexpr std::array<std::string_view, 3> kTouches = {"calls", "emails", "meetings"};
  for (const std::string_view plural : kTouches) {
    if (name.text == plural) name.text.pop_back();
  }
}

bool is_leads(const std::vector<syntax::Name>& names) {
  return names.size() == 1 && (names[0].text == "leads" || names[0].text == "lead");
}

}  // namespace

void Builder::quantity(Grammar::QuantityContext& context, syntax::Clause& clause) {
  bool has_within = false;
  bool has_destination = false;
  for (auto* part : context.quantityPart()) {
    has_within = has_within || part->K_WITHIN();
    has_destination = has_destination || part->K_TO();
  }
  std::string_view clauses = has_within ? "cadence clauses" : "volume clauses";
  if (context.PERCENT()) clauses = has_destination ? "conversion clauses" : "share clauses";
  Said said(reporter_);
  for (auto* part : context.quantityPart()) {
    const PartKind kind = kind_of(*part);
    if (!allowed(kind, clauses)) {
      auto* finding = reporter_.add(diagnose::Code::unexpected, span(*part),
                                    fmt::format("{} does not fit this promise", kind.called));
      if (finding) finding->notes.push_back(fmt::format("it reads like one of the {}", clauses));
    }
    said.first(std::string(kind.called), span(*part));
  }
  if (clauses == "volume clauses") {
    clause.body = volume(context);
  } else {
    clause.body = syntax::OtherBody{std::string(clauses)};
  }
}

syntax::VolumeBody Builder::volume(Grammar::QuantityContext& context) {
  syntax::VolumeBody result;
  result.bound = context.K_MOST() ? syntax::VolumeBound::at_most : syntax::VolumeBound::at_least;
  result.amount = number(context.NUMBER());
  if (context.CURRENCY()) result.currency = name(context.CURRENCY());
  counted(context, result);
  for (auto* part : context.quantityPart()) {
    if (part->eachPeriod()) result.each = period(*part->eachPeriod());
    if (part->groupName()) result.per = name(part->groupName());
    if (part->K_ENTRY()) result.every_entry = true;
    if (part->K_PACED()) result.paced = true;
    if (part->K_WHERE()) result.where = expression(*part->expression());
  }
  return result;
}

void Builder::counted(Grammar::QuantityContext& context, syntax::VolumeBody& volume) {
  Grammar::MeasuredContext& measured = *context.measured();
  if (context.stateTrigger()) volume.counted = state_trigger(*context.stateTrigger());
  if (measured.K_SUM()) {
    volume.sum_of = name(measured.fieldName());
  } else {
    std::vector<syntax::Name> named = events(*measured.events());
    if (context.stateTrigger()) {
      // "5000 USD of amount entering won": what is named is summed, unless it is the leads
      // themselves.
      if (!is_leads(named)) volume.sum_of = named.front();
      return;
    }
    if (!is_leads(named)) {
      for (syntax::Name& event : named) make_singular(event);
      volume.counted.kind = syntax::TriggerKind::event;
      volume.counted.names = std::move(named);
      volume.counted.span = span(measured);
      return;
    }
  }
  if (context.stateTrigger()) return;
  auto* finding = reporter_.add(diagnose::Code::unexpected, span(measured),
                                "it is not said at which event these are counted");
  if (finding) finding->help = "add the event, such as `entering mql` or `being assigned`";
}

}  // namespace sla::parse
