#include <algorithm>
#include <cctype>
#include <filesystem>
#include <optional>
#include <ostream>

#include <fmt/format.h>

#include "cli/exit_code.h"
#include "cli/part_file.h"
#include "cli/policy.h"
#include "cli/verbs.h"
#include "compiler/agreement/print.h"
#include "compiler/driver/describe.h"
#include "compiler/driver/load_emit.h"
#include "compiler/plan/print.h"
#include "compiler/syntax/print.h"

namespace sla::cli {
namespace {

constexpr const char* kStages[] = {"syntax", "agreement", "plan", "llvm",
                                   "asm",    "so",        "obj",  "wasm32"};

struct Options {
  std::string file, stage;
  bool optimized = false;
  std::optional<std::string> output, target;

  bool makes_file() const { return stage == "so" || stage == "obj" || stage == "wasm32"; }
};

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

/// A C identifier from the name of a file: `acme-2026.sla` gives `acme_2026_policy`.
std::string symbol_of(const std::string& path) {
  std::string name = std::filesystem::path(path).stem().string();
  for (char& c : name) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!fits) c = '_';
  }
  if (name.empty() || (name[0] >= '0' && name[0] <= '9')) name = "_" + name;
  return name + "_policy";
}

std::string header_for(const std::string& symbol, const policy::Policy& policy) {
  std::string title = policy.title;
  std::ranges::replace(title, '*', ' ');  // Nothing may end the comment.
  std::ranges::replace(title, '\n', ' ');
  std::string guard = symbol + "_H";
  std::ranges::transform(guard, guard.begin(), [](unsigned char c) { return std::toupper(c); });
  return fmt::format(
      "/* Made by `sla build --emit obj` ({}); do not edit.\n"
      " * {}, version {}\n"
      " * {}\n"
      " *\n"
      " * Link the object beside this file and open it: sla_policy_of_image(&{}, &policy, &error). "
      "*/\n"
      "#ifndef {}\n#define {}\n\n#include <sla.h>\n\n"
      "#ifdef __cplusplus\nextern \"C\" {{\n#endif\n"
      "extern const sla_image {};\n"
      "#ifdef __cplusplus\n}}\n#endif\n\n#endif\n",
      policy.sla_version, title, policy.version, policy.semantic_hash, symbol, guard, guard,
      symbol);
}

int build_file(const agreement::Agreement& agreement, const Options& options) {
  const bool is_object = options.stage == "obj";
  // A library's symbols are its own; of objects in one program they must differ.
  const std::string symbol = is_object ? symbol_of(*options.output) : "policy";
  const emit::Output output = is_object                   ? emit::Output::object
                              : options.stage == "wasm32" ? emit::Output::wasm_module
                                                          : emit::Output::shared_library;
  auto bytes = driver::build(agreement, output, symbol, options.target.value_or(""));
  if (!bytes) {
    complain(bytes.error());
    return kUnreadable;
  }
  if (const int failed = write_whole(*options.output, *bytes); failed != kClean) return failed;
  if (!is_object) return kClean;
  const std::string header =
      std::filesystem::path(*options.output).replace_extension(".h").string();
  return write_whole(header, header_for(symbol, driver::describe(agreement)));
}

/// What the flags must not say together; nothing when they fit.
std::optional<std::string> misuse(const Options& options) {
  if (options.makes_file()) {
    if (!options.output)
      return fmt::format("`--emit {}` makes a file: say where with `-o FILE`", options.stage);
    const std::string ending = options.stage == "so"       ? ".so"
                               : options.stage == "wasm32" ? ".wasm"
                                                           : ".o";
    if (options.target && options.stage == "wasm32")
      return std::string("`--target` is for `--emit so` and `--emit obj`");
    if (!options.output->ends_with(ending))
      return fmt::format("`-o {}` does not end in {}", *options.output, ending);
    std::error_code not_two_files;
    if (std::filesystem::equivalent(options.file, *options.output, not_two_files))
      return fmt::format("`-o {}` would replace the agreement", *options.output);
    return std::nullopt;
  }
  if (options.output) return fmt::format("`--emit {}` prints, and writes no file", options.stage);
  if (options.target) return fmt::format("`--target` is for `--emit so` and `--emit obj`");
  return std::nullopt;
}

int build(const Options& options) {
  int exit_code = kClean;
  if (const auto wrong = misuse(options)) {
    complain(*wrong);
    return kUsage;
  }
  // The syntax of a file with errors can still be looked at.
  if (options.stage == "syntax") {
    auto checked = read_policy(options.file, exit_code);
    if (!checked) return exit_code;
    fmt::print("{}", syntax::print(checked->files.front()));
    return checked->findings.has_errors() ? kFindings : kClean;
  }
  auto checked = load_policy(options.file, exit_code);
  if (!checked) return exit_code;
  if (options.makes_file()) return build_file(*checked->agreement, options);
  bool generates = options.stage == "llvm" || options.stage == "asm";
  if (generates && !can_generate_code()) return kUnreadable;
  auto text = show(*checked->agreement, options.stage, options.optimized);
  if (!text) {
    complain(text.error());
    return kInternal;
  }
  fmt::print("{}", *text);
  return kClean;
}

}  // namespace

void add_build(CLI::App& app, int& exit_code) {
  CLI::App* verb = app.add_subcommand(
      "build", "Build an agreement into a library or object, or show what it becomes on the way");
  auto options = std::make_shared<Options>();
  verb->add_option("FILE", options->file, "The agreement")->required();
  verb->add_option("--emit", options->stage,
                   "so (a library that other programs load), obj (an object and its C header, to "
                   "link) or wasm32 (a module for browsers and other hosts); or, to look at: "
                   "syntax, agreement, plan, llvm, asm")
      ->required()
      ->check(CLI::IsMember(std::vector<std::string>(std::begin(kStages), std::end(kStages))));
  verb->add_option("-o,--output", options->output, "The file to write: .so, .o or .wasm");
  verb->add_option("--target", options->target,
                   "With so and obj: for another machine, such as aarch64-linux-gnu");
  verb->add_flag("--optimized", options->optimized, "With `--emit llvm`: after the optimizer");
  verb->footer("Example:\n  sla build agreement.sla --emit so -o agreement.so");
  verb->callback([options, &exit_code] { exit_code = build(*options); });
}

}  // namespace sla::cli
