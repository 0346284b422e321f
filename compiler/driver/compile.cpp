#include "compiler/driver/compile.h"

#include <filesystem>

#include <fmt/format.h>

#include "compiler/driver/holidays.h"
#include "compiler/driver/library_check.h"
#include "compiler/driver/load_jit.h"
#include "compiler/driver/uses.h"
#include "compiler/expand/expand.h"
#include "compiler/lower/lower.h"

namespace sla::driver {
namespace {

std::vector<syntax::Template> templates_of(const syntax::File& file) {
  std::vector<syntax::Template> templates;
  for (const syntax::Declaration& declaration : file.declarations) {
    if (const auto* found = std::get_if<syntax::Template>(&declaration))
      templates.push_back(*found);
  }
  return templates;
}

std::vector<syntax::Instance> instances_in(const std::vector<syntax::File>& files) {
  std::vector<syntax::Instance> instances;
  for (const syntax::File& file : files) {
    for (const syntax::Declaration& declaration : file.declarations) {
      if (const auto* found = std::get_if<syntax::Instance>(&declaration))
        instances.push_back(*found);
    }
  }
  return instances;
}

/// What is to be said of the files once all of them are read.
void check_files(Checked& checked) {
  checked.library = is_library(checked.files);
  const std::vector<syntax::Template> templates = templates_of(checked.files.front());
  if (!checked.findings.has_errors())
    check_templates(templates, checked.files, checked.sources, checked.findings);
  if (checked.library) {
    check_library(checked.files, checked.sources, checked.findings);
    return;
  }
  // Also after syntax errors: what could be read is checked, and `check` keeps quiet about what may
  // only be missing because it could not be read.
  checked.agreement =
      check::check(checked.files, checked.sources, checked.findings, checked.imports);
}

/// Comments that cannot be read are found at the end: errors among the findings before decide
/// whether there is an agreement.
void follow_allowances(Checked& checked) {
  for (const syntax::File& file : checked.files) {
    if (checked.sources.file(file.index).expansion() != nullptr) continue;
    for (suppress::Allowance& allowance :
         suppress::allowances(checked.sources, file.index, checked.findings))
      checked.allowances.push_back(std::move(allowance));
  }
  suppress::apply(checked.allowances, checked.sources, checked.findings);
}

}  // namespace

std::string source_key(const std::string& path) {
  std::error_code ignored;
  return path == "-" ? path : std::filesystem::weakly_canonical(path, ignored).string();
}

std::expected<Checked, source::ReadError> check(const std::string& path,
                                                const CheckOptions& options) {
  Checked checked;
  FileReader reader(checked.sources, checked.files, options, checked.findings);
  if (auto read = reader.read(path); !read) return std::unexpected(read.error());
  if (const auto unused = reader.unused_settings(); !unused.empty()) {
    return std::unexpected(source::ReadError{
        path,
        fmt::format("`{}` cannot be set: no file has a parameter of that name", unused.front()),
        "declare it with `parameter`, or check its spelling"});
  }
  checked.instances = instances_in(checked.files);
  expand::expand(checked.files, checked.sources, reader.libraries(), checked.findings);
  checked.imports = follow_holidays(checked, reader);
  check_files(checked);
  for (const expand::Library& library : reader.libraries()) {
    if (library.file != expand::Library::kUnread) checked.borrowed.insert(library.file);
  }
  for (const syntax::File& file : checked.files) {
    if (!file.library.empty()) checked.borrowed.insert(file.index);
  }
  checked.findings.trace_back(checked.sources);
  follow_allowances(checked);
  checked.findings.settle();
  return checked;
}

plan::Plan lower(const agreement::Agreement& agreement) { return lower::lower(agreement); }

std::expected<std::unique_ptr<jit::Evaluator>, std::string> compile(const plan::Plan& plan) {
  auto provider = load_jit();
  if (!provider) return std::unexpected(provider.error());
  return (*provider)->compile(plan);
}

std::optional<std::string> code_generation_problem() {
  auto provider = load_jit();
  if (provider) return std::nullopt;
  return provider.error();
}

std::expected<std::string, std::string> emit(const plan::Plan& plan, jit::Emit what) {
  auto provider = load_jit();
  if (!provider) return std::unexpected(provider.error());
  return (*provider)->emit(plan, what);
}

}  // namespace sla::driver
