#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/check/header.h"
#include "compiler/check/names.h"
#include "compiler/check/numbers.h"
#include "compiler/check/tests.h"

namespace sla::check {
namespace {

using agreement::ExpectedStanding;
using agreement::GroupBy;
using agreement::Program;
using syntax::Standing;

bool has_points(const agreement::Clause& clause) {
  return std::ranges::any_of(clause.steps, [](const agreement::Step& step) {
    return std::ranges::any_of(step.effects,
                               [](const agreement::Effect& effect) { return effect.points > 0; });
  });
}

class StandingChecker {
 public:
  StandingChecker(Context& context, const syntax::Expectation& syntax)
      : context_(context),
        syntax_(syntax),
        group_(syntax.of_team ? GroupBy::team : GroupBy::owner) {}

  std::optional<ExpectedStanding> check() {
    const SinceHere here(context_);
    result_.of_team = syntax_.of_team;
    result_.holder = syntax_.holder->value;
    for (const Standing& standing : syntax_.standings) {
      if (first(standing)) take(standing);
    }
    const bool says_nothing = !result_.points && !result_.badge && !result_.rank && !result_.prize;
    if (here.silent() && says_nothing) {
      refuse(syntax_.span, "this does not say what to expect",
             "go on with `has 15 points`, `has badge ...`, `is first in ...` or `wins ...`");
    }
    if (!here.silent()) return std::nullopt;
    return std::move(result_);
  }

 private:
  void refuse(Span span, std::string message, std::string help) {
    context_.add(Code::bad_expectation, span, std::move(message)).help = std::move(help);
  }

  bool first(const Standing& standing) {
    const auto [entry, inserted] = said_.try_emplace(standing.kind, standing.span);
    if (inserted) return true;
    auto& finding = context_.add(Code::bad_expectation, standing.span,
                                 "this is expected twice in one sentence");
    finding.secondary.push_back({entry->second, "first here"});
    finding.help = "write two lines that begin with `expect`, or keep one of the two";
    return false;
  }

  void take(const Standing& standing) {
    switch (standing.kind) {
      case Standing::Kind::points: return take_points(standing);
      case Standing::Kind::badge: return take_badge(standing);
      case Standing::Kind::rank: return take_rank(standing);
      case Standing::Kind::prize: return take_prize(standing);
      case Standing::Kind::period: return take_period(standing);
    }
  }

  /// Whose points are meant; false when there can be none, which has been reported.
  bool take_clause(const syntax::Name& name) {
    const auto of_record = context_.record_of_clause.find(name.text);
    const bool is_others = of_record != context_.record_of_clause.end() && of_record->second &&
                           *of_record->second != context_.record;
    if (is_others) {
      result_.points_from_other = name.text;
      return true;
    }
    const auto clause = resolve_tested_clause(context_, name);
    if (!clause) return false;
    result_.points_from = *clause;
    if (has_points(context_.agreement.clauses[static_cast<std::size_t>(*clause)])) return true;
    refuse(name.span, fmt::format("clause `{}` gives no points", name.text),
           "add a line such as `when met award 10 points` to it");
    return false;
  }

  void take_points(const Standing& standing) {
    if (standing.name) {
      if (!take_clause(*standing.name)) return;
    } else if (context_.declared.records.size() == 1 &&
               std::ranges::none_of(context_.agreement.clauses, has_points)) {
      return refuse(standing.span, "no clause gives points",
                    "add a line such as `when met award 10 points` to one");
    }
    const bool negative = standing.number.starts_with('-');
    const auto points =
        exact_product(standing.none ? "0" : standing.number.substr(negative ? 1 : 0), 1);
    if (!points) return refuse(standing.span, "points are whole numbers", "leave out the fraction");
    result_.points = negative ? -*points : *points;
  }

  void take_badge(const Standing& standing) {
    ExpectedStanding::Badge badge;
    std::vector<std::string> names;
    bool found = false;
    const auto& programs = context_.agreement.programs;
    for (std::size_t p = 0; p < programs.size(); ++p) {
      for (std::size_t b = 0; b < programs[p].badges.size(); ++b) {
        const agreement::Badge& each = programs[p].badges[b];
        if (each.holder.by != group_) continue;
        names.push_back(each.name);
        if (each.name != standing.name->text) continue;
        badge.program = static_cast<int>(p);
        badge.badge = static_cast<int>(b);
        found = true;
      }
    }
    if (!found) {
      return report_unknown(context_, Code::unknown_name, *standing.name,
                            syntax_.of_team ? "badge of teams" : "badge of owners", names);
    }
    if (standing.none) badge.times = 0;
    if (!standing.number.empty()) {
      const auto times = exact_product(standing.number, 1);
      if (!times) return refuse(standing.span, "badges are counted 1, 2, 3", "leave it out");
      badge.times = *times;
    }
    result_.badge = badge;
  }

  /// The grammar also takes `last` and units of time, as which `second` is written, for places.
  static bool digits(const std::string& text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  }

  void take_rank(const Standing& standing) {
    constexpr auto kOrdinals =
        std::to_array<std::string_view>({"", "first", "second", "third", "fourth", "fifth"});
    const auto* ordinal = std::ranges::find(kOrdinals, standing.number);
    ExpectedStanding::Rank rank;
    if (ordinal != kOrdinals.end()) {
      rank.rank = ordinal - kOrdinals.begin();
    } else {
      rank.rank = digits(standing.number) ? exact_product(standing.number, 1).value_or(0) : 0;
    }
    if (rank.rank < 1) {
      return refuse(standing.span, "this is no place of a leaderboard",
                    "write `first` to `fifth`, or a number such as `is 7 in ...`");
    }
    std::vector<std::string> known;
    int found = 0;
    const auto& programs = context_.agreement.programs;
    for (std::size_t p = 0; p < programs.size(); ++p) {
      for (std::size_t b = 0; b < programs[p].leaderboards.size(); ++b) {
        const agreement::Leaderboard& board = programs[p].leaderboards[b];
        if (board.group.by != group_) continue;
        known.push_back(fmt::format("`{}`", board.title.empty() ? programs[p].name : board.title));
        if (!is_named(standing, programs[p], board)) continue;
        ++found;
        rank.program = static_cast<int>(p);
        rank.leaderboard = static_cast<int>(b);
      }
    }
    if (found == 1) {
      result_.rank = rank;
    } else if (found > 1) {
      refuse(standing.span, "more than one leaderboard is meant by this",
             "give each a title and name it: `is first in \"Fastest\"`");
    } else {
      refuse(
          standing.span,
          fmt::format("there is no such leaderboard of {}", syntax_.of_team ? "teams" : "owners"),
          known.empty() ? "declare one in a program, such as `leaderboard per owner each month`"
                        : fmt::format("there {} {}", known.size() == 1 ? "is" : "are",
                                      agreement::listing(known, "and")));
    }
  }

  static bool is_named(const Standing& standing, const Program& program,
                       const agreement::Leaderboard& board) {
    if (standing.name) return program.name == standing.name->text;
    return standing.title->value == program.title || standing.title->value == board.title;
  }

  void take_prize(const Standing& standing) {
    ExpectedStanding::Prize prize;
    prize.none = standing.none;
    bool in_kind = false, money = false;
    std::vector<std::string> titles;
    for (const Program& program : context_.agreement.programs) {
      for (const agreement::Prize& each : program.prizes) {
        if (each.group.by != group_) continue;
        money |= each.money != 0;
        if (each.money == 0) titles.push_back(fmt::format("\"{}\"", each.title));
        in_kind |= standing.title && each.money == 0 && each.title == standing.title->value;
      }
    }
    if (standing.title) {
      prize.title = standing.title->value;
      if (!in_kind) {
        return refuse(standing.span, "there is no such prize to win",
                      titles.empty() ? "declare it in a program"
                                     : "the prizes are " + agreement::listing(titles, "and"));
      }
    } else if (!standing.none) {
      if (!money) return refuse(standing.span, "no prize is money", "declare one in a program");
      if (standing.name->text != context_.agreement.currency) {
        return refuse(standing.name->span,
                      fmt::format("the agreement counts in {}", context_.agreement.currency),
                      "write that currency");
      }
      const auto value = exact_product(standing.number, agreement::kScale);
      if (!value) return refuse(standing.span, "money has at most 6 places", "round it");
      prize.money = *value;
    }
    result_.prize = prize;
  }

  void take_period(const Standing& standing) {
    result_.period = standing.label;
    if (!standing.label.starts_with("FY")) return;
    const syntax::AgreementHeader* header = context_.declared.header;
    if (header == nullptr || !header->fiscal_start) {
      return refuse(standing.span, "the agreement does not say when its fiscal year starts",
                    "add a line such as `fiscal year starting February` to the agreement");
    }
    result_.first_month = fiscal_month(*header).value_or(1);
  }

  Context& context_;
  const syntax::Expectation& syntax_;
  GroupBy group_;
  ExpectedStanding result_;
  std::map<Standing::Kind, Span> said_;
};

}  // namespace

std::optional<ExpectedStanding> check_standing(Context& context,
                                               const syntax::Expectation& syntax) {
  return StandingChecker(context, syntax).check();
}

}  // namespace sla::check
