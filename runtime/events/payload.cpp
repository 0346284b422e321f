#include "runtime/events/payload.h"

#include <algorithm>

namespace sla::events {

void settle_payloads(Log& log, const PayloadOf& payload_of) {
  for (std::size_t f = 0; f < payload_of.size() && f < log.fields.size(); ++f) {
    FieldColumn& column = log.fields[f];
    if (!payload_of[f] || column.set.empty()) continue;
    for (std::size_t i = 0; i < column.set.size(); ++i) {
      const bool is_own = log.code[i] == *payload_of[f];
      if (is_own && column.set[i] == 0) column.set[i] = 2;
      if (!is_own) column.set[i] = 0;
    }
  }
}

}  // namespace sla::events
