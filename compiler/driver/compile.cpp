#include "compiler/driver/compile.h"

#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "compiler/check/check.h"
#include "compiler/driver/holidays.h"
#include "compiler/driver/load_jit.h"
#include "compiler/lower/lower.h"
#include "compiler/parse/parse.h"

namespace sla::driver {
namespace {

namespace fs = std::filesystem;

// By value: the list of files grows while they are followed.
std::vector<syntax::Use> uses_of(const syntax::File& file) {
  std::vector<syntax::Use> uses;
  for (const syntax::Declaration& declaration : file.declarations) {
    if (const auto* use = std::get_if<syntax::Use>(&declaration)) uses.push_back(*use);
  }
  return uses;
}

// Parses what a file uses, relative to the file that says so; a file used twice is read once.
void follow_uses(Checked& checked, const CheckOptions& options, std::set<std::string>& seen,
                 check::Imports& imports) {
  std::set<std::string> libraries;
  for (std::size_t at = 0; at < checked.files.size(); ++at) {
    follow_holidays(checked, at, options, libraries, imports);
    const std::string base = checked.sources.file(checked.files[at].index).path();
    for (const syntax::Use& use : uses_of(checked.files[at])) {
      fs::path path = fs::path(base).parent_path() / use.path.value;
      if (!seen.insert(fs::weakly_canonical(path).string()).second) continue;
      auto file = checked.sources.load(path.string());
      if (!file) {
        diagnose::Finding& finding = checked.findings.add(
            diagnose::Code::unknown_file, use.path.span,
            fmt::format("`{}` cannot be used: {}", use.path.value, file.error().message));
        if (!file.error().help.empty()) finding.help = file.error().help;
        continue;
      }
      checked.files.push_back(parse::parse(checked.sources, *file, checked.findings));
    }
  }
}

}  // namespace

std::expected<Checked, source::ReadError> check(const std::string& path,
                                                const CheckOptions& options) {
  Checked checked;
  auto file = checked.sources.load(path);
  if (!file) return std::unexpected(file.error());
  checked.files.push_back(parse::parse(checked.sources, *file, checked.findings));
  std::set<std::string> seen{fs::weakly_canonical(path).string()};
  check::Imports imports;
  follow_uses(checked, options, seen, imports);
  // Also after syntax errors: what could be read is checked, and `check` keeps quiet about what may
  // only be missing because it could not be read.
  checked.agreement = check::check(checked.files, checked.sources, checked.findings, imports);
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
