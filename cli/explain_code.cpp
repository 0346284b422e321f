#include "cli/explain_code.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/exit_code.h"
#include "cli/policy.h"
#include "cli/terminal.h"
#include "compiler/codes/pages.h"
#include "compiler/diagnose/render.h"

namespace sla::cli {
namespace {

using Json = nlohmann::ordered_json;

/// Lines longer than this are hard to read, however wide the terminal is.
constexpr std::size_t kWidest = 100;
constexpr std::size_t kNarrowest = 40;
constexpr std::size_t kUsual = 80;

std::size_t columns() {
  winsize size{};
  if (isatty(STDOUT_FILENO) != 1 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 ||
      size.ws_col == 0)
    return kUsual;
  return std::clamp<std::size_t>(size.ws_col, kNarrowest, kWidest);
}

Json code_json(const diagnose::CodeEntry& entry) {
  return {{"code", diagnose::code_text(entry.code)},
          {"name", std::string(entry.name)},
          {"severity", std::string(diagnose::severity_name(entry.severity))},
          {"meaning", std::string(entry.meaning)}};
}

int unknown_code(const std::string& code) {
  const std::vector<diagnose::Code> near = codes::codes_near(code);
  std::vector<std::string> names;
  for (const diagnose::Code other : near)
    names.push_back(
        fmt::format("{} ({})", diagnose::code_text(other), diagnose::entry(other).meaning));
  constexpr std::size_t kOffered = 3;
  if (names.size() > kOffered) names.resize(kOffered);
  complain(fmt::format("there is no code `{}`", printable(code)),
           names.empty() ? "`sla explain --list` shows all codes"
                         : fmt::format("near it: {}; `sla explain --list` shows all codes",
                                       fmt::join(names, ", ")));
  return kUsage;
}

}  // namespace

int explain_code(const std::string& text, const std::string& format) {
  const auto code = codes::code_meant(text);
  if (!code) return unknown_code(text);
  const codes::Page page = codes::page(*code);
  if (format == "json") {
    Json json = code_json(diagnose::entry(*code));
    json["title"] = page.title;
    json["markdown"] = page.markdown;
    fmt::print("{}\n", json.dump(2));
  } else if (format == "markdown") {
    fmt::print("{}", page.markdown);
  } else {
    fmt::print("{}", codes::page_for_terminal(page.markdown, columns(), colour_out()));
  }
  return kClean;
}

int list_codes(const std::string& format) {
  if (format == "json") {
    Json all = Json::array();
    for (const diagnose::CodeEntry& entry : diagnose::catalogue()) all.push_back(code_json(entry));
    fmt::print("{}\n", all.dump(2));
    return kClean;
  }
  if (format == "markdown") fmt::print("| code | | meaning |\n|---|---|---|\n");
  for (const diagnose::CodeEntry& entry : diagnose::catalogue()) {
    const std::string code = diagnose::code_text(entry.code);
    const std::string_view severity = diagnose::severity_name(entry.severity);
    if (format == "markdown") {
      fmt::print("| {} | {} | {} |\n", code, severity, entry.meaning);
    } else {
      fmt::print("{}  {:<7}  {}\n", code, severity, entry.meaning);
    }
  }
  return kClean;
}

}  // namespace sla::cli
