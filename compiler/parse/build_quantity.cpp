#include <array>
#include <string_view>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "compiler/parse/build.h"

namespace sla::parse {
namespace {

using Part = grammar::SlaParser::QuantityPartContext;

enum class Kind : std::uint8_t { volume, cadence, share, conversion };

std::string_view name_of(Kind kind) {
  constexpr std::string_view kNames[] = {"volume", "cadence", "share", "conversion"};
  return kNames[static_cast<std::size_t>(kind)];
}

/// The parts of a quantity by what they are called, and the clauses that have them.
struct PartKind {
  std::string_view called;
  bool volume, cadence, share, conversion;
};

PartKind kind_of(Part& part) {
  if (part.eachPeriod()) return {"the period", true, false, true, true};
  if (part.groupPath()) return {"`per`", true, false, true, true};
  if (part.K_ENTRY()) return {"`every entry`", true, false, true, false};
  if (part.K_PACED()) return {"`paced by business day`", true, false, false, false};
  if (part.partyName()) return {"`by`", false, true, false, false};
  if (part.notCounting()) return {"`not counting`", false, false, false, true};
  if (part.K_WHERE()) return {"`where`", true, false, true, false};
  if (part.K_WITHIN()) return {"`within`", false, true, false, true};
  if (part.K_APART()) return {"`at most ... apart`", false, true, false, false};
  if (part.K_UNTIL()) return {"`until`", false, true, false, false};
  if (part.K_TO()) return {"`to`", false, false, false, true};
  return {"`of`", false, true, false, false};
}

bool allowed(const PartKind& part, Kind kind) {
  switch (kind) {
    case Kind::volume: return part.volume;
    case Kind::cadence: return part.cadence;
    case Kind::share: return part.share;
    case Kind::conversion: return part.conversion;
  }
  return false;
}

/// What a promise must be for its parts to make sense: only a conversion leads somewhere, only a
/// cadence or a conversion has a window.
Kind kind_of(grammar::SlaParser::QuantityContext& context) {
  const bool percentage = context.PERCENT() != nullptr;
  // Leads that enter a state and sums of a field are counted per period, events also within a
  // window.
  const bool of_events = !context.stateTrigger() && !context.measured()->K_SUM();
  for (auto* part : context.quantityPart()) {
    const PartKind kind = kind_of(*part);
    if (percentage && kind.conversion && !kind.share) return Kind::conversion;
    if (!percentage && of_events && kind.cadence && !kind.volume) return Kind::cadence;
  }
  return percentage ? Kind::share : Kind::volume;
}

std::string help_for(Part& part, Kind kind) {
  if (part.groupPath() && kind == Kind::cadence) {
    return "put it after a `target`, such as `target 90% each month per team`";
  }
  if (part.eachPeriod() && kind == Kind::cadence) {
    return "a cadence counts within a window of one lead; for all of them add a line such as "
           "`target 90% each month`";
  }
  if (part.K_WHERE()) return "add a line `when ...` to choose whom it is about";
  return {};
}

syntax::VolumeBound bound_of(grammar::SlaParser::QuantityContext& context) {
  return context.K_MOST() ? syntax::VolumeBound::at_most : syntax::VolumeBound::at_least;
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
  const Kind kind = kind_of(context);
  Said said(reporter_);
  for (auto* part : context.quantityPart()) {
    const PartKind part_kind = kind_of(*part);
    said.first(std::string(part_kind.called), span(*part));
    if (allowed(part_kind, kind)) continue;
    auto* finding = reporter_.add(diagnose::Code::unexpected, span(*part),
                                  fmt::format("{} does not fit this promise", part_kind.called));
    if (!finding) continue;
    finding->notes.push_back(fmt::format("it reads like a {} clause", name_of(kind)));
    const std::string help = help_for(*part, kind);
    if (!help.empty()) finding->help = help;
  }
  switch (kind) {
    case Kind::volume: clause.body = volume(context); break;
    case Kind::cadence: clause.body = cadence(context); break;
    case Kind::share: clause.body = share(context); break;
    case Kind::conversion: clause.body = conversion(context); break;
  }
}

syntax::VolumeBody Builder::volume(Grammar::QuantityContext& context) {
  syntax::VolumeBody result;
  result.bound = bound_of(context);
  result.amount = number(context.NUMBER());
  if (context.CURRENCY()) result.currency = name(context.CURRENCY());
  std::tie(result.counted, result.sum_of) = counted(context);
  for (auto* part : context.quantityPart()) {
    if (part->eachPeriod()) result.each = period(*part->eachPeriod());
    if (part->groupPath()) result.per = name(part->groupPath());
    if (part->K_ENTRY()) result.every_entry = true;
    if (part->K_PACED()) result.paced = true;
    if (part->K_WHERE()) result.where = expression(*part->expression());
  }
  return result;
}

syntax::CadenceBody Builder::cadence(Grammar::QuantityContext& context) {
  syntax::CadenceBody result;
  const auto refuse = [&](source::Span at, const char* message, const char* help) {
    if (auto* finding = reporter_.add(diagnose::Code::unexpected, at, message)) {
      finding->help = help;
    }
  };
  if (context.K_MOST()) {
    refuse(span(context.K_MOST()), "a cadence says at least how many, not at most",
           "write `at least`; a limit per period is `at most 3 calls each week`");
  }
  result.amount = number(context.NUMBER());
  if (context.CURRENCY()) {
    refuse(span(context.CURRENCY()), "a number of events has no currency", "leave it out");
  }
  Grammar::MeasuredContext& measured = *context.measured();
  result.touches.kind = syntax::DischargeKind::event;
  result.touches.span = span(measured);
  result.touches.names = events(*measured.events());
  for (syntax::Name& event : result.touches.names) make_singular(event);
  for (auto* part : context.quantityPart()) {
    if (part->partyName()) result.touches.by = name(part->partyName());
    if (part->K_WITHIN()) result.tiers = tiers(*part);
    if (part->trigger()) result.start = trigger(*part->trigger());
    if (part->K_APART()) result.apart = duration(*part->duration());
    if (part->K_UNTIL()) result.until = names(part->states()->stateName());
  }
  return result;
}

syntax::ShareBody Builder::share(Grammar::QuantityContext& context) {
  syntax::ShareBody result;
  result.bound = bound_of(context);
  result.percent = number(context.PERCENT());
  std::tie(result.counted, result.sum_of) = counted(context);
  for (auto* part : context.quantityPart()) {
    if (part->eachPeriod()) result.each = period(*part->eachPeriod());
    if (part->groupPath()) result.per = name(part->groupPath());
    if (part->K_ENTRY()) result.every_entry = true;
    if (part->K_WHERE()) result.where = expression(*part->expression());
  }
  return result;
}

syntax::ConversionBody Builder::conversion(Grammar::QuantityContext& context) {
  syntax::ConversionBody result;
  result.bound = bound_of(context);
  result.percent = number(context.PERCENT());
  std::optional<syntax::Name> sum_of;
  std::tie(result.entering, sum_of) = counted(context);
  if (sum_of && !context.measured()->K_SUM()) {
    result.entering.subject = sum_of;
  } else if (sum_of) {
    auto* finding = reporter_.add(diagnose::Code::unexpected, sum_of->span,
                                  "a conversion counts leads, not the sum of a field");
    if (finding) finding->help = "write `of the leads entering ...`";
  }
  for (auto* part : context.quantityPart()) {
    if (part->eachPeriod()) result.each = period(*part->eachPeriod());
    if (part->groupPath()) result.per = name(part->groupPath());
    if (part->K_TO()) result.to = names(part->states()->stateName());
    if (part->notCounting()) result.not_counting = expression(*part->notCounting()->expression());
    if (!part->K_WITHIN()) continue;
    if (part->duration()) {
      result.window = duration(*part->duration());
      continue;
    }
    auto* finding = reporter_.add(diagnose::Code::unexpected, span(*part->tierBody()),
                                  "a conversion has one window for all");
    if (finding) finding->help = "write one duration, such as `within 30 days`";
  }
  return result;
}

std::pair<syntax::Trigger, std::optional<syntax::Name>> Builder::counted(
    Grammar::QuantityContext& context) {
  Grammar::MeasuredContext& measured = *context.measured();
  syntax::Trigger trigger;
  if (context.stateTrigger()) trigger = state_trigger(*context.stateTrigger());
  if (measured.K_SUM()) {
    const syntax::Name summed = name(measured.fieldName());
    if (context.stateTrigger()) return {trigger, summed};
    // "the sum of webinar.minutes" is said by webinars.
    if (const std::size_t dot = summed.text.find('.'); dot != std::string::npos) {
      trigger.kind = syntax::TriggerKind::event;
      trigger.names = {{summed.text.substr(0, dot), summed.span}};
      trigger.span = summed.span;
      return {trigger, summed};
    }
  } else {
    std::vector<syntax::Name> named = events(*measured.events());
    if (context.stateTrigger()) {
      // "5000 USD of amount entering won": what is named is summed, unless it is the leads
      // themselves. Whether it is another record only the checker knows.
      if (!is_leads(named)) return {trigger, named.front()};
      trigger.subject = named.front();
      return {trigger, std::nullopt};
    }
    if (!is_leads(named)) {
      for (syntax::Name& event : named) make_singular(event);
      trigger.kind = syntax::TriggerKind::event;
      trigger.names = std::move(named);
      trigger.span = span(measured);
      return {trigger, std::nullopt};
    }
  }
  auto* finding = reporter_.add(diagnose::Code::unexpected, span(measured),
                                "it is not said at which event these are counted");
  if (finding) finding->help = "add the event, such as `entering mql` or `being assigned`";
  return {trigger, std::nullopt};
}

}  // namespace sla::parse
