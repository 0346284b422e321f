#include "runtime/ingest/roster_terms.h"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/ingest/time_cell.h"

namespace sla::ingest {
namespace {

using Kind = DataFindingKind;

/// What of `parts` lies outside `taken`.
std::vector<RosterTerm> without(const std::vector<RosterTerm>& parts, const RosterTerm& taken) {
  std::vector<RosterTerm> left;
  for (const RosterTerm& part : parts) {
    const RosterTerm before{part.from, std::min(part.until, taken.from)};
    const RosterTerm after{std::max(part.from, taken.until), part.until};
    if (before.from < before.until) left.push_back(before);
    if (after.from < after.until) left.push_back(after);
  }
  return left;
}

bool overlap(const RosterTerm& a, const RosterTerm& b) {
  return a.from < b.until && b.from < a.until;
}

}  // namespace

std::optional<time::Instant> RosterTerms::read(std::string_view text, std::uint64_t row) {
  const TimeCell cell = read_time(text, TimeFormat::text, zone_, 0);
  switch (cell.problem) {
    case TimeCell::Problem::none: break;
    case TimeCell::Problem::out_of_range:
      findings_.add(Kind::time_out_of_range, "", origin_, row, text);
      return std::nullopt;
    case TimeCell::Problem::malformed: {
      DataExample* example = findings_.add(Kind::unparsable_time, "", origin_, row, text);
      if (example != nullptr) example->help = cell.help;
      return std::nullopt;
    }
  }
  if (cell.resolution == time::Resolution::kTwice) {
    findings_.add(Kind::ambiguous_local_time, "", origin_, row, text);
  }
  return cell.instant;
}

std::optional<RosterTerm> RosterTerms::read_term(std::string_view from, std::string_view until,
                                                 std::uint64_t row) {
  RosterTerm term;
  if (!from.empty()) {
    const auto begin = read(from, row);
    if (!begin) return std::nullopt;
    term.from = *begin;
  }
  if (!until.empty()) {
    const auto end = read(until, row);
    if (!end) return std::nullopt;
    term.until = *end;
  }
  if (term.from < term.until) return term;
  DataExample* example = findings_.add(Kind::empty_roster_term, "", origin_, row,
                                       fmt::format("from {} until {}", from, until));
  if (example != nullptr) {
    example->help = "`until` is the first instant at which the line no longer holds";
  }
  return std::nullopt;
}

std::string RosterTerms::words(const RosterTerm& term) const {
  if (term.from == time::kMinInstant && term.until == time::kNever) return "";
  if (term.from == time::kMinInstant) {
    return fmt::format("until {}", time::format_local(term.until, zone_));
  }
  const std::string from = fmt::format("from {}", time::format_local(term.from, zone_));
  if (term.until == time::kNever) return from + " on";
  return fmt::format("{} until {}", from, time::format_local(term.until, zone_));
}

std::vector<RosterTerm> RosterTerms::claim(const std::string& owner, std::string_view from,
                                           std::string_view until, std::uint64_t row) {
  const auto term = read_term(from, until, row);
  if (!term) return {};
  std::vector<Claim>& earlier = claims_[owner];
  if (earlier.empty()) owners_.push_back(owner);
  std::vector<RosterTerm> parts = {*term};
  const Claim* first = nullptr;
  for (const Claim& claim : earlier) {
    if (first == nullptr && overlap(claim.term, *term)) first = &claim;
    parts = without(parts, claim.term);
  }
  if (first != nullptr) {
    DataExample* example = findings_.add(Kind::duplicate_owner, "", origin_, row, owner);
    if (example != nullptr) {
      const std::string term = words(first->term);
      example->help = fmt::format("first in row {}{}", first->row,
                                  term.empty() ? "" : fmt::format(" ({})", term));
    }
  }
  earlier.push_back({*term, row});
  return parts;
}

void RosterTerms::report_gaps() {
  for (const std::string& owner : owners_) {
    std::vector<Claim> own = claims_[owner];
    std::ranges::sort(own, {}, [](const Claim& claim) { return claim.term.from; });
    time::Instant covered = own.front().term.until;
    for (const Claim& claim : own) {
      if (claim.term.from > covered) {
        DataExample* example = findings_.add(Kind::roster_gap, "", origin_, claim.row, owner);
        if (example != nullptr) {
          example->help = fmt::format("not listed {}", words({covered, claim.term.from}));
        }
      }
      covered = std::max(covered, claim.term.until);
    }
  }
}

}  // namespace sla::ingest
