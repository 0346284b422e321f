#include "compiler/driver/holidays.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "compiler/driver/library.h"
#include "compiler/driver/load_ics.h"
#include "compiler/parse/parse.h"

namespace sla::driver {
namespace {

namespace fs = std::filesystem;

// By value: the list of files grows while they are followed.
std::vector<syntax::HolidaySet> sets_of(const syntax::File& file) {
  std::vector<syntax::HolidaySet> sets;
  const auto take = [&sets](const auto& items) {
    for (const auto& item : items) {
      if (const auto* set = std::get_if<syntax::HolidaySet>(&item)) sets.push_back(*set);
    }
  };
  for (const syntax::Declaration& declaration : file.declarations) {
    if (const auto* calendar = std::get_if<syntax::Calendar>(&declaration)) take(calendar->items);
    if (const auto* holidays = std::get_if<syntax::Holidays>(&declaration)) take(holidays->items);
  }
  return sets;
}

source::Span place_of(const syntax::HolidaySet& set) {
  return source::join(set.path.front().span, set.path.back().span);
}

// What `us` might have meant: the libraries that there are, each with the name that was asked for.
void report_no_library(Checked& checked, const syntax::HolidaySet& set, const std::string& library,
                       const LibraryRoots& roots) {
  diagnose::Finding& finding =
      checked.findings.add(diagnose::Code::unknown_file, place_of(set),
                           fmt::format("there is no library `{}` with holidays", library));
  const auto names = library_names(roots);
  if (const auto near = diagnose::nearest(library, names)) {
    finding.help = fmt::format("did you mean `{}.{}`?", *near, set.path.back().text);
  } else if (!roots.standard_library) {
    finding.help =
        "the standard library was not found beside the program; name its folder in "
        "SLA_PATH";
  } else {
    finding.help =
        fmt::format("put `{}.sla` beside the policy, or its folder into SLA_PATH", library);
  }
}

/// The file of the compilation that stands at a path: a library may also be used by its name.
syntax::File* file_at(Checked& checked, const fs::path& path) {
  const fs::path wanted = fs::weakly_canonical(path);
  for (syntax::File& file : checked.files) {
    if (fs::weakly_canonical(checked.sources.file(file.index).path()) == wanted) return &file;
  }
  return nullptr;
}

void follow_name(Checked& checked, const std::string& base, const syntax::HolidaySet& set,
                 const CheckOptions& options, std::set<std::string>& seen,
                 check::Imports& imports) {
  std::vector<std::string> parts;
  std::string library;
  for (std::size_t i = 0; i + 1 < set.path.size(); ++i) {
    parts.push_back(set.path[i].text);
    library += (library.empty() ? "" : ".") + set.path[i].text;
  }
  if (parts.empty() || !seen.insert(library).second) return;
  const LibraryRoots roots = library_roots(base, options.library_folders);
  const auto path = find_library_file(parts, roots);
  if (!path) {
    seen.erase(library);
    imports.reported.push_back(place_of(set));
    return report_no_library(checked, set, library, roots);
  }
  if (syntax::File* used = file_at(checked, *path)) {
    used->library = library;
    return;
  }
  auto file = checked.sources.load(path->string());
  if (!file) {
    imports.reported.push_back(place_of(set));
    checked.findings.add(diagnose::Code::unknown_file, place_of(set),
                         fmt::format("`{}` cannot be used: {}", library, file.error().message));
    return;
  }
  checked.files.push_back(parse::parse(checked.sources, *file, checked.findings));
  checked.files.back().library = library;
}

/// The years in which the clocks of one calendar ran or are due.
struct Years {
  time::Instant first = time::kMaxInstant, last = time::kMinInstant;

  void take(time::Instant instant) {
    if (instant < time::kMinInstant || instant > time::kMaxInstant) return;
    first = std::min(first, instant);
    last = std::max(last, instant);
  }
};

int calendar_of(const agreement::Clause& clause) {
  return has_clock(clause.kind) ? clause.deadline.calendar : -1;
}

Years years_of(const agreement::Agreement& agreement, const verdicts::Outcome& outcome,
               int calendar) {
  Years years;
  for (const verdicts::Row& row : outcome.rows) {
    if (calendar_of(agreement.clauses[row.clause]) != calendar) continue;
    years.take(row.start);
    years.take(row.due);
    years.take(row.stop);
  }
  return years;
}

}  // namespace

void follow_holidays(Checked& checked, std::size_t at, const CheckOptions& options,
                     std::set<std::string>& seen, check::Imports& imports) {
  const std::string base = checked.sources.file(checked.files[at].index).path();
  for (const syntax::HolidaySet& set : sets_of(checked.files[at])) {
    if (set.file) import_ics(checked, *set.file, imports);
    else follow_name(checked, base, set, options, seen, imports);
  }
}

void note_unknown_holidays(const agreement::Agreement& agreement, const verdicts::Outcome& outcome,
                           History& history) {
  for (std::size_t c = 0; c < agreement.calendars.size(); ++c) {
    const agreement::Calendar& calendar = agreement.calendars[c];
    if (calendar.holidays.empty()) continue;
    const Years years = years_of(agreement, outcome, static_cast<int>(c));
    if (years.first > years.last) continue;
    const int first = time::civil_from_days(years.first / time::kDay).year;
    const int last = time::civil_from_days(years.last / time::kDay).year;
    for (const agreement::HolidayUse& use : calendar.holidays) {
      if (first >= use.first_known && last <= use.last_known) continue;
      history.findings.add(
          ingest::DataFindingKind::unknown_holidays, "", "", 0,
          fmt::format("{}: {} is known from {} to {}, clocks run from {} to {}", calendar.name,
                      use.words, use.first_known, use.last_known, first, last));
    }
  }
}

}  // namespace sla::driver
