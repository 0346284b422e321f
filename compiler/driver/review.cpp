#include "compiler/driver/review.h"

#include <algorithm>

#include "compiler/agreement/period_shape.h"
#include "runtime/time/zone.h"

namespace sla::driver {

Reviews reviews_of(const agreement::Agreement& agreement, agreement::Instant as_of) {
  Reviews reviews;
  if (!agreement.review) return reviews;
  const time::Zone zone = time::Zone::find(agreement.zone).value_or(time::Zone::utc());
  const verdicts::PeriodShape shape = agreement::shape_of(*agreement.review);
  const auto review_after = [&](time::Date date) {
    return verdicts::first_date_of(shape, verdicts::period_of(shape, date) + 1);
  };
  const time::Date today = zone.date_of(as_of);
  time::Date last = verdicts::first_date_of(shape, verdicts::period_of(shape, today));
  time::Date next = review_after(today);
  if (!agreement.has_term) return {last, next};

  const time::Date begin = zone.date_of(agreement.term_begin);
  const time::Date end = zone.date_of(agreement.term_end);
  if (today >= end) return {end, std::nullopt};
  next = std::min(std::max(next, review_after(begin)), end);
  if (last > begin) reviews.last = last;
  reviews.next = next;
  return reviews;
}

}  // namespace sla::driver
