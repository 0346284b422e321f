#include "compiler/driver/session.h"

#include "compiler/driver/around.h"
#include "compiler/driver/calendars.h"
#include "compiler/driver/compile.h"
#include "compiler/driver/stream.h"
#include "compiler/reference/evaluate.h"

namespace sla::driver {

using agreement::Agreement;

std::expected<std::shared_ptr<const session::Rules>, std::string> session_rules(Agreement agreement,
                                                                                Engine engine) {
  const auto kept = std::make_shared<const Agreement>(std::move(agreement));
  auto rules = std::make_shared<session::Rules>();
  stream::Setting setting = stream_setting(*kept);
  rules->identity = std::move(setting.policy);
  rules->texts = std::move(setting.texts);
  rules->fields = std::move(setting.fields);
  rules->codes = setting.codes;
  rules->payloads = kept->payloads();
  rules->zone_field = kept->zone_field;
  rules->parties = kept->party_names();
  rules->steps = steps_of(*kept);
  rules->shape = [kept](const events::Log& log) { return shape_of(*kept, log); };
  rules->calendars = [kept](const events::People& people, time::Instant first, time::Instant last) {
    return build_calendars(*kept, people, first, last);
  };
  if (engine == Engine::reference) {
    rules->evaluate =
        [kept](const verdicts::Inputs& inputs) -> std::expected<verdicts::Outcome, std::string> {
      return reference::evaluate(*kept, inputs);
    };
    return rules;
  }
  plan::Plan plan = lower(*kept);
  rules->only_plain_clocks = !plan.clocks.empty() && plan.clocks.size() == kept->clauses.size();
  for (plan::Clock& clock : plan.clocks) {
    rules->only_plain_clocks &= !clock.has_gap && clock.needed == 1;
    clock.marks = true;  // A session has to know what happens to a clock when it happens.
  }
  auto compiled = compile(plan);
  if (!compiled) return std::unexpected(compiled.error());
  const std::shared_ptr<const jit::Evaluator> evaluator = std::move(*compiled);
  rules->kernel = evaluator->kernel();
  rules->evaluate = [evaluator](const verdicts::Inputs& inputs) {
    return evaluator->evaluate(inputs);
  };
  return rules;
}

}  // namespace sla::driver
