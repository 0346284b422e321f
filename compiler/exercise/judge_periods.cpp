#include <algorithm>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/exercise/judge_parts.h"

namespace sla::exercise {
namespace {

using agreement::Expectation;
using agreement::Expected;
using verdicts::ClauseSummary;
using verdicts::PeriodSummary;
using verdicts::Verdict;

constexpr std::size_t kMostListed = 8;

__extension__ typedef __int128 Wide;

/// What is judged: one period of one group, or the clause as a whole.
struct Judged {
  Verdict verdict = Verdict::no_data;
  std::int64_t part = 0, whole = 0;
  const PeriodSummary* period = nullptr;  ///< Null: the clause as a whole.
};

bool is(Verdict verdict, Expected expected) {
  switch (expected) {
    case Expected::met: return verdict == Verdict::met;
    case Expected::breached: return verdict == Verdict::breached;
    case Expected::running: return verdict == Verdict::running;
    case Expected::no_data: return verdict == Verdict::no_data;
    default: return false;
  }
}

/// part of whole in units of 10^-places percent, rounded down.
std::int64_t percentage(std::int64_t part, std::int64_t whole, int places) {
  Wide scaled = static_cast<Wide>(part) * 100;
  for (int i = 0; i < places; ++i) scaled *= 10;
  return static_cast<std::int64_t>(scaled / whole);
}

/// The places after the point that a number of millionths needs.
int places_of(std::int64_t micro) {
  int places = 6;
  while (places > 0 && micro % 10 == 0) {
    micro /= 10;
    --places;
  }
  return places;
}

std::string shown_percentage(const Judged& judged, int places) {
  if (judged.whole == 0) return "no data";
  std::int64_t micro = percentage(judged.part, judged.whole, places);
  for (int i = places; i < 6; ++i) micro *= 10;
  return fmt::format("{}% ({} of {})", agreement::exact_decimal(micro), judged.part, judged.whole);
}

class PeriodJudge {
 public:
  PeriodJudge(const Expectation& expectation, const Played& played)
      : expectation_(expectation),
        played_(played),
        clause_(played.agreement.clauses[static_cast<std::size_t>(expectation.clause)]),
        summary_(played.summary.clauses[static_cast<std::size_t>(expectation.clause)]) {}

  std::vector<Difference> judge() {
    for (const verdicts::Fault& fault : played_.outcome.faults) {
      differ("a verdict about every lead",
             fmt::format("lead {} cannot be judged: {}",
                         played_.inputs.log->subjects.text(fault.subject), name_of(fault.kind)));
    }
    const bool of_period =
        expectation_.amount || expectation_.best || expectation_.worst || expectation_.provisional;
    const bool whole = expectation_.period.empty() && !expectation_.group && !of_period;
    if (whole) {
      compare({summary_.verdict, summary_.met, summary_.decided, nullptr});
    } else if (const PeriodSummary* period = find_period()) {
      compare({period->verdict, period->met, period->decided, period});
    }
    for (Difference& each : judge_actions(expectation_, 0, played_)) {
      differences_.push_back(std::move(each));
    }
    return std::move(differences_);
  }

 private:
  void differ(std::string expected, std::string got) {
    differences_.push_back({std::move(expected), std::move(got)});
  }

  bool is_meant(const PeriodSummary& period) const {
    return (expectation_.period.empty() || period.label == expectation_.period) &&
           (!expectation_.group || period.group == *expectation_.group);
  }

  const PeriodSummary* find_period() {
    std::vector<const PeriodSummary*> found;
    for (const PeriodSummary& period : summary_.periods) {
      if (is_meant(period)) found.push_back(&period);
    }
    if (found.size() == 1) return found.front();
    const std::string wanted =
        fmt::format("{}{}", expectation_.period.empty() ? "one period" : expectation_.period,
                    expectation_.group ? fmt::format(" for \"{}\"", *expectation_.group) : "");
    differ(wanted, found.empty() ? "no such period; there " + listed(all())
                                 : "more than one, so say which: there " + listed(found));
    return nullptr;
  }

  std::vector<const PeriodSummary*> all() const {
    std::vector<const PeriodSummary*> periods;
    for (const PeriodSummary& period : summary_.periods) periods.push_back(&period);
    return periods;
  }

  static std::string listed(const std::vector<const PeriodSummary*>& periods) {
    if (periods.empty()) return "are none";
    std::vector<std::string> names;
    for (const PeriodSummary* period : periods) {
      names.push_back(period->group.empty()
                          ? period->label
                          : fmt::format("{} for \"{}\"", period->label, period->group));
    }
    const std::size_t more = names.size() > kMostListed ? names.size() - kMostListed : 0;
    names.resize(names.size() - more);
    if (more > 0) names.push_back(fmt::format("{} more", more));
    return (names.size() == 1 ? "is " : "are ") + agreement::listing(names, "and");
  }

  void compare(const Judged& judged) {
    if (expectation_.status != Expected::anything && !is(judged.verdict, expectation_.status)) {
      differ(name_of(expectation_.status),
             fmt::format("{}{}", verdicts::name_of(judged.verdict), value_words(judged)));
    }
    if (expectation_.micro_percent) compare_percent("at ", judged, *expectation_.micro_percent);
    if (judged.period != nullptr) compare_attainable(*judged.period);
    if (expectation_.amount && *expectation_.amount != judged.part) {
      differ("at " + amount_words(*expectation_.amount), "at " + amount_words(judged.part));
    }
  }

  void compare_attainable(const PeriodSummary& period) {
    const Judged best{period.verdict, period.best, period.cohort, &period};
    const Judged worst{period.verdict, period.worst, period.cohort, &period};
    if (expectation_.best) compare_percent("best ", best, *expectation_.best);
    if (expectation_.worst) compare_percent("worst ", worst, *expectation_.worst);
    if (expectation_.provisional && *expectation_.provisional != period.provisional) {
      differ(*expectation_.provisional ? "provisional" : "final",
             period.provisional ? "provisional: it has not ended, or some of it is undecided"
                                : "final");
    }
  }

  void compare_percent(const char* what, const Judged& judged, std::int64_t micro) {
    const int places = places_of(micro);
    std::int64_t expected = micro;
    for (int i = places; i < 6; ++i) expected /= 10;
    if (judged.whole != 0 && percentage(judged.part, judged.whole, places) == expected) return;
    differ(fmt::format("{}{}%", what, agreement::exact_decimal(micro)),
           judged.whole == 0 ? "no data" : what + shown_percentage(judged, std::max(places, 2)));
  }

  /// ", at 50% (1 of 2)"; nothing where there is no value.
  std::string value_words(const Judged& judged) const {
    if (judged.verdict == Verdict::no_data) return "";
    const bool counts = clause_.kind == agreement::ClauseKind::volume;
    // All periods of a volume together reach no value of their own.
    if (counts && expectation_.period.empty() && !expectation_.group) return "";
    if (counts) return ", at " + amount_words(judged.part);
    return judged.whole == 0 ? "" : ", at " + shown_percentage(judged, 2);
  }

  std::string amount_words(std::int64_t amount) const {
    if (clause_.volume.sum_of < 0) return fmt::format("{}", amount);
    const auto& field = played_.agreement.fields[static_cast<std::size_t>(clause_.volume.sum_of)];
    return agreement::value_words(played_.agreement, field.type, amount);
  }

  const Expectation& expectation_;
  const Played& played_;
  const agreement::Clause& clause_;
  const ClauseSummary& summary_;
  std::vector<Difference> differences_;
};

}  // namespace

std::vector<Difference> judge_periods(const Expectation& expectation, const Played& played) {
  return PeriodJudge(expectation, played).judge();
}

}  // namespace sla::exercise
