#include "compiler/plan/plan.h"

#include <algorithm>

namespace sla::plan {
namespace {

struct OpEntry {
  std::string_view name;
  int operands;
};

constexpr OpEntry kOps[] = {
#define SLA_PLAN_OP(name, operands, doc) {#name, operands},
#include "compiler/plan/ops.def"
#undef SLA_PLAN_OP
};

bool reads_field(const Instruction& step) {
  return step.op == Op::field || step.op == Op::field_or_zero || step.op == Op::field_known;
}

}  // namespace

std::string_view name_of(Op op) { return kOps[static_cast<std::size_t>(op)].name; }
int operand_count(Op op) { return kOps[static_cast<std::size_t>(op)].operands; }

bool can_fault(const Predicate& predicate) {
  return std::ranges::any_of(predicate.code, [](const Instruction& step) {
    switch (step.op) {
      case Op::field:
      case Op::add:
      case Op::subtract:
      case Op::multiply:
      case Op::divide: return true;
      default: return false;
    }
  });
}

std::vector<bool> used_fields(const Plan& plan) {
  std::vector<bool> used(plan.fields.size(), false);
  auto mark = [&](int field) {
    if (field >= 0) used[static_cast<std::size_t>(field)] = true;
  };
  auto mark_discharges = [&](const std::vector<Discharge>& discharges) {
    for (const Discharge& discharge : discharges) {
      for (int field : discharge.fields) mark(field);
    }
  };
  auto mark_calendar = [&](int calendar) {
    if (calendar >= 0 &&
        plan.calendars[static_cast<std::size_t>(calendar)].zone_of == ZoneOf::lead) {
      mark(plan.zone_field);
    }
  };
  for (const Predicate& predicate : plan.predicates) {
    for (const Instruction& step : predicate.code) {
      if (reads_field(step)) mark(step.index);
    }
  }
  for (const Clock& clock : plan.clocks) {
    mark(clock.group_field);
    mark_discharges(clock.discharges);
    mark_calendar(clock.calendar);
  }
  for (const Counter& counter : plan.counters) {
    mark(counter.sum_field);
    mark(counter.group_field);
  }
  for (const Prohibition& prohibition : plan.prohibitions) {
    mark(prohibition.group_field);
    mark_discharges(prohibition.forbidden);
    mark_calendar(prohibition.outside);
  }
  for (const Conversion& conversion : plan.conversions) {
    mark(conversion.group_field);
    mark_calendar(conversion.calendar);
  }
  return used;
}

std::vector<std::vector<int>> recorded_fields(const Plan& plan) {
  std::vector<std::vector<int>> sets;
  auto add = [&](const Discharge& discharge) {
    if (discharge.fields.empty() || std::ranges::find(sets, discharge.fields) != sets.end()) return;
    sets.push_back(discharge.fields);
  };
  for (const Clock& clock : plan.clocks) {
    for (const Discharge& discharge : clock.discharges) {
      if (discharge.by != By::anyone) add(discharge);
    }
  }
  for (const Prohibition& prohibition : plan.prohibitions) {
    for (const Discharge& discharge : prohibition.forbidden) add(discharge);
  }
  return sets;
}

}  // namespace sla::plan
