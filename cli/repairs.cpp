#include "cli/repairs.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "cli/exit_code.h"
#include "cli/policy.h"
#include "cli/rewrite.h"
#include "cli/terminal.h"
#include "compiler/diagnose/render.h"
#include "compiler/driver/library.h"

namespace sla::cli {

namespace fs = std::filesystem;

namespace {

bool is_below(const fs::path& path, const fs::path& folder) {
  const fs::path relative = path.lexically_relative(folder);
  return !relative.empty() && *relative.begin() != "..";
}

fs::path project_of(const std::string& policy) {
  std::error_code ignored;
  const fs::path own = fs::weakly_canonical(policy, ignored).parent_path();
  if (const auto settings = settings::find(policy))
    return fs::weakly_canonical(*settings, ignored).parent_path();
  for (fs::path folder = own; folder != folder.parent_path(); folder = folder.parent_path()) {
    if (fs::exists(folder / ".git", ignored)) return folder;
  }
  return own;
}

}  // namespace

std::function<bool(const std::string& path)> may_change(const std::string& policy,
                                                        const driver::Checked& checked) {
  std::set<std::string> borrowed;
  for (const std::uint32_t file : checked.borrowed)
    borrowed.insert(driver::source_key(checked.sources.file(file).path()));
  if (policy == "-") return [](const std::string& path) { return path == "-"; };
  return [borrowed, own = driver::source_key(policy),
          project = project_of(policy)](const std::string& path) {
    const std::string key = driver::source_key(path);
    if (key == own) return true;
    const auto library = driver::standard_library();
    std::error_code ignored;
    if (library && is_below(key, fs::weakly_canonical(*library, ignored))) return false;
    return !borrowed.contains(key) && is_below(key, project);
  };
}

void Repairs::make(const std::string& policy, int& exit_code) {
  repair::Wishes wishes{verb_.unsafe_fixes, {}};
  const repair::Look look = [&](const repair::Texts& texts) -> std::optional<repair::Found> {
    auto inspected = inspection_.look(policy, texts, exit_code);
    if (!inspected || !inspected->checked) return std::nullopt;
    driver::Checked& checked = *inspected->checked;
    wishes.may_change = may_change(policy, checked);
    // Comments that are of use to another policy cannot be told from here.
    if (verb_.files.size() > 1) {
      std::erase_if(checked.findings.each(), [](const diagnose::Finding& finding) {
        return finding.code == diagnose::Code::allowance_unused;
      });
    }
    for (std::uint32_t file = 0; file < checked.sources.size(); ++file) {
      const source::File& text = checked.sources.file(file);
      if (text.expansion() == nullptr) before_.try_emplace(text.path(), text.text());
    }
    return repair::Found{std::move(checked.sources), checked.findings.all()};
  };
  repair::Outcome outcome = repair::repair(look, wishes, texts_);
  texts_ = std::move(outcome.texts);
  std::erase_if(texts_, [&](const auto& entry) {
    const auto before = before_.find(entry.first);
    return before != before_.end() && before->second == entry.second;
  });
  made_.insert(made_.end(), outcome.made.begin(), outcome.made.end());
}

int Repairs::write() const {
  int exit_code = kClean;
  for (const auto& [path, text] : texts_) {
    if (path != "-") exit_code = std::max(exit_code, rewrite(path, text));
  }
  if (std::ranges::find(verb_.files, "-") != verb_.files.end()) {
    const auto repaired = texts_.find("-");
    fmt::print("{}", repaired == texts_.end() ? inspection_.standard_input() : repaired->second);
  }
  for (const repair::Made& made : made_) {
    fmt::print(stderr, "repaired {}:{}:{} {}: {}\n", printable(made.path), made.at.line,
               made.at.column, diagnose::code_text(made.code), printable(made.title));
  }
  return exit_code;
}

int Repairs::show() const {
  for (const auto& [path, text] : texts_)
    fmt::print("{}", unified_diff(path, before_.at(path), text));
  return texts_.empty() ? kClean : kFindings;
}

}  // namespace sla::cli
