#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include <fmt/format.h>
#include <lld/Common/Driver.h>
#include <llvm/Support/raw_ostream.h>

#include "compiler/emit/emit.h"
#include "compiler/emit/objects.h"

LLD_HAS_DRIVER(elf)
LLD_HAS_DRIVER(wasm)

namespace sla::emit {
namespace {

namespace fs = std::filesystem;

/// A folder of our own that is gone afterwards.
class TemporaryFolder {
 public:
  static std::expected<TemporaryFolder, std::string> make() {
    std::error_code ignored;
    std::string path = (fs::temp_directory_path(ignored) / "sla-build-XXXXXX").string();
    if (mkdtemp(path.data()) == nullptr) {
      return std::unexpected(
          fmt::format("no temporary folder could be made as {}; is TMPDIR writable?", path));
    }
    return TemporaryFolder(path);
  }
  TemporaryFolder(TemporaryFolder&& other) noexcept : path_(std::move(other.path_)) {
    other.path_.clear();
  }
  TemporaryFolder& operator=(TemporaryFolder&&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  explicit TemporaryFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

std::expected<std::string, std::string> read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file.good() && !file.eof()) return std::unexpected("cannot read back " + path);
  return bytes;
}

std::expected<void, std::string> run_linker(const std::vector<std::string>& arguments) {
  static bool can_run_again = true;
  if (!can_run_again) return std::unexpected("the linker has failed before in this process");
  std::vector<const char*> raw;
  for (const std::string& argument : arguments) raw.push_back(argument.c_str());
  std::string said;
  llvm::raw_string_ostream stream(said);
  const lld::Result result = lld::lldMain(
      raw, stream, stream, {{lld::Gnu, &lld::elf::link}, {lld::Wasm, &lld::wasm::link}});
  can_run_again = result.canRunAgain;
  if (result.retCode != 0) return std::unexpected("the linker failed: " + said);
  return {};
}

// What a module offers its host: the interface, memory to put arguments into, and the stack
// pointer, which the host takes back when a call was given up.
constexpr const char* kModuleExports[] = {"_initialize",
                                          "malloc",
                                          "free",
                                          "__stack_pointer",
                                          "sla_abi_version",
                                          "sla_version",
                                          "sla_policy_retain",
                                          "sla_policy_release",
                                          "sla_policy_get_info",
                                          "sla_policy_describe",
                                          "sla_policy_record",
                                          "sla_policy_event_code",
                                          "sla_policy_field",
                                          "sla_history_new",
                                          "sla_history_add_events",
                                          "sla_history_set_roster",
                                          "sla_history_judge",
                                          "sla_history_free",
                                          "sla_outcome_table",
                                          "sla_outcome_json",
                                          "sla_outcome_free",
                                          "sla_session_new",
                                          "sla_session_event",
                                          "sla_session_subject_id",
                                          "sla_session_advance",
                                          "sla_session_rows",
                                          "sla_session_due",
                                          "sla_session_due_of",
                                          "sla_session_next_change",
                                          "sla_session_now",
                                          "sla_session_fact_count",
                                          "sla_session_snapshot",
                                          "sla_session_restore",
                                          "sla_session_free"};

std::vector<std::string> linker_flags(const Request& request) {
  switch (request.output) {
    case Output::object: return {"ld.lld", "-r"};
    case Output::shared_library:
      return {"ld.lld",           "-shared",        "-z", "defs", "-z", "now", "-z", "noexecstack",
              "--hash-style=gnu", "--build-id=sha1"};
    case Output::wasm_module: break;
  }
  // The stack lies below everything else, so that an overflow traps instead of overwriting data.
  std::vector<std::string> flags = {"wasm-ld",     "--no-entry",         "--stack-first",
                                    "-z",          "stack-size=1048576", "--export-table",
                                    "--strip-all", "--fatal-warnings",   request.runtime};
  for (const char* name : kModuleExports) flags.push_back(std::string("--export=") + name);
  return flags;
}

std::expected<std::string, std::string> build(const Request& request) {
  auto made = objects(request);
  if (!made) return std::unexpected(made.error());
  const auto folder = TemporaryFolder::make();
  if (!folder) return std::unexpected(folder.error());
  const std::string output = folder->file("policy");
  std::vector<std::string> arguments = linker_flags(request);
  arguments.insert(arguments.end(), {"-o", output});
  for (std::size_t i = 0; i < made->size(); ++i) {
    // The same names in every run: the linker may write them into the file.
    const std::string path = folder->file(fmt::format("{}.o", i));
    std::ofstream file(path, std::ios::binary);
    file << (*made)[i];
    file.close();
    if (!file) return std::unexpected(fmt::format("cannot write {}: is the disk full?", path));
    arguments.push_back(path);
  }
  if (auto done = run_linker(arguments); !done) return std::unexpected(done.error());
  return read(output);
}

constexpr Provider kProvider = {&build, &objects};

}  // namespace
}  // namespace sla::emit

extern "C" const sla::emit::Provider* sla_emit_provider() { return &sla::emit::kProvider; }
