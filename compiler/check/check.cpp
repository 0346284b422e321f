#include "compiler/check/check.h"

#include "compiler/check/calendars.h"
#include "compiler/check/clauses.h"
#include "compiler/check/collect.h"
#include "compiler/check/context.h"
#include "compiler/check/expressions.h"
#include "compiler/check/fields.h"
#include "compiler/check/header.h"
#include "compiler/check/lifecycle.h"
#include "compiler/check/sources.h"

namespace sla::check {

std::optional<agreement::Agreement> check(std::span<const syntax::File> files,
                                          const source::Sources& sources,
                                          diagnose::Findings& findings) {
  Context context{.sources = sources, .findings = findings};
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
  check_sources(context);
  if (findings.has_errors()) return std::nullopt;
  return std::move(context.agreement);
}

}  // namespace sla::check
