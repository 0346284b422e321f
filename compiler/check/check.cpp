#include "compiler/check/check.h"

#include <deque>

#include "compiler/check/calendars.h"
#include "compiler/check/clauses.h"
#include "compiler/check/collect.h"
#include "compiler/check/context.h"
#include "compiler/check/expressions.h"
#include "compiler/check/fields.h"
#include "compiler/check/header.h"
#include "compiler/check/holidays.h"
#include "compiler/check/lifecycle.h"
#include "compiler/check/names.h"
#include "compiler/check/programs.h"
#include "compiler/check/records.h"
#include "compiler/check/sources.h"
#include "compiler/check/tests.h"

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

/// Runs a pass for every record. What was reported once as missing is not asked for again.
template <typename Pass>
void for_each_record(std::deque<Context>& records, Pass pass) {
  bool zone_given = records.back().zone_given, currency_given = records.back().currency_given;
  for (Context& context : records) {
    context.zone_given |= zone_given;
    context.currency_given |= currency_given;
    pass(context);
    zone_given = context.zone_given;
    currency_given = context.currency_given;
  }
}

/// The fields of all records first: a record may read those of its parent.
void check_all_fields(std::deque<Context>& records) {
  for_each_record(records, check_fields);
  for (Context& context : records) {
    if (context.about().parent.empty()) continue;
    const auto parent = find_name(context.declared.records, context.about().parent);
    check_parent_fields(context, records[static_cast<std::size_t>(*parent)]);
  }
  for_each_record(records, check_calendar_fields);
}

agreement::Agreement run_passes(Context& context, std::span<const syntax::File> files) {
  // Each pass needs only what the ones before it have put into the context.
  collect(context, files);
  check_header(context);
  check_roles(context);
  check_holidays(context);
  check_calendars(context);
  choose_default_calendar(context);
  std::deque<Context> records = share_out(context);
  check_all_fields(records);
  for_each_record(records, check_events);
  for_each_record(records, declare_states);
  for_each_record(records, check_defines);
  for_each_record(records, check_lifecycle);
  for_each_record(records, check_clauses);
  for_each_record(records, check_calendar_uses);
  for_each_record(records, check_sources);
  for_each_record(records, note_used_defines);
  agreement::Agreement& main = records.front().agreement;
  for (std::size_t r = 1; r < records.size(); ++r) {
    check_tests(records[r]);
    main.others.push_back(std::move(records[r].agreement));
  }
  // A program speaks of all records' clauses, and the main record's tests of the program.
  check_programs(records.front());
  check_tests(records.front());
  return std::move(main);
}

}  // namespace

std::optional<agreement::Agreement> check(std::span<const syntax::File> files,
                                          const source::Sources& sources,
                                          diagnose::Findings& findings, const Imports& imports) {
  const bool read_in_full = !findings.has_errors();
  diagnose::Findings own;
  Context context{.sources = sources, .findings = own, .imports = imports};
  agreement::Agreement agreement = run_passes(context, files);
  for (const diagnose::Finding& finding : own.all()) {
    if (!read_in_full && may_follow_from_unreadable_text(finding.code)) continue;
    findings.add(finding.code, finding.primary.span, finding.message) = finding;
  }
  if (findings.has_errors()) return std::nullopt;
  return agreement;
}

}  // namespace sla::check
