#include "bench/history.h"

#include <algorithm>
#include <fstream>
#include <random>
#include <stdexcept>
#include <vector>

#include "compiler/driver/calendars.h"

namespace sla::bench {
namespace {

constexpr std::int64_t kBeginSecond = 1'735'689'600;  // 2025-01-01
constexpr std::int64_t kYear = 365LL * 86'400;
constexpr std::int64_t kFieldValues = 100;

/// The events that the policy declares follow the touches that every policy has.
std::uint16_t touches(const agreement::Agreement& agreement) {
  const auto declared = std::ranges::find(agreement.events, false, &agreement::Event::touch);
  return static_cast<std::uint16_t>(declared - agreement.events.begin());
}

events::Code first_event(const agreement::Agreement& agreement) {
  return agreement.code_of_event(touches(agreement));
}

/// Different seconds in order, `count` of them within `span` from `born`.
void spread(std::mt19937_64& random, std::int64_t born, std::int64_t span,
            std::vector<std::int64_t>& seconds) {
  for (std::int64_t& t : seconds)
    t = born + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(span));
  std::ranges::sort(seconds);
  for (std::size_t i = 1; i < seconds.size(); ++i)
    seconds[i] = std::max(seconds[i], seconds[i - 1] + 1);
}

void set_fields(events::Log& log, std::uint32_t lead) {
  for (std::size_t f = 0; f < log.fields.size(); ++f) {
    // Not in step with the lead's number, or a predictor would learn it.
    const std::uint64_t mixed = (lead + 1) * 0x9e3779b97f4a7c15u + f * 0xbf58476d1ce4e5b9u;
    log.fields[f].value.resize(log.time.size(), 0);
    log.fields[f].set.resize(log.time.size(), 0);
    const auto first = static_cast<std::size_t>(log.subject_begin.back());
    log.fields[f].value[first] = static_cast<std::int64_t>((mixed >> 33) % kFieldValues);
    log.fields[f].set[first] = 1;
  }
}

template <typename Narrow, typename Values>
bool write(const std::string& path, const Values& values) {
  std::vector<Narrow> column(values.begin(), values.end());
  std::ofstream out(path, std::ios::binary);
  out.write(reinterpret_cast<const char*>(column.data()),
            static_cast<std::streamsize>(column.size() * sizeof(Narrow)));
  out.flush();
  return out.good();
}

}  // namespace

std::unique_ptr<Workload> make_history(const agreement::Agreement& agreement, HistoryShape shape) {
  auto workload = std::make_unique<Workload>();
  events::Log& log = workload->log;
  std::mt19937_64 random(9);
  const std::uint64_t kinds = agreement.events.size() - touches(agreement);
  if (kinds == 0 || shape.per_lead == 0) throw std::runtime_error("there are no events to make");
  log.fields.resize(agreement.fields.size());
  log.subject_begin.push_back(0);
  std::vector<std::int64_t> seconds;
  for (std::uint32_t lead = 0; lead < shape.leads; ++lead) {
    log.subjects.intern(std::to_string(lead));
    seconds.resize(
        std::max<std::uint64_t>(1, shape.per_lead / 2 + random() % (shape.per_lead + 1)));
    const std::int64_t born =
        kBeginSecond + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(kYear));
    spread(random, born, shape.days * 86'400LL, seconds);
    for (const std::int64_t second : seconds) {
      log.time.push_back(second * time::kSecond);
      log.code.push_back(static_cast<events::Code>(first_event(agreement) + random() % kinds));
    }
    set_fields(log, lead);
    log.subject_begin.push_back(log.time.size());
  }
  log.owner.assign(log.size(), events::kNone);
  log.team = log.actor = log.owner;
  log.row.assign(log.size(), 0);
  log.origin.assign(log.size(), 0);
  workload->people = events::bind_people(log, {}, -1);
  const time::Instant begin = kBeginSecond * time::kSecond;
  const time::Instant end = (kBeginSecond + kYear) * time::kSecond;
  auto calendars =
      driver::build_calendars(agreement, workload->people, begin, end + 30 * time::kDay);
  if (!calendars) throw std::runtime_error(calendars.error());
  workload->inputs = {&log, &workload->people, std::move(*calendars), end};
  return workload;
}

std::string export_columns(const Workload& workload, const agreement::Agreement& agreement,
                           const std::string& folder) {
  const events::Log& log = workload.log;
  std::vector<std::uint32_t> lead(log.size());
  for (std::size_t s = 0; s + 1 < log.subject_begin.size(); ++s)
    std::fill(lead.begin() + static_cast<std::ptrdiff_t>(log.subject_begin[s]),
              lead.begin() + static_cast<std::ptrdiff_t>(log.subject_begin[s + 1]),
              static_cast<std::uint32_t>(s));
  std::vector<std::int64_t> seconds(log.time);
  for (std::int64_t& t : seconds) t /= time::kSecond;
  std::vector<events::Code> kind(log.code);
  for (events::Code& code : kind) code = static_cast<events::Code>(code - first_event(agreement));
  if (!write<std::uint32_t>(folder + "/lead.u32", lead)) return "lead.u32";
  if (!write<std::uint32_t>(folder + "/time.u32", seconds)) return "time.u32";
  if (!write<std::uint8_t>(folder + "/kind.u8", kind)) return "kind.u8";
  for (std::size_t f = 0; f < log.fields.size(); ++f) {
    std::vector<std::int64_t> by_lead;
    for (std::size_t s = 0; s + 1 < log.subject_begin.size(); ++s)
      by_lead.push_back(log.fields[f].value[log.subject_begin[s]]);
    const std::string name = "field_" + std::to_string(f) + ".i64";
    if (!write<std::int64_t>(folder + "/" + name, by_lead)) return name;
  }
  return {};
}

}  // namespace sla::bench
