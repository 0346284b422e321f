#include <fmt/format.h>

#include "cli/exit_code.h"
#include "cli/policy.h"
#include "cli/verbs.h"
#include "compiler/agreement/print.h"
#include "compiler/plan/print.h"
#include "compiler/syntax/print.h"

namespace sla::cli {
namespace {

constexpr const char* kStages[] = {"syntax", "agreement", "plan", "llvm", "asm"};

std::expected<std::string, std::string> show_record(const agreement::Agreement& record,
                                                    const std::string& stage, bool optimized) {
  plan::Plan plan = driver::lower(record);
  if (stage == "plan") return plan::print(plan);
  if (stage == "asm") return driver::emit(plan, jit::Emit::assembly);
  return driver::emit(plan, optimized ? jit::Emit::optimized_llvm : jit::Emit::llvm);
}

// Every record is compiled by itself; where there are several, each says whose it is.
std::expected<std::string, std::string> show(const agreement::Agreement& agreement,
                                             const std::string& stage, bool optimized) {
  if (stage == "agreement") return agreement::print(agreement);
  auto text = show_record(agreement, stage, optimized);
  for (const agreement::Agreement& other : agreement.others) {
    auto more = show_record(other, stage, optimized);
    if (!text || !more) return text ? more : text;
    const char* comment = stage == "asm" ? "#" : ";";
    *text += fmt::format("\n{} record {}\n{}", comment, other.subject_kind, *more);
  }
  return text;
}

int build(const std::string& path, const std::string& stage, bool optimized) {
  int exit_code = kClean;
  // The syntax of a file with errors can still be looked at.
  if (stage == "syntax") {
    auto checked = read_policy(path, exit_code);
    if (!checked) return exit_code;
    fmt::print("{}", syntax::print(checked->files.front()));
    return checked->findings.has_errors() ? kFindings : kClean;
  }
  auto checked = load_policy(path, exit_code);
  if (!checked) return exit_code;
  bool generates = stage == "llvm" || stage == "asm";
  if (generates && !can_generate_code()) return kUnreadable;
  auto text = show(*checked->agreement, stage, optimized);
  if (!text) {
    complain(text.error());
    return kInternal;
  }
  fmt::print("{}", *text);
  return kClean;
}

}  // namespace

void add_build(CLI::App& app, int& exit_code) {
  CLI::App* verb =
      app.add_subcommand("build", "Show what an agreement becomes on its way to machine code");
  struct Options {
    std::string file, stage;
    bool optimized = false;
  };
  auto options = std::make_shared<Options>();
  verb->add_option("FILE", options->file, "The agreement")->required();
  verb->add_option("--emit", options->stage, "syntax, agreement, plan, llvm or asm")
      ->required()
      ->check(CLI::IsMember(std::vector<std::string>(std::begin(kStages), std::end(kStages))));
  verb->add_flag("--optimized", options->optimized, "With `--emit llvm`: after the optimizer");
  verb->footer("Example:\n  sla build agreement.sla --emit plan");
  verb->callback([options, &exit_code] {
    exit_code = build(options->file, options->stage, options->optimized);
  });
}

}  // namespace sla::cli
