#include "runtime/abi/roster_in.h"

#include "runtime/abi/arrow_in.h"
#include "runtime/ingest/read_roster.h"

namespace sla::abi {

time::Zone zone_of(const policy::Policy& policy) {
  const auto zone = time::Zone::find(policy.zone);
  if (!zone) refuse(SLA_CORRUPT, "the policy's time zone: " + zone.error().message());
  return *zone;
}

events::Roster read_roster(const policy::Policy& policy, ArrowArrayStream* stream,
                           ingest::DataFindings& findings) {
  ArrowReader reader(stream, "people");
  ingest::RosterRows rows;
  rows.origin = "roster";
  rows.columns = reader.columns();
  rows.choose = [&](const std::vector<std::size_t>& chosen) { reader.choose(chosen); };
  rows.next = [&]() -> std::expected<const ingest::Chunk*, ingest::IngestError> {
    return reader.next() ? &reader.chunk() : nullptr;
  };
  auto roster = ingest::read_roster(rows, policy.roles, policy.parties, zone_of(policy), findings);
  if (!roster) refuse(SLA_BAD_DATA, roster.error().message + "; " + roster.error().help);
  return std::move(*roster);
}

}  // namespace sla::abi
