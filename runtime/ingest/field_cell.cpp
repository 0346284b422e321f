#include "runtime/ingest/field_cell.h"

#include <fmt/format.h>

#include "runtime/ingest/nearest_name.h"
#include "runtime/ingest/time_cell.h"
#include "runtime/ingest/value_text.h"

namespace sla::ingest {
namespace {

ParsedValue parse_instant_value(std::string_view text, const time::Zone& zone) {
  const TimeCell cell = read_time(text, TimeFormat::text, zone, 0);
  switch (cell.problem) {
    case TimeCell::Problem::none: return {cell.instant, ValueProblem::none};
    case TimeCell::Problem::malformed: return {0, ValueProblem::malformed};
    case TimeCell::Problem::out_of_range: break;
  }
  return {0, ValueProblem::out_of_range};
}

ParsedValue parse_kind(std::string_view text, ValueKind kind, const std::string& currency,
                       const time::Zone& zone) {
  switch (kind) {
    case ValueKind::integer: return parse_integer(text);
    case ValueKind::decimal: return parse_scaled(text);
    case ValueKind::percent: return parse_percent(text);
    case ValueKind::money: return parse_money(text, currency);
    case ValueKind::yes_no: return parse_yes_no(text);
    case ValueKind::date: return parse_date(text, zone);
    case ValueKind::instant: return parse_instant_value(text, zone);
    case ValueKind::duration: return parse_duration(text, true);
    case ValueKind::business_duration: return parse_duration(text, false);
    case ValueKind::text:
    case ValueKind::choice: break;
  }
  return {0, ValueProblem::malformed};
}

}  // namespace

FieldCell::FieldCell(const FieldMapping& mapping, const std::string& currency,
                     const time::Zone& zone, events::Interner& texts, DataFindings& findings)
    : mapping_(&mapping),
      currency_(&currency),
      zone_(&zone),
      findings_(&findings),
      texts_(texts),
      words_(mapping.words),
      choices_(WordTable::of_choices(mapping.description.choices)) {}

std::optional<std::int64_t> FieldCell::parse(std::string_view text, DataFindingKind& kind,
                                             std::string& help) const {
  const ParsedValue parsed = parse_kind(text, mapping_->description.kind, *currency_, *zone_);
  if (parsed.problem == ValueProblem::none) return parsed.value;
  kind = parsed.problem == ValueProblem::out_of_range ? DataFindingKind::value_out_of_range
                                                      : DataFindingKind::unparsable_value;
  help = describe(parsed.problem);
  if (help.empty())
    help = fmt::format("not a value of type {}", name_of(mapping_->description.kind));
  return std::nullopt;
}

std::optional<std::int64_t> FieldCell::value_of(std::string_view text, DataFindingKind& kind,
                                                std::string& help) {
  switch (mapping_->description.kind) {
    case ValueKind::text: return texts_.intern(text);
    case ValueKind::choice: {
      const auto choice = choices_.find(text);
      if (!choice) {
        kind = DataFindingKind::unknown_choice;
        help = did_you_mean(text, choices_.words());
      }
      return choice;
    }
    default: return parse(text, kind, help);
  }
}

std::optional<events::LogBuilder::Value> FieldCell::read(std::string_view text, CellPlace place) {
  using Value = events::LogBuilder::Value;
  constexpr std::uint8_t kSets = 1, kClears = 2;
  const Value cleared{.field = mapping_->field, .set = kClears, .value = 0};
  if (const auto code = words_.find(text)) {
    if (*code == WordCode::kNothing) return cleared;
    return Value{.field = mapping_->field, .set = kSets, .value = *code};
  }
  DataFindingKind kind = DataFindingKind::unparsable_value;
  std::string help;
  if (const auto value = value_of(text, kind, help)) {
    return Value{.field = mapping_->field, .set = kSets, .value = *value};
  }
  if (mapping_->otherwise_unknown) return cleared;
  if (mapping_->otherwise)
    return Value{.field = mapping_->field, .set = kSets, .value = *mapping_->otherwise};
  DataExample* example =
      findings_->add(kind, mapping_->description.name, *place.origin, place.row, text);
  if (example != nullptr) example->help = std::move(help);
  return std::nullopt;
}

}  // namespace sla::ingest
