#include "compiler/driver/library_check.h"

#include <algorithm>

#include "compiler/check/check.h"
#include "compiler/expand/specimen.h"
#include "compiler/parse/parse.h"

namespace sla::driver {
namespace {

using diagnose::Code;
using syntax::Declaration;

template <typename T>
bool has(const std::vector<Declaration>& declarations) {
  return std::ranges::any_of(
      declarations, [](const Declaration& each) { return std::holds_alternative<T>(each); });
}

template <typename T>
bool any_has(std::span<const syntax::File> files) {
  return std::ranges::any_of(files,
                             [](const syntax::File& file) { return has<T>(file.declarations); });
}

std::vector<Declaration> all_of(std::span<const syntax::File> files) {
  std::vector<Declaration> all;
  for (const syntax::File& file : files)
    all.insert(all.end(), file.declarations.begin(), file.declarations.end());
  return all;
}

/// An agreement for declarations that have none, and a calendar if that is missing too.
void surround(std::vector<Declaration>& declarations, source::Sources& sources) {
  diagnose::Findings none;
  const auto file =
      sources.add("sample", expand::surroundings(!has<syntax::Calendar>(declarations)));
  if (!file) return;
  for (Declaration& made : parse::parse(sources, *file, none).declarations)
    declarations.push_back(std::move(made));
}

void keep(const diagnose::Findings& found, std::uint32_t file, diagnose::Findings& findings) {
  for (const diagnose::Finding& finding : found.all()) {
    // What an instance says after `and` is not there yet.
    if (finding.primary.span.file != file || finding.code == Code::unmapped_part) continue;
    // Nor what record it is about, which may be another than the one that it is tried out on.
    if (finding.code == Code::ambiguous_record || finding.code == Code::mixed_records) continue;
    findings.add(finding.code, finding.primary.span, finding.message) = finding;
  }
}

void check_one(const syntax::Template& template_, std::span<const syntax::File> files,
               source::Sources& sources, diagnose::Findings& findings) {
  std::vector<Declaration> around = all_of(files);
  if (template_.kind == syntax::TemplateKind::agreement) {
    std::erase_if(around, [](const Declaration& each) {
      return std::holds_alternative<syntax::AgreementHeader>(each) ||
             std::holds_alternative<syntax::Clause>(each);
    });
  } else if (!has<syntax::AgreementHeader>(around)) {
    surround(around, sources);
  }
  diagnose::Findings own;
  auto specimen = expand::specimen_of(template_, around, sources, own);
  if (specimen) {
    for (Declaration& made : specimen->declarations) around.push_back(std::move(made));
    if (!own.has_errors()) {
      const syntax::File all{template_.span.file, std::move(around), {}};
      check::check({&all, 1}, sources, own);
    }
    keep(own, specimen->file, findings);
  }
}

}  // namespace

bool is_library(std::span<const syntax::File> files) {
  return !files.empty() && !any_has<syntax::AgreementHeader>(files) &&
         !any_has<syntax::Clause>(files) && !any_has<syntax::Program>(files) &&
         !any_has<syntax::Test>(files) && std::ranges::any_of(files, [](const syntax::File& file) {
           return !file.declarations.empty();
         });
}

void check_library(std::span<const syntax::File> files, source::Sources& sources,
                   diagnose::Findings& findings) {
  std::vector<Declaration> declarations = all_of(files);
  surround(declarations, sources);
  const syntax::File all{files.front().index, std::move(declarations), {}};
  check::check({&all, 1}, sources, findings);
}

void check_templates(const std::vector<syntax::Template>& templates,
                     std::span<const syntax::File> files, source::Sources& sources,
                     diagnose::Findings& findings) {
  for (const syntax::Template& template_ : templates)
    check_one(template_, files, sources, findings);
}

}  // namespace sla::driver
