#pragma once

#include <cstdint>
#include <string>

namespace sla::property {

/// What may be wrong with an agreement that is otherwise sound.
enum class Defect : std::uint8_t {
  none,
  reset_loop,             ///< SLA2107
  orphan_state,           ///< SLA2108
  never_produced,         ///< SLA2122
  never_attaches,         ///< SLA2131
  never_runs,             ///< SLA2132
  never_pauses,           ///< SLA2133
  unreachable_discharge,  ///< SLA2134
  unused_definition,      ///< SLA2204
  one_sided,              ///< SLA2209
};
inline constexpr Defect kDefects[] = {
    Defect::reset_loop,
    Defect::orphan_state,
    Defect::never_produced,
    Defect::never_attaches,
    Defect::never_runs,
    Defect::never_pauses,
    Defect::unreachable_discharge,
    Defect::unused_definition,
    Defect::one_sided,
};
/// "SLA2107"; empty for none.
std::string code_of(Defect defect);

/// The text of an agreement that is sound by construction: whoever owes something has working time
/// for it, every state between the first and the last promise has a clause of its own, promises of
/// stages fit those of the whole, cadences fit their windows, numbers can all hold together. The
/// same for the same seed; with a defect it differs from the sound one in a line or two.
std::string sound_agreement(std::uint64_t seed, Defect defect = Defect::none);

}  // namespace sla::property
