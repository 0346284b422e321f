#include "compiler/driver/calendars.h"

#include "compiler/driver/describe.h"

namespace sla::driver {

std::expected<CalendarTable, std::string> build_calendars(const agreement::Agreement& agreement,
                                                          const events::People& people,
                                                          time::Instant first, time::Instant last) {
  return policy::build_calendars(describe_calendars({&agreement}), people, first, last);
}

}  // namespace sla::driver
