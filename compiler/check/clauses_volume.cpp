// A volume clause: so many leads, or so much of a field, per period. And a share: how much of it
// belongs to a part.
#include <algorithm>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/check/clause_parts.h"
#include "compiler/check/durations.h"
#include "compiler/check/names.h"
#include "compiler/check/numbers.h"

namespace sla::check {
namespace {

using agreement::TypeKind;
using agreement::Volume;

bool can_be_summed(TypeKind kind) {
  return kind == TypeKind::integer || kind == TypeKind::decimal || kind == TypeKind::money;
}

void report_bound(Context& context, const ClauseScope& scope, std::string message,
                  std::string help) {
  context.add(Code::type_mismatch, scope.syntax.obligation, std::move(message)).help =
      std::move(help);
}

void check_count(Context& context, const ClauseScope& scope, const syntax::VolumeBody& body,
                 Volume& volume) {
  if (body.currency) {
    context.add(Code::type_mismatch, body.currency->span, "a number of events has no currency")
        .help =
        "write `of the sum of` and a money field after the amount, or leave out the currency";
    return;
  }
  const auto amount = exact_product(body.amount, 1);
  if (amount) {
    volume.amount = *amount;
  } else {
    context.add(Code::bad_value, scope.syntax.obligation, "a number of events is a whole number");
  }
}

/// The bound in the field's own scale, with the currency that it needs.
void check_sum_amount(Context& context, const ClauseScope& scope, const syntax::VolumeBody& body,
                      const agreement::Field& field, Volume& volume) {
  const std::string& currency = context.agreement.currency;
  if (field.type.kind != TypeKind::money && body.currency) {
    context
        .add(Code::type_mismatch, body.currency->span, fmt::format("`{}` is not money", field.name))
        .help = "leave out the currency";
    return;
  }
  if (field.type.kind == TypeKind::money && !body.currency) {
    report_bound(context, scope,
                 fmt::format("`{}` is money, and the bound is a bare number", field.name),
                 fmt::format("write `{} {}`", body.amount, currency));
    return;
  }
  if (body.currency && body.currency->text != currency) {
    auto& finding = context.add(
        Code::bad_value, body.currency->span,
        fmt::format("the agreement counts in {}, not {}", currency, body.currency->text));
    finding.help = fmt::format("write the amount in {}", currency);
    return;
  }
  const std::int64_t scale = field.type.kind == TypeKind::integer ? 1 : agreement::kScale;
  const auto amount = exact_product(body.amount, scale);
  if (amount) {
    volume.amount = *amount;
  } else if (amount.error() == NumberError::too_fine) {
    report_bound(context, scope,
                 fmt::format("the bound is finer than a sum of `{}` can be", field.name),
                 "write a whole number");
  } else {
    context.add(Code::bad_number, scope.syntax.obligation, "the bound is too large");
  }
}

/// The field that is summed, when it can be.
const agreement::Field* check_summed(Context& context, const syntax::Name& name, Volume& volume) {
  const auto index = resolve_field(context, name);
  if (!index || context.broken_fields[static_cast<std::size_t>(*index)]) return nullptr;
  volume.sum_of = *index;
  const auto& field = context.agreement.fields[static_cast<std::size_t>(*index)];
  if (can_be_summed(field.type.kind)) return &field;
  context
      .add(Code::type_mismatch, name.span,
           fmt::format("`{}` is {} and cannot be summed", field.name,
                       agreement::type_words(context.agreement, field)))
      .help = "sum an integer, decimal or money field";
  return nullptr;
}

/// Whether every event that is counted enters a state that requires the field to be known.
bool required_by_states(const Context& context, const Volume& volume) {
  if (volume.counted.kind != agreement::Trigger::Kind::event || volume.counted.events.empty()) {
    return false;
  }
  const auto& states = context.agreement.lifecycle.states;
  return std::ranges::all_of(volume.counted.events, [&](events::Code code) {
    if (code < events::kFirstState) return false;
    const std::size_t state = code - events::kFirstState;
    return state < states.size() && states[state].requirement &&
           known_when(*states[state].requirement, true).contains(volume.sum_of);
  });
}

/// An optional field is summed only where the clause's own condition, or what the entered state
/// requires, has shown it to be known.
void check_sum_is_known(Context& context, const syntax::Name& summed, const Volume& volume,
                        const Known& shown, const char* condition) {
  if (volume.sum_of < 0) return;
  const auto& field = context.agreement.fields[static_cast<std::size_t>(volume.sum_of)];
  if (!field.optional || shown.contains(volume.sum_of) || required_by_states(context, volume)) {
    return;
  }
  auto& finding = context.add(Code::unguarded_optional, summed.span,
                              fmt::format("`{}` may be unknown where it is summed", field.name));
  finding.secondary.push_back({field.span, "declared optional here"});
  finding.help = fmt::format("add {} {} is known`", condition, field.name);
}

/// The field that is summed; nothing when what is named are the records themselves, as in "at least
/// 5 opportunities entering won".
std::optional<syntax::Name> summed(const Context& context,
                                   const std::optional<syntax::Name>& named) {
  if (!named || find_name(context.agreement.fields, named->text)) return named;
  const std::string& record = context.about().name;
  if (named->text == record || named->text == agreement::plural(record)) return std::nullopt;
  return named;
}

/// What `when` or `where` shows; everything, when it could not be typed.
Known shown_by(const std::optional<syntax::Expression>& written,
               const std::optional<agreement::Expression>& typed) {
  if (!written) return {};
  return typed ? known_when(*typed, true) : Known::everything();
}

}  // namespace

Volume check_volume(Context& context, const ClauseScope& scope, const syntax::VolumeBody& body) {
  Volume volume;
  volume.at_least = body.bound == syntax::VolumeBound::at_least;
  volume.every_entry = body.every_entry;
  volume.paced = body.paced;
  volume.counted = resolve_trigger(context, body.counted);
  const std::optional<syntax::Name> sum_of = summed(context, body.sum_of);
  if (sum_of) {
    const auto* field = check_summed(context, *sum_of, volume);
    if (field != nullptr) check_sum_amount(context, scope, body, *field, volume);
  } else {
    check_count(context, scope, body, volume);
  }
  volume.where = optional_condition(context, scope, body.where, scope.at_event);
  if (sum_of) {
    const Known shown = shown_by(body.where, volume.where) |
                        shown_by(scope.syntax.when, scope.when) | scope.at_event;
    check_sum_is_known(context, *sum_of, volume, shown, "`where");
  }
  if (body.each) {
    volume.period = resolve_period(context, *body.each);
  } else {
    context
        .add(Code::missing_part, scope.syntax.obligation,
             "this volume does not say in which period")
        .help = "add `each month`, or another period, to the end of the promise";
  }
  if (body.per) volume.group = resolve_grouping(context, *body.per);
  if (body.paced &&
      require_calendar(context, scope.expressions.calendar, scope.syntax.obligation)) {
    volume.calendar = scope.expressions.calendar.index;
  }
  return volume;
}

Volume check_share(Context& context, const ClauseScope& scope, const syntax::ShareBody& body) {
  Volume volume;
  volume.at_least = body.bound == syntax::VolumeBound::at_least;
  volume.every_entry = body.every_entry;
  volume.micro_percent =
      resolve_percent(context, body.percent, scope.syntax.obligation).value_or(0);
  volume.counted = resolve_trigger(context, body.counted);
  const std::optional<syntax::Name> sum_of = summed(context, body.sum_of);
  if (sum_of && check_summed(context, *sum_of, volume) != nullptr) {
    // The whole is summed as well, so what shows the part proves nothing here.
    check_sum_is_known(context, *sum_of, volume,
                       shown_by(scope.syntax.when, scope.when) | scope.at_event, "a line `when");
  }
  volume.part = optional_condition(context, scope, body.where, scope.at_event);
  if (!body.where) {
    context
        .add(Code::missing_part, scope.syntax.obligation,
             "this share does not say which part of the whole is meant")
        .help = "add `where` and a condition, such as `where source is not outbound`";
  }
  if (body.each) {
    volume.period = resolve_period(context, *body.each);
  } else {
    context
        .add(Code::missing_part, scope.syntax.obligation, "this share does not say in which period")
        .help = "add `each month`, or another period, before `where`";
  }
  if (body.per) volume.group = resolve_grouping(context, *body.per);
  return volume;
}

}  // namespace sla::check
