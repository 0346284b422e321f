#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "compiler/reference/subject.h"
#include "runtime/verdicts/outcome.h"

namespace sla::reference {

/// An answer, or why the subject cannot be judged.
template <typename T>
using Answer = std::expected<T, verdicts::FaultKind>;

/// The value of an expression for the subject as it is now.
Answer<std::int64_t> value_of(const agreement::Expression& expression, const Subject& subject);

/// Whether a condition holds; one that is not there does.
Answer<bool> holds(const std::optional<agreement::Expression>& condition, const Subject& subject);

/// Whether the event is what the trigger names. `subject` is as it is after the event.
bool matches(const agreement::Trigger& trigger, const Moment& moment, const Subject& subject);

/// The discharges that the event satisfies, as a bit set by their index.
std::uint32_t matching(const std::vector<agreement::Discharge>& discharges, const Moment& moment,
                       const Subject& subject);

}  // namespace sla::reference
