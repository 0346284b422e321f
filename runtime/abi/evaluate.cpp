#include <new>
#include <utility>

#include "runtime/abi/objects.h"
#include "runtime/kernel/batch.h"
#include "runtime/policy/calendars.h"
#include "runtime/policy/shapes.h"

namespace {

using namespace sla;

stream::FieldRule rule_of(const policy::Field& field) {
  switch (field.kind) {
    case policy::ValueKind::text: return {.is_text = true};
    case policy::ValueKind::yes_no: return {.is_text = false, .least = 0, .most = 1};
    case policy::ValueKind::choice:
      return {.is_text = false,
              .least = 0,
              .most = static_cast<std::int64_t>(field.choices.size()) - 1};
    default: return {};
  }
}

}  // namespace

verdicts::Outcome sla_policy::evaluate(std::size_t record, const verdicts::Inputs& inputs,
                                       parallel::Pool& pool) const {
  const kernel::Batch batch(inputs, policy.records[record].periods, policy.zone, &pool);
  auto outcome = kernel::evaluate(image->kernels[record].evaluate, batch, pool);
  if (!outcome) throw std::bad_alloc();
  return std::move(*outcome);
}

namespace sla::abi {

std::shared_ptr<const session::Rules> rules_of(const sla_policy& own, std::size_t r) {
  const policy::Policy& policy = own.policy;
  const policy::Record& record = policy.records[r];
  auto rules = std::make_shared<session::Rules>();
  rules->identity = policy.semantic_hash + " " + record.kind;
  rules->texts = record.texts;
  for (const policy::Field& field : record.fields) rules->fields.push_back(rule_of(field));
  rules->codes = record.code_count();
  rules->payloads = record.payloads();
  rules->zone_field = record.zone_field;
  rules->parties = policy.parties;
  rules->steps = policy::steps_of(policy, record);
  rules->shape = [&policy, &record](const events::Log& log) {
    verdicts::PolicyShape shape = policy::shape_of(policy, record, log);
    shape.several_records = policy.records.size() > 1;
    return shape;
  };
  rules->calendars = [&policy](const events::People& people, time::Instant first,
                               time::Instant last) {
    return policy::build_calendars(policy.calendars, people, first, last);
  };
  rules->evaluate =
      [&own, r](const verdicts::Inputs& inputs) -> std::expected<verdicts::Outcome, std::string> {
    parallel::Pool alone;
    return own.evaluate(r, inputs, alone);
  };
  return rules;
}

}  // namespace sla::abi
