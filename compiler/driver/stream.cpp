#include "compiler/driver/stream.h"

#include <algorithm>
#include <memory>

#include "compiler/agreement/print.h"
#include "compiler/driver/calendars.h"
#include "compiler/driver/compile.h"
#include "compiler/reference/evaluate.h"
#include "runtime/events/payload.h"
#include "runtime/verdicts/rows.h"

namespace sla::driver {
namespace {

using agreement::Agreement;
using agreement::TypeKind;

stream::FieldRule rule_of(const agreement::Field& field) {
  switch (field.type.kind) {
    case TypeKind::text: return {.is_text = true};
    case TypeKind::yes_no: return {.is_text = false, .least = 0, .most = 1};
    case TypeKind::choice:
      return {.is_text = false,
              .least = 0,
              .most = static_cast<std::int64_t>(field.choices.size()) - 1};
    default: return {};
  }
}

/// An agreement that is asked again and again.
class Standing {
 public:
  Standing(Agreement agreement, events::Roster roster, Engine engine)
      : agreement_(std::move(agreement)), roster_(std::move(roster)), engine_(engine) {}

  std::expected<std::vector<verdicts::NamedRow>, std::string> rows(events::Log log,
                                                                   time::Instant as_of) {
    events::settle_payloads(log, agreement_.payloads());
    events::People people =
        events::bind_people(log, roster_, agreement_.zone_field, agreement_.party_names());
    time::Instant first = as_of;
    for (const time::Instant t : log.time) first = std::min(first, t);
    auto calendars = build_calendars(agreement_, people, first, as_of);
    if (!calendars) return std::unexpected(calendars.error());
    verdicts::Inputs inputs;
    inputs.log = &log;
    inputs.people = &people;
    inputs.calendars = std::move(*calendars);
    inputs.as_of = as_of;
    auto outcome = evaluate(inputs);
    if (!outcome) return std::unexpected(outcome.error());
    const verdicts::PolicyShape shape = shape_of(agreement_, log);
    const verdicts::Summary summary = verdicts::summarize(shape, *outcome, inputs);
    std::vector<verdicts::NamedRow> rows;
    verdicts::for_each_row(shape, *outcome, summary, inputs,
                           [&](const verdicts::NamedRow& row) { rows.push_back(row); });
    return rows;
  }

 private:
  std::expected<verdicts::Outcome, std::string> evaluate(const verdicts::Inputs& inputs) {
    if (engine_ == Engine::reference) return reference::evaluate(agreement_, inputs);
    if (!compiled_) {
      auto compiled = compile(lower(agreement_));
      if (!compiled) return std::unexpected(compiled.error());
      compiled_ = std::move(*compiled);
    }
    return compiled_->evaluate(inputs);
  }

  Agreement agreement_;
  events::Roster roster_;
  Engine engine_;
  std::unique_ptr<jit::Evaluator> compiled_;
};

}  // namespace

stream::Setting stream_setting(const Agreement& agreement) {
  stream::Setting setting;
  setting.policy = agreement::print(agreement);
  setting.texts = agreement.texts;
  setting.codes = static_cast<events::Code>(agreement.code_count());
  for (const agreement::Field& field : agreement.fields) setting.fields.push_back(rule_of(field));
  return setting;
}

stream::Judge stream_judge(Agreement agreement, events::Roster roster, Engine engine) {
  auto standing = std::make_shared<Standing>(std::move(agreement), std::move(roster), engine);
  return [standing](events::Log log, time::Instant as_of) {
    return standing->rows(std::move(log), as_of);
  };
}

}  // namespace sla::driver
