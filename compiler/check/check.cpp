#include "compiler/check/check.h"

#include "compiler/check/calendars.h"
#include "compiler/check/clauses.h"
#include "compiler/check/collect.h"
#include "compiler/check/context.h"
#include "compiler/check/expressions.h"
#include "compiler/check/fields.h"
#include "compiler/check/header.h"
#include "compiler/check/lifecycle.h"
#include "compiler/check/programs.h"
#include "compiler/check/sources.h"

namespace sla::check {
namespace {

/// Findings that say something is missing, or could follow from it. Where a file could not be read
/// in full, what is missing may stand in the part that was left out, and saying so would only
/// repeat the syntax error.
bool may_follow_from_unreadable_text(Code code) {
  switch (code) {
    case Code::unknown_name:
    case Code::unknown_choice:
    case Code::unknown_state:
    case Code::unknown_party:
    case Code::no_calendar:
    case Code::ambiguous_day:
    case Code::bad_duration:
    case Code::missing_agreement:
    case Code::missing_part:
    case Code::missing_tier:
    case Code::no_points:
    case Code::calendar_never_open:
    case Code::unreachable_state:
    case Code::unmapped_part: return true;
    default: return false;
  }
}

void run_passes(Context& context, std::span<const syntax::File> files) {
  // Each pass needs only what the ones before it have put into the context.
  collect(context, files);
  check_header(context);
  check_roles(context);
  check_calendars(context);
  choose_default_calendar(context);
  check_fields(context);
  check_calendar_fields(context);
  check_events(context);
  declare_states(context);
  check_defines(context);
  check_lifecycle(context);
  check_clauses(context);
  check_programs(context);
  check_sources(context);
}

}  // namespace

std::optional<agreement::Agreement> check(std::span<const syntax::File> files,
                                          const source::Sources& sources,
                                          diagnose::Findings& findings) {
  const bool read_in_full = !findings.has_errors();
  diagnose::Findings own;
  Context context{.sources = sources, .findings = own};
  run_passes(context, files);
  for (const diagnose::Finding& finding : own.all()) {
    if (!read_in_full && may_follow_from_unreadable_text(finding.code)) continue;
    findings.add(finding.code, finding.primary.span, finding.message) = finding;
  }
  if (findings.has_errors()) return std::nullopt;
  return std::move(context.agreement);
}

}  // namespace sla::check
