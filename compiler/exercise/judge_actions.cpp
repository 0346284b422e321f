#include <algorithm>

#include <fmt/format.h>

#include "compiler/exercise/history.h"
#include "compiler/exercise/judge_parts.h"
#include "runtime/actions/words.h"
#include "runtime/time/zone.h"

namespace sla::exercise {
namespace {

using actions::Addressee;
using actions::Notice;
using actions::NoticeState;
using actions::PointsEntry;
using agreement::Expectation;
using agreement::ExpectedAction;
using agreement::ExpectedAddressee;
using Step = agreement::Step;

bool is_of_period(const agreement::Agreement& agreement, const actions::Key& key) {
  const agreement::Clause& clause = agreement.clauses[key.clause];
  const Step::At at = clause.steps[key.step - 1u].at;
  return at == Step::At::target_met || at == Step::At::target_missed;
}

bool fits(const ExpectedAddressee& expected, const Addressee& got) {
  using Kind = actions::RecipientShape::Kind;
  const bool person = expected.person.empty() || expected.person == got.name;
  switch (expected.kind) {
    case ExpectedAddressee::Kind::anybody: return person;
    case ExpectedAddressee::Kind::owner: return person && got.kind == Kind::owner;
    case ExpectedAddressee::Kind::team: return person && got.kind == Kind::team;
    case ExpectedAddressee::Kind::role:
      return person && got.kind == Kind::role && got.role == expected.name;
    case ExpectedAddressee::Kind::party:
      return person && got.kind == Kind::party && got.name == expected.name;
  }
  return false;
}

/// Which effects an expectation is about: those of an obligation, or of a clause's periods.
class Concerned {
 public:
  Concerned(const Expectation& expectation, std::uint32_t cycle, const Played& played)
      : expectation_(expectation), played_(played) {
    if (expectation.lead < 0) return;
    subject_ = played.test.leads[static_cast<std::size_t>(expectation.lead)].name;
    if (cycle > 0) cycle_ = fmt::format("{}", cycle);
  }

  bool operator()(const actions::Key& key) const {
    if (expectation_.clause >= 0 && key.clause != expectation_.clause) return false;
    if (is_of_period(played_.agreement, key) != (expectation_.lead < 0)) return false;
    if (expectation_.lead >= 0) {
      return key.subject == subject_ && (cycle_.empty() || key.cycle == cycle_);
    }
    return (expectation_.period.empty() || key.cycle == expectation_.period) &&
           (!expectation_.group || key.subject == *expectation_.group);
  }

 private:
  const Expectation& expectation_;
  const Played& played_;
  std::string subject_, cycle_;
};

class ActionJudge {
 public:
  ActionJudge(const Expectation& expectation, std::uint32_t cycle, const Played& played)
      : played_(played),
        is_concerned_(expectation, cycle, played),
        zone_(time::Zone::find(played.agreement.zone).value_or(time::Zone::utc())) {}

  std::optional<Difference> judge(const ExpectedAction& expected) const {
    const bool points = actions::gives_points(static_cast<actions::EffectKind>(expected.kind));
    const std::optional<std::string> found = points ? find_points(expected) : find_notice(expected);
    if (expected.done == found.has_value()) return std::nullopt;
    return Difference{expected.words,
                      found ? *found : others(static_cast<actions::EffectKind>(expected.kind))};
  }

  /// Everything that was done by now.
  std::vector<std::string> done() const {
    std::vector<std::string> lines;
    for (const Notice& notice : played_.actions.notices) {
      if (is_concerned_(notice.key) && notice.state == NoticeState::sent) {
        lines.push_back(words(notice));
      }
    }
    for (const PointsEntry& entry : played_.actions.points) {
      if (is_concerned_(entry.key)) lines.push_back(words(entry));
    }
    return lines;
  }

 private:
  /// One that was sent or is ahead and fits, in words.
  std::optional<std::string> find_notice(const ExpectedAction& expected) const {
    for (const Notice& notice : played_.actions.notices) {
      if (!is_concerned_(notice.key) || notice.state == NoticeState::withdrawn) continue;
      if (notice.kind != static_cast<actions::EffectKind>(expected.kind)) continue;
      if (!expected.channel.empty() && notice.channel != expected.channel) continue;
      if (expected.message && notice.message != *expected.message) continue;
      const bool by_now = notice.state == NoticeState::sent || !expected.done;
      if (expected.at ? notice.deliver_at != *expected.at : !by_now) continue;
      const bool all = std::ranges::all_of(expected.to, [&](const ExpectedAddressee& each) {
        return std::ranges::any_of(notice.to,
                                   [&](const Addressee& got) { return fits(each, got); });
      });
      if (all) return words(notice);
    }
    return std::nullopt;
  }

  std::optional<std::string> find_points(const ExpectedAction& expected) const {
    const bool awarded =
        static_cast<actions::EffectKind>(expected.kind) == actions::EffectKind::award;
    for (const PointsEntry& entry : played_.actions.points) {
      if (!is_concerned_(entry.key) || (entry.points > 0) != awarded) continue;
      const std::int64_t points = awarded ? entry.points : -entry.points;
      if (expected.points != 0 && expected.points != points) continue;
      if (expected.at && *expected.at != entry.at) continue;
      const bool all = std::ranges::all_of(
          expected.to, [&](const ExpectedAddressee& each) { return fits(each, entry.to); });
      if (all) return words(entry);
    }
    return std::nullopt;
  }

  /// What there is instead: first of the same kind, else of any.
  std::string others(actions::EffectKind kind) const {
    std::vector<std::string> same, any;
    for (const Notice& notice : played_.actions.notices) {
      if (!is_concerned_(notice.key)) continue;
      any.push_back(words(notice));
      if (notice.kind == kind) same.push_back(any.back());
    }
    for (const PointsEntry& entry : played_.actions.points) {
      if (!is_concerned_(entry.key)) continue;
      any.push_back(words(entry));
      if ((entry.points > 0) == (kind == actions::EffectKind::award) &&
          actions::gives_points(kind)) {
        same.push_back(any.back());
      }
    }
    if (any.empty()) return "nothing was done, and nothing is ahead";
    return fmt::format("{}", fmt::join(same.empty() ? any : same, "; "));
  }

  std::string words(const Notice& notice) const {
    const char* state = notice.state == NoticeState::sent        ? ""
                        : notice.state == NoticeState::withdrawn ? ", withdrawn"
                                                                 : ", ahead";
    const time::Instant at = notice.state == NoticeState::withdrawn ? notice.at : notice.deliver_at;
    if (at == time::kNever) return words_of(notice) + state;
    return fmt::format("{} at {}{}", words_of(notice), time::format_local(at, zone_), state);
  }
  std::string words(const PointsEntry& entry) const {
    return fmt::format("{:+} points for {} at {}", entry.points, words_of(entry.to),
                       time::format_local(entry.at, zone_));
  }

  const Played& played_;
  Concerned is_concerned_;
  time::Zone zone_;
};

}  // namespace

std::vector<Difference> judge_actions(const Expectation& expectation, std::uint32_t cycle,
                                      const Played& played) {
  std::vector<Difference> differences;
  const ActionJudge judge(expectation, cycle, played);
  for (const ExpectedAction& expected : expectation.actions) {
    if (auto difference = judge.judge(expected)) differences.push_back(*std::move(difference));
  }
  return differences;
}

std::vector<Difference> judge_no_action(const Expectation& expectation, const Played& played) {
  const std::vector<std::string> done = ActionJudge(expectation, 0, played).done();
  if (done.empty()) return {};
  return {{"no action", fmt::format("{}", fmt::join(done, "; "))}};
}

std::string story_of_actions(const Expectation& expectation, const Played& played,
                             const verdicts::PolicyShape& policy) {
  const time::Zone zone = time::Zone::find(played.agreement.zone).value_or(time::Zone::utc());
  const auto counts = [&](const actions::Key& key, const PointsEntry* entry) {
    if (!expectation.standing) return Concerned(expectation, 0, played)(key);
    const agreement::ExpectedStanding& standing = *expectation.standing;
    return entry != nullptr && (standing.of_team ? entry->team : entry->owner) == standing.holder;
  };
  std::vector<std::pair<time::Instant, std::string>> lines;
  for (const Notice& notice : played.actions.notices) {
    if (counts(notice.key, nullptr)) lines.emplace_back(notice.at, told(notice, policy, zone));
  }
  for (const PointsEntry& entry : played.actions.points) {
    if (counts(entry.key, &entry)) lines.emplace_back(entry.at, told(entry, policy));
  }
  if (lines.empty()) return "";
  return "Reminders and points\n" + actions::timeline(std::move(lines), zone);
}

}  // namespace sla::exercise
