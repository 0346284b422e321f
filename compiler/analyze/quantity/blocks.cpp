#include "compiler/analyze/quantity/blocks.h"

#include <algorithm>
#include <utility>

#include "compiler/agreement/period_shape.h"
#include "runtime/time/zone.h"
#include "runtime/verdicts/period.h"

namespace sla::analyze::quantity {

using agreement::Period;
using agreement::PeriodUnit;

namespace {

/// First and last local date; of an agreement without a term, those of a year.
std::pair<time::Date, time::Date> term_of(const agreement::Agreement& record) {
  const auto zone = time::Zone::find(record.zone);
  if (!record.has_term || !zone)
    return {time::days_from_civil(2026, 1, 1), time::days_from_civil(2026, 12, 31)};
  return {zone->date_of(record.term_begin), zone->date_of(record.term_end - 1)};
}

/// Days of the shortest and the longest period of a kind.
struct Days {
  std::int64_t fewest, most;
};

Days days_of(const agreement::Agreement& record, const Period& period) {
  switch (period.unit) {
    case PeriodUnit::day: return {1, 1};
    case PeriodUnit::week: return {7, 7};
    case PeriodUnit::month: return {28, 31};
    case PeriodUnit::quarter: return {90, 92};
    case PeriodUnit::year: return {365, 366};
    case PeriodUnit::whole_term: break;
  }
  const auto [first, last] = term_of(record);
  return {last - first + 1, last - first + 1};
}

/// Counted in the calendar. A period that the term's ends cut is begun, but not whole.
Fit fit_into_term(const agreement::Agreement& record, const Period& period) {
  const verdicts::PeriodShape shape = agreement::shape_of(period);
  const auto [first, last] = term_of(record);
  const std::int64_t first_period = verdicts::period_of(shape, first);
  const std::int64_t last_period = verdicts::period_of(shape, last);
  Fit fit{last_period - first_period + 1, last_period - first_period + 1};
  if (verdicts::first_date_of(shape, first_period) < first) --fit.whole;
  if (verdicts::first_date_of(shape, last_period + 1) > last + 1) --fit.whole;
  return fit;
}

std::int64_t months_of(const Period& period) {
  switch (period.unit) {
    case PeriodUnit::month: return 1;
    case PeriodUnit::quarter: return 3;
    case PeriodUnit::year: return 12;
    default: return 0;
  }
}

/// Months begin where months, quarters and years of the same calendar do.
bool nests(const Period& inner, const Period& outer) {
  const std::int64_t months = months_of(inner);
  return months != 0 && months_of(outer) > months &&
         (outer.first_month - inner.first_month) % months == 0;
}

}  // namespace

std::vector<Block> blocks_of(const agreement::Agreement& record,
                             const std::vector<Period>& periods) {
  std::vector<Block> blocks;
  for (const Period& period : periods) {
    if (std::ranges::find(blocks, period) == blocks.end()) blocks.push_back(period);
  }
  const Block all;
  if (blocks.size() > 1 && std::ranges::find(blocks, all) == blocks.end()) blocks.push_back(all);
  std::ranges::stable_sort(blocks, {}, [&](const Block& block) {
    return std::pair(block.unit == PeriodUnit::whole_term, days_of(record, block).most);
  });
  return blocks;
}

std::optional<Fit> fit(const agreement::Agreement& record, const Period& period,
                       const Block& block) {
  if (period == block) return Fit{};
  if (period.unit == PeriodUnit::whole_term) return std::nullopt;
  if (block.unit == PeriodUnit::whole_term) {
    const Fit fit = fit_into_term(record, period);
    return fit.whole > 0 ? std::optional(fit) : std::nullopt;
  }
  if (nests(period, block)) {
    const std::int64_t count = months_of(block) / months_of(period);
    return Fit{count, count};
  }
  const Days inner = days_of(record, period);
  const Days outer = days_of(record, block);
  if (outer.fewest < 2 * inner.most) return std::nullopt;
  // However the first one lies; a period that is cut by the block's end is begun, but not whole.
  const std::int64_t whole =
      period.unit == PeriodUnit::day ? outer.fewest : (outer.fewest - inner.most + 1) / inner.most;
  const std::int64_t begun =
      period.unit == PeriodUnit::day ? outer.most : (outer.most - 2) / inner.fewest + 2;
  return Fit{whole, begun};
}

const char* name_of(const Period& period) {
  const bool fiscal = period.first_month != 1;
  switch (period.unit) {
    case PeriodUnit::day: return "day";
    case PeriodUnit::week: return "week";
    case PeriodUnit::month: return "month";
    case PeriodUnit::quarter: return fiscal ? "fiscal quarter" : "quarter";
    case PeriodUnit::year: return fiscal ? "fiscal year" : "year";
    case PeriodUnit::whole_term: break;
  }
  return "term";
}

}  // namespace sla::analyze::quantity
