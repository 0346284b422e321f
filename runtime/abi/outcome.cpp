#include "runtime/abi/outcome.h"

#include <fmt/format.h>

#include "runtime/abi/arrow_out.h"
#include "runtime/actions/records.h"
#include "runtime/policy/period_records.h"
#include "runtime/policy/shapes.h"
#include "runtime/verdicts/rows.h"

using namespace sla;

sla_outcome::sla_outcome(const abi::PolicyReference& of, policy::Histories made,
                         parallel::Pool& pool)
    : policy(of), histories(std::move(made)) {
  const sla::policy::Policy& own = policy->policy;
  std::vector<sla::policy::JudgedRecord> judged;
  for (std::size_t r = 0; r < own.records.size(); ++r) {
    const sla::policy::Record& record = own.records[r];
    sla::policy::History& history = *histories[r];
    verdicts.push_back(
        std::make_unique<sla::verdicts::Outcome>(policy->evaluate(r, history.inputs, pool)));
    sla::policy::note_findings(own, record, *verdicts[r], history);
    judged.push_back({record.kind, record.zone_field, &history, verdicts[r].get(),
                      sla::policy::shape_of(own, record, history.log),
                      sla::policy::steps_of(own, record)});
  }
  joint = sla::policy::join(std::move(judged));
  const actions::Facts facts{joint.shape,   joint.steps,           *joint.outcome,
                             joint.summary, joint.history->inputs, joint.history->roster};
  actions = sla::actions::work_out(facts);
  for (const sla::programs::ProgramShape& program : own.programs)
    programs.push_back(sla::programs::evaluate(program, facts, actions.points));
  summary = abi::summary_json(*this);
  findings = abi::findings_json(*this);
}

void sla_outcome::refuse_problems() const {
  for (const ingest::DataFinding& finding : joint.history->findings.all()) {
    if (ingest::severity_of(finding.kind) != ingest::DataSeverity::problem) continue;
    const std::string example =
        finding.examples.empty()
            ? ""
            : fmt::format("; the first: row {} of {}: {}", finding.examples.front().row,
                          finding.examples.front().origin, finding.examples.front().text);
    abi::refuse(SLA_BAD_DATA, fmt::format("the data has problems: {} x {}: {}{}", finding.count,
                                          ingest::name_of(finding.kind),
                                          ingest::meaning_of(finding.kind), example));
  }
}

sla_status sla_outcome_table(const sla_outcome* outcome, std::int32_t table, ArrowArrayStream* out,
                             sla_error* error) {
  if (out != nullptr) *out = {};
  return abi::guarded(error, [&] {
    abi::needed(out, "out");
    const policy::Joined& joint = abi::needed(outcome, "outcome").joint;
    switch (table) {
      case SLA_TABLE_VERDICTS:
        return abi::export_records(verdicts::row_records(joint.shape, *joint.outcome, joint.summary,
                                                         joint.history->inputs),
                                   out);
      case SLA_TABLE_ACTIONS:
        return abi::export_records(actions::notice_records(outcome->actions, joint.shape), out);
      case SLA_TABLE_POINTS:
        return abi::export_records(actions::points_records(outcome->actions, joint.shape), out);
      case SLA_TABLE_PERIODS:
        return abi::export_records(policy::period_records(joint.shape, joint.summary), out);
      default: abi::refuse(SLA_INVALID_ARGUMENT, "there is no such table");
    }
  });
}

sla_status sla_outcome_json(const sla_outcome* outcome, std::int32_t what, sla_text* out,
                            sla_error* error) {
  if (out != nullptr) *out = {nullptr, 0};
  return abi::guarded(error, [&] {
    abi::needed(out, "out");
    abi::needed(outcome, "outcome");
    if (what != SLA_JSON_SUMMARY && what != SLA_JSON_FINDINGS)
      abi::refuse(SLA_INVALID_ARGUMENT, "there is no such text");
    *out = abi::text_of(what == SLA_JSON_SUMMARY ? outcome->summary : outcome->findings);
  });
}

void sla_outcome_free(sla_outcome* outcome) { delete outcome; }
