#include "tests/fuzz/seeds.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "compiler/driver/compile.h"
#include "compiler/plan/print.h"

namespace sla::fuzz {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> policy_paths() {
  std::vector<fs::path> paths;
  for (const char* folder : {"examples", "stdlib", "tests", "docs"}) {
    const fs::path root = fs::path(SLA_SOURCE_DIR) / folder;
    if (!fs::exists(root)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      if (entry.is_regular_file() && entry.path().extension() == ".sla")
        paths.push_back(entry.path());
    }
  }
  std::ranges::sort(paths);
  return paths;
}

std::uint64_t setting(const char* name, std::uint64_t otherwise) {
  const char* value = std::getenv(name);
  const std::uint64_t number = value == nullptr ? 0 : std::strtoull(value, nullptr, 10);
  return number == 0 ? otherwise : number;
}

const std::vector<std::string> kPolicyPieces = {
    "agreement \"A\" {",
    "calendar c {",
    "holidays h {",
    "\"d\" third Monday of January observed nearest weekday from 1986",
    "all of us.federal_holidays except \"Columbus Day\"",
    "closed \"company.ics\"",
    "lead {",
    "lifecycle lead {",
    "clause c {",
    "source s {",
    "define d =",
    "program p {",
    "test \"t\" {",
    "template clause t {",
    "parameter a duration = 4 hours",
    "clause c from t with { a 2 hours } and {",
    "use std.funnels as f",
    "rows where \"a\" is not \"b\"",
    "use \"x.sla\"",
    "role r",
    "event e",
    "touch t",
    "}",
    "{",
    "(",
    ")",
    "[",
    "]",
    "sales must move a lead to sal",
    "sales must not move a lead to sal",
    "within 4 business hours",
    "of entering mql",
    "must make at least 6 of call",
    "at most 2 business days apart",
    "until won",
    "each month",
    "per team",
    "target 95% each month",
    "judged when due",
    "paced by business day",
    "every entry",
    "where amount is known",
    "on reentry resume",
    "on reassignment continue with 1 business hour grace",
    "paused while on_hold",
    "at 75% remind owner by email",
    "when met award 10 points",
    "test \"t\" {",
    "given lead a, b { score 80 }",
    "at 2026-03-09 09:00 a enters mql",
    "3 business hours later",
    "a is merged into b",
    "that a enters mql at 2026-03-09 09:00 is retracted",
    "expect c of a running, used 2 hours",
    "expect c of a reminds owner at 2026-03-09 12:00",
    "does not escalate to manager \"Kim\"",
    "expect no action for a",
    "expect \"Dana\" has 15 points in 2026-03",
    "is first in league",
    "best 100%, worst 50%, provisional",
    "open Mon-Fri 09:00-17:00",
    "open always",
    "closed 2026-12-24 to 2026-12-26",
    "in owner's time zone",
    "business day as 8 hours",
    "fiscal year starting May",
    "end of business day 0",
    "immediately",
    "otherwise",
    "is known",
    "is not",
    "in [web, event]",
    "not",
    "and",
    "or",
    "->",
    "= ",
    "<=",
    "24:00",
    "2026-02-30",
    "1900-01-01",
    "2199-12-31",
    "\"",
    "\\",
    "\\q",
    "#",
    "\r\n",
    "\n",
    "\t",
    ",",
    "one of a, b",
    "integer?",
    "money",
    "business duration of c",
    "yes/no",
    "5000 USD",
    "95%",
    "4h",
    "$",
    "’s",
};

const std::vector<std::string> kPlanPieces = {
    "-1",
    "0",
    "1",
    "62",
    "64",
    "65536",
    "9223372036854775807",
    "-9223372036854775808",
    "\"x\"",
    "clock",
    "counter",
    "prohibition",
    "conversion",
    "order 0",
    "order 2 0 0",
    "periods 0",
    "= clause_is 0 3",
    "= was_in_states 3",
    "gap yes",
    "until 1 4",
    "by party",
    "by owner",
    "marks yes",
    "excused 0",
    "not_counting 0",
    "whole_term",
    "quarter",
    "predicates 3",
    "codes 99",
    "states 63",
    "tiers 0",
    "calendar -2",
    "if 7",
    "guard 3",
    "\n",
    "\"",
    "\\",
    "business",
    "elapsed",
    "business_days",
    "end_of_business_day",
    "owner",
    "lead",
    "fixed",
    "resume",
    "restart",
    "grace",
    "ignore",
};

}  // namespace

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

Material policies() {
  Material material{{}, kPolicyPieces};
  for (const fs::path& path : policy_paths()) material.seeds.push_back(read(path));
  return material;
}

Material plans() {
  Material material{{}, kPlanPieces};
  for (const fs::path& path : policy_paths()) {
    const auto checked = driver::check(path.string());
    if (checked && checked->agreement)
      material.seeds.push_back(plan::print(driver::lower(*checked->agreement)));
  }
  return material;
}

std::vector<fs::path> histories() {
  std::vector<fs::path> folders;
  for (const auto& entry :
       fs::directory_iterator(fs::path(SLA_SOURCE_DIR) / "tests/golden/verdicts")) {
    if (fs::exists(entry.path() / "events.csv")) folders.push_back(entry.path());
  }
  std::ranges::sort(folders);
  return folders;
}

std::uint64_t cases(std::uint64_t otherwise) { return setting("SLA_FUZZ_CASES", otherwise); }
std::uint64_t first_seed() { return setting("SLA_FUZZ_SEED", 1); }

}  // namespace sla::fuzz
