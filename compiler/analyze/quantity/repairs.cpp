#include "compiler/analyze/quantity/repairs.h"

#include <algorithm>

#include "compiler/agreement/words.h"

namespace sla::analyze::quantity {

using agreement::Type;
using agreement::TypeKind;

namespace {

bool is_percentage(const Flow& flow) {
  return flow.kind == Flow::Kind::share || flow.kind == Flow::Kind::rate;
}

Type type_of(const agreement::Agreement& record, const Flow& flow) {
  Type type;
  if (is_percentage(flow)) {
    type.kind = TypeKind::percent;
  } else if (flow.stream.sum_of >= 0) {
    type = record.fields[static_cast<std::size_t>(flow.stream.sum_of)].type;
  }
  return type;
}

/// In steps of what people count in: whole subjects, whole units of money, hundredths of a percent.
std::int64_t step_of(const agreement::Agreement& record, const Flow& flow) {
  if (is_percentage(flow)) return agreement::kScale / 100;
  const TypeKind kind = type_of(record, flow).kind;
  return kind == TypeKind::money || kind == TypeKind::decimal ? agreement::kScale : 1;
}

/// Two digits and zeros; of a percentage one place after the point.
std::int64_t grain_of(const Flow& flow, std::int64_t value, std::int64_t step) {
  if (is_percentage(flow)) return value % agreement::kScale == 0 ? 1 : agreement::kScale / 10;
  std::int64_t grain = step;
  while (value / grain >= 100) grain *= 10;
  return grain;
}

std::int64_t rounded(const Flow& flow, std::int64_t value, std::int64_t step) {
  const std::int64_t grain = grain_of(flow, value, step);
  if (value % grain == 0) return value;
  const std::int64_t down = value / grain * grain;
  return flow.at_least ? down : down + grain;
}

}  // namespace

std::optional<Repair> repair(Reasoner& reasoner, const Demand& demand,
                             const std::vector<solve::Term>& others) {
  const Flow& flow = *demand.flow;
  if (flow.kind == Flow::Kind::none) return std::nullopt;
  const std::int64_t step = step_of(reasoner.record, flow);
  const auto can_be = [&](std::int64_t bound) {
    std::vector<solve::Term> together = others;
    together.push_back(demand.with(bound));
    return reasoner.possible(together);
  };
  // Between a bound that cannot be kept and one that can.
  std::int64_t bad = flow.bound / step;
  std::int64_t good = 0;
  if (!flow.at_least) {
    const std::int64_t most = is_percentage(flow) ? 100 * agreement::kScale / step
                                                  : agreement::kScale * agreement::kScale;
    good = std::max<std::int64_t>(bad, 1);
    while (good < most && !can_be(good * step)) good = std::min(good * 2, most);
  }
  if (!can_be(good * step)) return std::nullopt;
  while (std::abs(bad - good) > 1) {
    const std::int64_t middle = good + (bad - good) / 2;
    (can_be(middle * step) ? good : bad) = middle;
  }
  if (good == 0) return std::nullopt;
  Repair result{good * step, rounded(flow, good * step, step)};
  if (result.round <= 0 || !can_be(result.round)) result.round = result.exact;
  return result;
}

std::string bound_words(const agreement::Agreement& record, const Flow& flow, std::int64_t bound) {
  return value_words(record, type_of(record, flow), bound);
}

}  // namespace sla::analyze::quantity
