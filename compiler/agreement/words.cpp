// Words for durations, triggers, discharges, periods and values. Expressions are in
// words_expression.cpp.
#include "compiler/agreement/words.h"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/time/zone.h"
#include "runtime/verdicts/outcome.h"

namespace sla::agreement {
namespace {

std::string counted(std::string_view amount, std::string_view unit) {
  return fmt::format("{} {}{}", amount, unit, amount == "1" ? "" : "s");
}

/// The largest unit up to the hour that says the amount as a whole number; seconds with a fraction
/// as the last resort.
std::string micros_words(std::int64_t micros, std::string_view kind) {
  const auto say = [&](std::int64_t unit, std::string_view name) {
    return counted(std::to_string(micros / unit), fmt::format("{}{}", kind, name));
  };
  if (micros % time::kHour == 0) return say(time::kHour, "hour");
  if (micros % time::kMinute == 0) return say(time::kMinute, "minute");
  return counted(exact_decimal(micros), fmt::format("{}second", kind));
}

std::vector<std::string> event_names(const Agreement& agreement, const EventSet& events) {
  std::vector<std::string> names;
  for (const events::Code code : events) names.push_back(agreement.event_name(code));
  return names;
}

/// The states that a set of events enters, or 0 when some event of the set is not an entry.
std::uint64_t entered_states(const Agreement& agreement, const EventSet& events) {
  std::uint64_t states = 0;
  for (const events::Code code : events) {
    if (code < events::kFirstState) return 0;
    const std::size_t state = code - events::kFirstState;
    if (state >= agreement.lifecycle.states.size()) return 0;
    states |= std::uint64_t{1} << state;
  }
  return states;
}

std::string instant_words(const Agreement& agreement, std::int64_t value) {
  const auto zone = time::Zone::find(agreement.zone);
  if (!zone) return time::format_utc(value);
  const std::string with_weekday = time::format_local(value, *zone);
  return with_weekday.substr(with_weekday.find(' ') + 1);
}

constexpr const char* kMonths[] = {"January",   "February", "March",    "April",
                                   "May",       "June",     "July",     "August",
                                   "September", "October",  "November", "December"};

std::int64_t bit(verdicts::Status status) { return std::int64_t{1} << static_cast<int>(status); }

}  // namespace

const std::array<OutcomeWord, 8> kOutcomeWords = {{
    {"met", bit(verdicts::Status::met)},
    {"breached", bit(verdicts::Status::breached) | bit(verdicts::Status::met_late)},
    {"late", bit(verdicts::Status::met_late)},
    {"open", bit(verdicts::Status::running) | bit(verdicts::Status::paused) | kBreachedOpenBit},
    {"running", bit(verdicts::Status::running)},
    {"paused", bit(verdicts::Status::paused)},
    {"cancelled", bit(verdicts::Status::cancelled)},
    {"excused", bit(verdicts::Status::excused)},
}};

std::string exact_decimal(std::int64_t millionths) {
  // The magnitude as unsigned, because the smallest integer has no positive counterpart.
  const std::uint64_t magnitude = millionths < 0
                                      ? std::uint64_t{0} - static_cast<std::uint64_t>(millionths)
                                      : static_cast<std::uint64_t>(millionths);
  const std::uint64_t scale = static_cast<std::uint64_t>(kScale);
  std::string text = fmt::format("{}{}", millionths < 0 ? "-" : "", magnitude / scale);
  if (magnitude % scale == 0) return text;
  text += fmt::format(".{:06}", magnitude % scale);
  return text.substr(0, text.find_last_not_of('0') + 1);
}

std::string plural(std::string_view record) {
  constexpr std::string_view kVowels = "aeiou";
  const auto ends_in = [&](std::string_view end) { return record.ends_with(end); };
  const bool consonant_y = record.size() > 1 && ends_in("y") &&
                           kVowels.find(record[record.size() - 2]) == std::string_view::npos;
  if (consonant_y) return std::string(record.substr(0, record.size() - 1)) + "ies";
  const bool hisses = ends_in("s") || ends_in("x") || ends_in("ch") || ends_in("sh");
  return std::string(record) + (hisses ? "es" : "s");
}

std::string one(std::string_view record) {
  const bool vowel = std::string_view("aeioAEIO").find(record.front()) != std::string_view::npos;
  return (vowel ? "an " : "a ") + std::string(record);
}

std::string quoted_text(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n') {
      result += "\\n";
    } else {
      result += c;
    }
  }
  return result + "\"";
}

std::string listing(const std::vector<std::string>& items, const char* last) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += i + 1 == items.size() ? fmt::format(" {} ", last) : ", ";
    text += items[i];
  }
  return text;
}

std::vector<std::string> state_names(const Agreement& agreement, std::uint64_t states) {
  std::vector<std::string> names;
  for (std::size_t s = 0; s < agreement.lifecycle.states.size(); ++s) {
    if (states >> s & 1) names.push_back(agreement.lifecycle.states[s].name);
  }
  return names;
}

std::string words(const Duration& duration) {
  switch (duration.kind) {
    case TargetKind::elapsed:
      if (duration.amount == 0) return "immediately";
      if (duration.amount >= 7 * time::kDay && duration.amount % time::kDay == 0) {
        return counted(std::to_string(duration.amount / time::kDay), "day");
      }
      return micros_words(duration.amount, "");
    case TargetKind::business:
      return duration.amount == 0 ? "immediately" : micros_words(duration.amount, "business ");
    case TargetKind::business_days: return counted(std::to_string(duration.amount), "business day");
    case TargetKind::end_of_business_day:
      return fmt::format("end of business day {}", duration.amount);
  }
  return {};
}

std::string words(const Agreement& agreement, const Trigger& trigger) {
  if (trigger.kind == Trigger::Kind::leaving) {
    return "leaving " + listing(state_names(agreement, trigger.left_states), "or");
  }
  std::string text;
  if (const std::uint64_t states = entered_states(agreement, trigger.events)) {
    text = "entering " + listing(state_names(agreement, states), "or");
  } else if (trigger.events == EventSet{events::kAssigned}) {
    text = "being assigned";
  } else {
    text = listing(event_names(agreement, trigger.events), "or");
  }
  if (trigger.in_states == 0) return text;
  return text + " in " + listing(state_names(agreement, trigger.in_states), "or");
}

namespace {

std::string deed_words(const Agreement& agreement, const Discharge& discharge) {
  if (discharge.left_states != 0) {
    return "leave " + listing(state_names(agreement, discharge.left_states), "or");
  }
  if (!discharge.fields.empty()) {
    std::vector<std::string> names;
    for (const int field : discharge.fields) {
      names.push_back(agreement.fields[static_cast<std::size_t>(field)].name);
    }
    return "record " + listing(names, "and");
  }
  if (const std::uint64_t states = entered_states(agreement, discharge.events)) {
    return "move " + one(agreement.subject_kind) + " to " +
           listing(state_names(agreement, states), "or");
  }
  if (discharge.events == EventSet{events::kAssigned})
    return "assign " + one(agreement.subject_kind);
  const std::string events = listing(event_names(agreement, discharge.events), "or");
  return are_touches(agreement, discharge.events) ? "make " + one(events) : "log " + events;
}

}  // namespace

bool are_touches(const Agreement& agreement, const EventSet& events) {
  return std::ranges::all_of(events, [&](events::Code code) {
    const int event = code - agreement.code_of_event(0);
    return event >= 0 && agreement.events[static_cast<std::size_t>(event)].touch;
  });
}

std::string by_words(const Agreement& agreement, const Discharge& discharge) {
  switch (discharge.by) {
    case By::anyone: return "";
    case By::owner: return " by the owner";
    case By::party:
      return " by " + agreement.parties[static_cast<std::size_t>(discharge.by_party)].name;
  }
  return {};
}

std::string words(const Agreement& agreement, const Discharge& discharge) {
  return deed_words(agreement, discharge) + by_words(agreement, discharge);
}

std::string event_words(const Agreement& agreement, const EventSet& events) {
  const std::uint64_t states = entered_states(agreement, events);
  return states != 0 ? listing(state_names(agreement, states), "or")
                     : listing(event_names(agreement, events), "or");
}

std::string words(const Period& period) {
  const std::string fiscal = period.first_month == 1 ? "" : "fiscal ";
  const std::string starting =
      period.first_month == 1 ? "" : fmt::format(" starting {}", kMonths[period.first_month - 1]);
  switch (period.unit) {
    case PeriodUnit::whole_term: return "over the whole term";
    case PeriodUnit::day: return "each day";
    case PeriodUnit::week: return "each week";
    case PeriodUnit::month: return "each month";
    case PeriodUnit::quarter: return fmt::format("each {}quarter{}", fiscal, starting);
    case PeriodUnit::year: return fmt::format("each {}year{}", fiscal, starting);
  }
  return {};
}

std::string words(const Agreement& agreement, const Grouping& grouping) {
  switch (grouping.by) {
    case GroupBy::none: return "";
    case GroupBy::owner: return "per owner";
    case GroupBy::team: return "per team";
    case GroupBy::field:
      return "per " + agreement.fields[static_cast<std::size_t>(grouping.field)].name;
  }
  return {};
}

std::string value_words(const Agreement& agreement, const Type& type, std::int64_t value) {
  const auto index = static_cast<std::size_t>(value);
  switch (type.kind) {
    case TypeKind::integer: return std::to_string(value);
    case TypeKind::decimal: {
      const std::string text = exact_decimal(value);
      return text.contains('.') ? text : text + ".0";
    }
    case TypeKind::percent: return exact_decimal(value) + "%";
    case TypeKind::money: return fmt::format("{} {}", exact_decimal(value), agreement.currency);
    case TypeKind::text: return quoted_text(agreement.texts[index]);
    case TypeKind::choice:
      return agreement.fields[static_cast<std::size_t>(type.field)].choices[index];
    case TypeKind::yes_no: return value != 0 ? "yes" : "no";
    case TypeKind::date: return time::format_date(static_cast<time::Date>(value));
    case TypeKind::instant: return instant_words(agreement, value);
    case TypeKind::duration: return micros_words(value, "");
    case TypeKind::business_duration: return micros_words(value, "business ");
  }
  return {};
}

std::string type_words(const Agreement& agreement, const Field& field) {
  std::string text = name_of(field.type.kind);
  if (field.type.kind == TypeKind::choice) text += " " + listing(field.choices, "or");
  if (field.type.kind == TypeKind::business_duration && field.type.calendar >= 0) {
    text += " of " + agreement.calendars[static_cast<std::size_t>(field.type.calendar)].name;
  }
  return field.optional ? text + "?" : text;
}

}  // namespace sla::agreement
