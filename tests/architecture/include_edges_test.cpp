// The layering of docs/explanation/architecture.md, enforced: a folder includes only what its row
// allows, and ANTLR and LLVM stay behind their two walls.

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace {

namespace fs = std::filesystem;

// folder -> folders it may include, besides itself. A noun sees no verb; a verb sees the nouns on
// either side.
const std::map<std::string, std::set<std::string>> kAllowed = {
    {"runtime/helpers", {}},
    {"runtime/parallel", {}},
    {"runtime/time", {"runtime/helpers"}},
    {"runtime/events", {"runtime/parallel", "runtime/time"}},
    {"runtime/verdicts", {"runtime/time", "runtime/events"}},
    {"runtime/actions", {"runtime/time", "runtime/events", "runtime/verdicts"}},
    {"runtime/programs", {"runtime/time", "runtime/events", "runtime/verdicts", "runtime/actions"}},
    {"runtime/kernel",
     {"runtime/parallel", "runtime/helpers", "runtime/time", "runtime/events", "runtime/verdicts"}},
    {"runtime/wasm", {"runtime/time", "runtime/kernel", "runtime/abi"}},
    {"runtime/ingest", {"runtime/time", "runtime/events", "runtime/verdicts"}},
    {"runtime/stream", {"runtime/time", "runtime/events", "runtime/verdicts"}},
    {"runtime/timers", {"runtime/time"}},
    {"runtime/session",
     {"runtime/time", "runtime/events", "runtime/verdicts", "runtime/actions", "runtime/stream",
      "runtime/timers", "runtime/kernel", "runtime/helpers"}},
    {"runtime/policy",
     {"runtime/helpers", "runtime/time", "runtime/events", "runtime/verdicts", "runtime/actions",
      "runtime/programs", "runtime/ingest", "runtime/kernel", "runtime/parallel"}},
    {"runtime/abi",
     {"runtime/time", "runtime/events", "runtime/verdicts", "runtime/actions", "runtime/programs",
      "runtime/ingest", "runtime/kernel", "runtime/parallel", "runtime/stream", "runtime/session",
      "runtime/policy"}},
    {"compiler/source", {}},
    {"compiler/diagnose", {"compiler/source"}},
    {"compiler/codes", {"compiler/diagnose"}},
    {"compiler/report",
     {"compiler/source", "compiler/diagnose", "compiler/codes", "compiler/suppress"}},
    {"compiler/syntax", {"compiler/source"}},
    {"compiler/parse", {"compiler/source", "compiler/diagnose", "compiler/syntax"}},
    {"compiler/format", {"compiler/source", "compiler/diagnose", "compiler/parse"}},
    {"compiler/suppress", {"compiler/source", "compiler/diagnose", "compiler/parse"}},
    {"compiler/settings", {"compiler/source", "compiler/diagnose", "compiler/suppress"}},
    {"compiler/repair", {"compiler/source", "compiler/diagnose"}},
    {"compiler/expand",
     {"compiler/source", "compiler/diagnose", "compiler/syntax", "compiler/parse"}},
    {"compiler/agreement",
     {"compiler/source", "runtime/time", "runtime/events", "runtime/verdicts"}},
    {"compiler/check",
     {"compiler/source", "compiler/diagnose", "compiler/syntax", "compiler/agreement",
      "runtime/time", "runtime/events"}},
    {"compiler/analyze",
     {"compiler/source", "compiler/diagnose", "compiler/agreement", "runtime/time",
      "runtime/events", "compiler/solve", "compiler/analyze/quantity", "compiler/analyze/clarity",
      "compiler/analyze/graph", "compiler/analyze/time"}},
    {"compiler/analyze/clarity",
     {"compiler/source", "compiler/diagnose", "compiler/agreement", "compiler/analyze",
      "runtime/events"}},
    {"compiler/analyze/time",
     {"compiler/diagnose", "compiler/agreement", "compiler/analyze/graph", "runtime/time",
      "runtime/verdicts", "runtime/actions"}},
    {"compiler/analyze/graph",
     {"compiler/source", "compiler/diagnose", "compiler/agreement", "compiler/analyze",
      "runtime/time", "runtime/events"}},
    {"compiler/analyze/quantity",
     {"compiler/source", "compiler/diagnose", "compiler/agreement", "compiler/analyze",
      "compiler/solve", "runtime/time", "runtime/events", "runtime/verdicts"}},
    {"compiler/solve", {}},
    {"compiler/reference",
     {"compiler/source", "compiler/agreement", "runtime/time", "runtime/events",
      "runtime/verdicts"}},
    {"compiler/exercise",
     {"compiler/source", "compiler/agreement", "compiler/reference", "runtime/time",
      "runtime/events", "runtime/verdicts", "runtime/actions", "runtime/programs"}},
    {"compiler/compare",
     {"compiler/source", "compiler/agreement", "compiler/exercise", "compiler/reference",
      "runtime/time", "runtime/events", "runtime/verdicts"}},
    {"compiler/plan", {}},
    {"compiler/lower", {"compiler/agreement", "compiler/plan", "runtime/time", "runtime/events"}},
    {"compiler/codegen", {"compiler/plan", "runtime/helpers", "runtime/events"}},
    {"compiler/jit",
     {"compiler/plan", "compiler/codegen", "runtime/kernel", "runtime/parallel",
      "runtime/verdicts"}},
    {"compiler/emit", {"compiler/plan", "compiler/codegen", "runtime/kernel"}},
    {"compiler/ics", {"runtime/time"}},
    {"compiler/sign", {}},
    {"compiler/driver",
     {"compiler/source",  "compiler/diagnose",      "compiler/syntax",  "compiler/parse",
      "compiler/expand",  "compiler/agreement",     "compiler/check",   "compiler/reference",
      "compiler/analyze", "compiler/analyze/graph", "compiler/solve",   "compiler/suppress",
      "compiler/sign",    "compiler/exercise",      "compiler/compare", "compiler/plan",
      "compiler/lower",   "compiler/jit",           "compiler/ics",     "runtime/kernel",
      "runtime/time",     "runtime/events",         "runtime/verdicts", "runtime/ingest",
      "runtime/stream",   "runtime/actions",        "runtime/programs", "runtime/session",
      "runtime/policy",   "compiler/emit",          "runtime/parallel"}},
    {"lsp",
     {"compiler/source", "compiler/diagnose", "compiler/syntax", "compiler/parse",
      "compiler/format", "compiler/agreement", "compiler/driver", "compiler/exercise",
      "compiler/settings", "runtime/time"}},
    {"cli", {"compiler/suppress",  "compiler/settings",
             "compiler/repair",    "compiler/report",
             "compiler/codes",     "compiler/source",
             "compiler/diagnose",  "compiler/syntax",
             "compiler/agreement", "compiler/exercise",
             "compiler/format",    "compiler/plan",
             "compiler/driver",    "compiler/jit",
             "runtime/kernel",     "runtime/parallel",
             "compiler/reference", "runtime/time",
             "runtime/events",     "runtime/verdicts",
             "runtime/ingest",     "runtime/actions",
             "runtime/programs",   "runtime/policy",
             "compiler/emit",      "lsp",
             "runtime/session",    "compiler/compare"}},
};

bool is_source(const fs::path& path) {
  return path.extension() == ".h" || path.extension() == ".cpp" || path.extension() == ".def";
}

// Tests may go through the front end to make what they test with.
bool is_test(const fs::path& path) {
  std::string name = path.filename().string();
  return name.ends_with("_test.cpp") || name.starts_with("testing");
}

std::string folder_of(const std::string& include) {
  std::size_t slash = include.rfind('/');
  return slash == std::string::npos ? "" : include.substr(0, slash);
}

template <class Each>
void for_each_include(const std::string& folder, Each each) {
  static const std::regex pattern(R"rx(^\s*#\s*include\s*([<"])([^>"]+)[>"])rx");
  for (const auto& entry : fs::directory_iterator(fs::path(SLA_SOURCE_DIR) / folder)) {
    if (!entry.is_regular_file() || !is_source(entry.path())) continue;
    std::ifstream file(entry.path());
    std::string line;
    std::smatch match;
    while (std::getline(file, line)) {
      if (std::regex_search(line, match, pattern)) each(entry.path(), match[1] == "\"", match[2]);
    }
  }
}

TEST(Architecture, FoldersIncludeOnlyWhatTheyMay) {
  for (const auto& [folder, allowed] : kAllowed) {
    for_each_include(folder, [&](const fs::path& file, bool quoted, const std::string& include) {
      if (!quoted || is_test(file)) return;
      std::string to = folder_of(include);
      if (to.empty() || to == folder) return;
      EXPECT_TRUE(allowed.contains(to)) << file.string() << " includes " << include;
    });
  }
}

TEST(Architecture, EveryFolderOfTheProductIsListed) {
  for (const char* root : {"compiler", "runtime"}) {
    for (const auto& entry : fs::directory_iterator(fs::path(SLA_SOURCE_DIR) / root)) {
      if (!entry.is_directory()) continue;
      std::string folder = std::string(root) + "/" + entry.path().filename().string();
      EXPECT_TRUE(kAllowed.contains(folder))
          << folder << " has no row in the list of permitted includes";
      EXPECT_TRUE(fs::exists(entry.path() / "README.md")) << folder << " has no README.md";
    }
  }
}

TEST(Architecture, OnlyParseIncludesAntlrAndOnlyCodeGenerationIncludesLlvm) {
  for (const auto& [folder, allowed] : kAllowed) {
    for_each_include(folder, [&](const fs::path& file, bool, const std::string& include) {
      if (include.starts_with("antlr4") || include.starts_with("Sla")) {
        EXPECT_EQ(folder, "compiler/parse") << file.string() << " includes " << include;
      }
      if (include.starts_with("llvm/")) {
        EXPECT_TRUE(folder == "compiler/codegen" || folder == "compiler/jit" ||
                    folder == "compiler/emit")
            << file.string() << " includes " << include;
      }
    });
  }
}

TEST(Architecture, PermittedIncludesHaveNoCycle) {
  // Depth-first; a folder met again on its own path is a cycle.
  std::set<std::string> finished;
  std::set<std::string> on_path;
  auto visit = [&](auto& self, const std::string& folder) -> void {
    ASSERT_TRUE(on_path.insert(folder).second) << "a cycle through " << folder;
    for (const std::string& to : kAllowed.at(folder)) {
      // A folder knows its own parts by name, and they know what it offers them.
      if (to.starts_with(folder + "/")) continue;
      if (!finished.contains(to)) self(self, to);
    }
    on_path.erase(folder);
    finished.insert(folder);
  };
  for (const auto& [folder, allowed] : kAllowed) {
    if (!finished.contains(folder)) visit(visit, folder);
  }
}

}  // namespace
