#include "compiler/driver/holidays.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "compiler/driver/load_ics.h"
#include "compiler/syntax/dotted.h"

namespace sla::driver {
namespace {

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

// What `us` might have meant: the libraries that there are, each with the name that was asked for.
void report_no_library(Checked& checked, const syntax::HolidaySet& set, const std::string& library,
                       const LibraryRoots& roots) {
  diagnose::Finding& finding =
      checked.findings.add(diagnose::Code::unknown_file, span_of(set.path),
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

void follow_name(Checked& checked, std::uint32_t user, const syntax::HolidaySet& set,
                 FileReader& reader, check::Imports& imports) {
  const auto names = std::span(set.path).first(set.path.size() - 1);
  if (names.empty()) return;
  const std::string library = dotted(names);
  const auto path = reader.find_library(names, user);
  if (!path) {
    imports.reported.push_back(span_of(set.path));
    return report_no_library(checked, set, library, reader.roots_for(user));
  }
  const auto file = reader.once(path->string());
  if (!file) {
    imports.reported.push_back(span_of(set.path));
    checked.findings.add(diagnose::Code::unknown_file, span_of(set.path),
                         fmt::format("`{}` cannot be used: {}", library, file.error().message));
    return;
  }
  std::ranges::find(checked.files, *file, &syntax::File::index)->library = library;
}

}  // namespace

check::Imports follow_holidays(Checked& checked, FileReader& reader) {
  check::Imports imports;
  for (std::size_t at = 0; at < checked.files.size(); ++at) {
    const std::uint32_t user = checked.files[at].index;
    for (const syntax::HolidaySet& set : sets_of(checked.files[at])) {
      if (set.file) import_ics(checked, *set.file, imports);
      else follow_name(checked, user, set, reader, imports);
    }
  }
  return imports;
}

}  // namespace sla::driver
