#include "compiler/analyze/graph/story.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "runtime/time/instant.h"
#include "runtime/time/zone.h"

namespace sla::analyze {
namespace {

using agreement::Agreement;
using agreement::By;
using time::Instant;

/// What a timeline need not say of clauses that have nothing to do with it.
constexpr const char* kNotStarted = "not started";

constexpr std::array kOwners = {"Dana", "Kim", "Lee"};

time::Zone zone_of(const Agreement& agreement) {
  return time::Zone::find(agreement.zone).value_or(time::Zone::utc());
}

Instant at_ten(std::int64_t day, const time::Zone& zone) {
  const std::string date = time::format_utc(day * time::kDay).substr(0, 10);
  const auto parsed = time::parse_instant(date + " 10:00", zone);
  return parsed ? parsed->instant : day * time::kDay;
}

}  // namespace

Story::Story(const Agreement& agreement, Values values, std::vector<int> later)
    : agreement_(agreement), values_(std::move(values)), later_(std::move(later)) {
  for (const int field : givable_fields(agreement)) {
    if (std::ranges::find(later_, field) == later_.end()) given_.push_back(field);
  }
}

Instant Story::beginning(const Agreement& agreement) {
  const time::Zone zone = zone_of(agreement);
  const bool has_begin = agreement.has_term && agreement.term_begin > time::kMinInstant;
  const Instant first =
      has_begin ? agreement.term_begin : time::days_from_civil(2026, 3, 1) * time::kDay;
  for (std::int64_t day = first / time::kDay + 1; day < first / time::kDay + 15; ++day) {
    const Instant ten = at_ten(day, zone);
    const bool is_tuesday = time::format_local(ten, zone).starts_with("Tue");
    if (!is_tuesday || ten < first + 7 * time::kDay) continue;
    if (ten < agreement.term_end) return ten;
  }
  return first;
}

std::string Story::moment(Instant at) const { return when(at).substr(4); }

std::string Story::when(Instant at) const { return time::format_local(at, zone_of(agreement_)); }

std::string Story::person_for(const Act& act) const {
  if (act.by == By::party)
    return fmt::format("{} person",
                       agreement_.parties[static_cast<std::size_t>(act.by_party)].name);
  return kOwners[static_cast<std::size_t>(std::max(assignments_ - 1, 0)) % kOwners.size()];
}

void Story::line(Instant at, const std::string& text) {
  lines_.push_back(fmt::format("  at {}  {}", moment(at), text));
}

Instant Story::tell(const Act& act, Instant at) {
  if (act.by == By::party && std::ranges::find(parties_, act.by_party) == parties_.end())
    parties_.push_back(act.by_party);
  std::string what;
  if (act.code == events::kChanged) {
    what = fmt::format("a changes {{ {} }}", values_text(agreement_, values_, act.fields));
  } else if (act.code == events::kAssigned) {
    ++assignments_;
    what = fmt::format("a is assigned to \"{}\"", person_for({}));
  } else {
    const std::string name = agreement_.event_name(act.code);
    what = name.starts_with("enters ") ? "a " + name : "a gets " + name;
  }
  if (act.by != By::anyone) what += fmt::format(" by \"{}\"", person_for(act));
  if (!act.fields.empty() && act.code != events::kChanged)
    what += fmt::format(" with {{ {} }}", values_text(agreement_, values_, act.fields));
  for (int time = 0; time < act.times; ++time) {
    if (time > 0) at += time::kMinute;
    line(at, what);
    if (time == 0)
      timeline_.push_back(
          {when(at), act.times > 1 ? fmt::format("{}, {} times", what, act.times) : what});
  }
  return at;
}

void Story::expect(int clause, const std::string& expected, Instant at) {
  const std::string& name = agreement_.clauses[static_cast<std::size_t>(clause)].name;
  line(at, fmt::format("expect {} of a {}", name, expected));
  if (expected != kNotStarted || lines_.size() <= 2)
    timeline_.push_back({when(at), fmt::format("{} of a is {}", name, expected)});
}

void Story::remark(const std::string& what, Instant at) { timeline_.push_back({when(at), what}); }

diagnose::Timeline Story::finish(const std::string& title) const {
  std::string test = fmt::format("test {} {{\n", agreement::quoted_text(title));
  const std::string values = values_text(agreement_, values_, given_);
  test += fmt::format("  given {} a{}\n", agreement_.subject_kind,
                      values.empty() ? "" : fmt::format(" {{ {} }}", values));
  for (const int party : parties_) {
    const std::string& name = agreement_.parties[static_cast<std::size_t>(party)].name;
    test += fmt::format("  given \"{} person\" party {}\n", name, name);
  }
  for (const std::string& each : lines_) test += each + "\n";
  return {timeline_, test + "}\n"};
}

}  // namespace sla::analyze
