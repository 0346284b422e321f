#pragma once

#include <cstdint>

#include "runtime/helpers/batch.h"

namespace sla::bench {

/// What a careful person writes by hand for `one_deadline_clause` over the same columns, the same
/// calendar table and the same rows: the limit that generated code is measured against. Same
/// signature as generated code.
void hand_written(const sla_batch* batch, std::uint64_t first, std::uint64_t last, sla_sink* sink);

/// The same for `deadline_clauses(4)` and `deadline_clauses(16)`.
void hand_written_4(const sla_batch* batch, std::uint64_t first, std::uint64_t last,
                    sla_sink* sink);
void hand_written_16(const sla_batch* batch, std::uint64_t first, std::uint64_t last,
                     sla_sink* sink);

}  // namespace sla::bench
