// Literals with their units: every number becomes the 64-bit integer that its type says.
#include "compiler/check/durations.h"
#include "compiler/check/numbers.h"
#include "compiler/check/typer.h"

#include <fmt/format.h>

namespace sla::check {

using syntax::ExpressionKind;

Typer::Typed Typer::literal(const syntax::Expression& e) {
  switch (e.kind) {
    case ExpressionKind::integer: return number(e, TypeKind::integer, 1);
    case ExpressionKind::decimal: return number(e, TypeKind::decimal, agreement::kScale);
    case ExpressionKind::percent: return number(e, TypeKind::percent, agreement::kScale);
    case ExpressionKind::money: return money(e);
    case ExpressionKind::text:
      return make_constant({.kind = TypeKind::text}, text_constant(context_, e.text), e.span);
    case ExpressionKind::yes: return make_constant({.kind = TypeKind::yes_no}, 1, e.span);
    case ExpressionKind::no: return make_constant({.kind = TypeKind::yes_no}, 0, e.span);
    case ExpressionKind::date: {
      const auto date = resolve_date(context_, e.date);
      if (!date) return std::nullopt;
      return make_constant({.kind = TypeKind::date}, *date, e.span);
    }
    case ExpressionKind::instant: return instant(e);
    default: return duration(e);
  }
}

Typer::Typed Typer::number(const syntax::Expression& e, TypeKind kind, std::int64_t factor) {
  const auto value = exact_product(e.text, factor);
  if (value) return make_constant({.kind = kind}, *value, e.span);
  context_.add(Code::bad_number, e.span,
               value.error() == NumberError::too_large
                   ? fmt::format("`{}` is too large for {}", e.text, agreement::name_of(kind))
                   : fmt::format("`{}` has more than 6 places", e.text));
  return std::nullopt;
}

Typer::Typed Typer::money(const syntax::Expression& e) {
  if (!require_currency(context_, e.span)) return std::nullopt;
  const std::string& currency = context_.agreement.currency;
  if (e.unit == currency) return number(e, TypeKind::money, agreement::kScale);
  context_
      .add(Code::bad_value, e.span,
           fmt::format("the agreement counts in {}, not {}", currency, e.unit))
      .help = fmt::format("write the amount in {}", currency);
  return std::nullopt;
}

Typer::Typed Typer::instant(const syntax::Expression& e) {
  const auto date = resolve_date(context_, e.date);
  if (!date) return std::nullopt;
  const time::Zone& zone = local_zone(context_, e.span, "an instant");
  time::Resolution resolution = time::Resolution::kUnique;
  const std::int64_t local = *date * time::kDay + e.clock.minute * time::kMinute;
  const time::Instant value = zone.to_utc(local, &resolution);
  if (resolution == time::Resolution::kGap) {
    context_
        .add(Code::bad_date, e.span,
             fmt::format("clocks in {} skip this time", context_.agreement.zone))
        .help = fmt::format("write `{}`", time::format_local(value, zone).substr(4));
    return std::nullopt;
  }
  return make_constant({.kind = TypeKind::instant}, value, e.span);
}

Typer::Typed Typer::duration(const syntax::Expression& e) {
  if (e.duration.end_of_day) {
    context_.add(Code::bad_duration, e.span,
                 "the end of a business day is a moment, not an amount of time");
    return std::nullopt;
  }
  if (e.duration.business && !require_calendar(context_, scope_.calendar, e.span))
    return std::nullopt;
  const auto resolved = resolve_duration(context_, e.duration, scope_.calendar);
  if (!resolved) return std::nullopt;
  switch (resolved->kind) {
    case agreement::TargetKind::elapsed:
      return make_constant({.kind = TypeKind::duration}, resolved->amount, e.span);
    case agreement::TargetKind::business:
      return make_constant({.kind = TypeKind::business_duration, .calendar = scope_.calendar.index},
                           resolved->amount, e.span);
    default: break;
  }
  if (const auto amount = business_day_quantity(context_, resolved->amount, scope_.calendar)) {
    return make_constant({.kind = TypeKind::business_duration, .calendar = scope_.calendar.index},
                         *amount, e.span);
  }
  context_.add(Code::bad_duration, e.span, "a business day has no fixed length to compare with")
      .help = "write business hours, or say `business day as 8 hours` in the calendar";
  return std::nullopt;
}

}  // namespace sla::check
