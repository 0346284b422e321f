#pragma once

#include "compiler/check/context.h"

namespace sla::check {

/// Fills in the agreement's title, version, parties, zone, currency and term. Before everything
/// else, because the zone and the currency are needed to read literals.
void check_header(Context& context);

/// The agreement's default calendar. After the calendars are declared.
void choose_default_calendar(Context& context);

/// Roles, which only need to be known by name.
void check_roles(Context& context);

/// 1..12 of a month's English name, or nothing after reporting the nearest.
std::optional<int> resolve_month(Context& context, const syntax::Name& name);

/// 1..12 from `fiscal year starting <month>`, or nothing when the agreement does not say or says
/// nonsense.
std::optional<int> fiscal_month(const syntax::AgreementHeader& header);

}  // namespace sla::check
