#include "compiler/driver/joint.h"

#include "compiler/driver/evaluate.h"

namespace sla::driver {

Joint join(const Version& version) {
  const Timing timing(version.history->resources.timings, Stage::summarize);
  std::vector<policy::JudgedRecord> records;
  for (const Version* record : records_of(version)) {
    records.push_back({record->agreement.subject_kind, record->agreement.zone_field,
                       record->history.get(), &record->outcome,
                       shape_of(record->judged, record->history->log), steps_of(record->judged)});
  }
  return {policy::join(std::move(records)), &version.judged};
}

}  // namespace sla::driver
