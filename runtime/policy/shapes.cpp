#include "runtime/policy/shapes.h"

#include <fmt/format.h>

#include "runtime/time/instant.h"
#include "runtime/time/zone.h"

namespace sla::policy {
namespace {

constexpr std::int64_t kScale = 1'000'000;

std::string exact_decimal(std::int64_t millionths) {
  // The magnitude as unsigned, because the smallest integer has no positive counterpart.
  const std::uint64_t magnitude = millionths < 0
                                      ? std::uint64_t{0} - static_cast<std::uint64_t>(millionths)
                                      : static_cast<std::uint64_t>(millionths);
  std::string text = fmt::format("{}{}", millionths < 0 ? "-" : "", magnitude / kScale);
  if (magnitude % kScale == 0) return text;
  text += fmt::format(".{:06}", magnitude % kScale);
  return text.substr(0, text.find_last_not_of('0') + 1);
}

std::string duration_words(std::int64_t micros, const char* kind) {
  const auto counted = [&](const std::string& number, const char* unit) {
    return fmt::format("{} {}{}{}", number, kind, unit, number == "1" ? "" : "s");
  };
  if (micros % time::kHour == 0) return counted(std::to_string(micros / time::kHour), "hour");
  if (micros % time::kMinute == 0) return counted(std::to_string(micros / time::kMinute), "minute");
  return counted(exact_decimal(micros), "second");
}

std::string instant_words(const Policy& policy, std::int64_t value) {
  const auto zone = time::Zone::find(policy.zone);
  if (!zone) return time::format_utc(value);
  const std::string with_weekday = time::format_local(value, *zone);
  return with_weekday.substr(with_weekday.find(' ') + 1);
}

}  // namespace

std::string value_words(const Policy& policy, const Field& field, std::int64_t value) {
  switch (field.kind) {
    case ValueKind::text:
    case ValueKind::integer: return std::to_string(value);
    case ValueKind::decimal: {
      const std::string text = exact_decimal(value);
      return text.contains('.') ? text : text + ".0";
    }
    case ValueKind::percent: return exact_decimal(value) + "%";
    case ValueKind::money: return fmt::format("{} {}", exact_decimal(value), policy.currency);
    case ValueKind::choice: {
      const auto choice = static_cast<std::size_t>(value);
      return choice < field.choices.size() ? field.choices[choice] : std::to_string(value);
    }
    case ValueKind::yes_no: return value != 0 ? "yes" : "no";
    case ValueKind::date: return time::format_date(static_cast<time::Date>(value));
    case ValueKind::instant: return instant_words(policy, value);
    case ValueKind::duration: return duration_words(value, "");
    case ValueKind::business_duration: return duration_words(value, "business ");
  }
  return {};
}

verdicts::PolicyShape shape_of(const Policy& policy, const Record& record, const events::Log& log) {
  verdicts::PolicyShape shape;
  shape.title = policy.title;
  shape.version = policy.version;
  shape.zone = policy.zone;
  shape.has_term = policy.has_term;
  shape.term_begin = policy.term_begin;
  shape.term_end = policy.term_end;
  shape.clauses = record.shapes;
  for (std::size_t c = 0; c < shape.clauses.size(); ++c) {
    if (shape.clauses[c].group != verdicts::GroupKind::field) continue;
    const Field& field = record.fields[static_cast<std::size_t>(record.clauses[c].group_field)];
    shape.clauses[c].group_name = [&policy, &log, &field](std::int64_t value) {
      if (field.kind == ValueKind::text)
        return std::string(log.texts.text(static_cast<std::uint32_t>(value)));
      return value_words(policy, field, value);
    };
  }
  return shape;
}

actions::PolicySteps steps_of(const Policy& policy, const Record& record) {
  actions::PolicySteps steps;
  steps.clauses = record.steps;
  for (const Calendar& calendar : policy.calendars) steps.calendars.push_back(calendar.zone_of);
  steps.zone_field = record.zone_field;
  return steps;
}

ingest::Vocabulary vocabulary_of(const Policy& policy, const Record& record) {
  ingest::Vocabulary vocabulary;
  for (std::size_t s = 0; s < record.states.size(); ++s) {
    vocabulary.events.push_back(
        {record.states[s], static_cast<std::int64_t>(events::kFirstState + s)});
  }
  for (std::size_t e = 0; e < record.events.size(); ++e) {
    vocabulary.events.push_back({record.events[e].name, record.code_of_event(static_cast<int>(e))});
  }
  for (const Field& field : record.fields) {
    ingest::FieldDescription described{field.name, field.kind, field.choices};
    if (field.of_event >= 0) described.only_of = record.code_of_event(field.of_event);
    vocabulary.fields.push_back(std::move(described));
  }
  vocabulary.record = record.kind;
  vocabulary.parent = record.parent_kind;
  vocabulary.currency = policy.currency;
  return vocabulary;
}

}  // namespace sla::policy
