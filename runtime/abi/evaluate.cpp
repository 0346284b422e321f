#include <algorithm>
#include <optional>
#include <utility>

#include "runtime/abi/objects.h"
#include "runtime/abi/threads.h"
#include "runtime/kernel/batch.h"
#include "runtime/policy/calendars.h"
#include "runtime/policy/shapes.h"

namespace {

using namespace sla;

template <class T>
void append(std::vector<T>& to, std::vector<T>& from) {
  if (to.empty()) to = std::move(from);
  else to.insert(to.end(), from.begin(), from.end());
}

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
                                       int threads) const {
  const kernel::Batch batch(inputs, policy.records[record].periods, policy.zone);
  const kernel::EvaluateFunction code = image->kernels[record].evaluate;
  // Below some hundreds of subjects a thread costs more than it brings.
  const std::uint64_t subjects = batch.subjects();
  const std::uint64_t parts =
      std::min<std::uint64_t>(static_cast<std::uint64_t>(threads), subjects / 512 + 1);
  std::vector<std::optional<std::expected<verdicts::Outcome, std::string>>> made(parts);
  abi::on_threads(parts, [&](std::size_t part) {
    kernel::Sink sink;
    code(batch.view(), subjects * part / parts, subjects * (part + 1) / parts, &sink);
    made[part] = sink.take();
  });
  verdicts::Outcome outcome;
  for (auto& part : made) {
    if (!part || !*part) throw std::bad_alloc();
    append(outcome.rows, (*part)->rows);
    append(outcome.hits, (*part)->hits);
    append(outcome.marks, (*part)->marks);
    append(outcome.violations, (*part)->violations);
    append(outcome.faults, (*part)->faults);
  }
  if (parts > 1) outcome.settle();
  return outcome;
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
  rules->payloads.resize(record.fields.size());
  for (std::size_t f = 0; f < record.fields.size(); ++f) {
    if (record.fields[f].of_event >= 0)
      rules->payloads[f] = record.code_of_event(record.fields[f].of_event);
  }
  rules->zone_field = record.zone_field;
  rules->parties = policy.parties;
  rules->steps = policy::steps_of(policy, record);
  rules->shape = [&policy, &record](const events::Log& log) {
    return policy::shape_of(policy, record, log);
  };
  rules->calendars = [&policy](const events::People& people, time::Instant first,
                               time::Instant last) {
    return policy::build_calendars(policy.calendars, people, first, last);
  };
  rules->evaluate =
      [&own, r](const verdicts::Inputs& inputs) -> std::expected<verdicts::Outcome, std::string> {
    return own.evaluate(r, inputs, 1);
  };
  return rules;
}

}  // namespace sla::abi
