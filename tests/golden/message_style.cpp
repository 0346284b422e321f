#include "tests/golden/message_style.h"

#include <algorithm>
#include <cctype>
#include <regex>
#include <string_view>

namespace sla::golden {
namespace {

constexpr std::size_t kLongestMessage = 160;
constexpr std::size_t kLongestLabel = 100;
constexpr std::size_t kLongestHelp = 260;

/// Words that mean something to people who write compilers, and nothing to the author of an
/// agreement. "mismatched" and the like are the parser generator's.
const std::regex kJargon(
    R"(\b(tokens?|lexer|lexical|pars(er|ed|ing)|expressions?|identifiers?|literals?|operands?)"
    R"(|operators?|syntax|ast|nodes?|null|nil|booleans?|strings?|enums?|structs?|arrays?)"
    R"(|invalid|illegal|malformed|unresolved|undefined|compil\w*|runtime|subexpression)"
    R"(|mismatched|extraneous|no viable|recognition)\b|<EOF>)",
    std::regex::icase);
const std::regex kCeremony(R"(\b(please|sorry|oops|unfortunately|you forgot|must not be null)\b|!)",
                           std::regex::icase);
/// How help begins: with what to do, with a name that was probably meant, or with all there are.
const std::regex kAdvice(
    "^(add|allow|ask|award|begin|break|change|check|choose|compare|correct|count|declare|delete|"
    "describe|divide|end|expect|export|extend|forbid|give|go on|join|keep|leave|let|list|lower|"
    "make|map|mean|merge|move|name|pick|promise|put|quote|raise|read|remove|rename|repair|repeat|"
    "replace|"
    "say|set|shorten|split|start|state|sum|take|turn|permit|pause|place|send|limit|restrict|open|"
    "close|sign|store|create|run|use|wait|widen|write|"
    "did you mean|it can be|it takes|there is|there are)\\b");

/// The text without what stands between backticks or quotation marks.
std::string without_quotes(std::string_view text) {
  std::string rest;
  char open = 0;
  for (const char c : text) {
    if (open != 0) {
      if (c == open) open = 0;
    } else if (c == '`' || c == '"') {
      open = c;
      rest += "x";
    } else {
      rest += c;
    }
  }
  return rest;
}

bool is_upper(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }

std::string words_problem(std::string_view text) {
  const std::string own = without_quotes(text);
  std::smatch found;
  if (std::regex_search(own, found, kJargon)) return "says `" + found.str() + "`";
  if (std::regex_search(own, found, kCeremony)) return "says `" + found.str() + "`";
  if (is_upper(text.front())) return "begins with a capital";
  if (text.ends_with('.')) return "ends with a stop";
  return "";
}

std::string form_problem(std::string_view text, std::size_t longest) {
  if (std::ranges::count(text, '`') % 2 != 0) return "has a backtick without its other one";
  const std::string own = without_quotes(text);
  if (own.size() > longest) return "is long: " + std::to_string(own.size()) + " characters";
  if (own.find("  ") != own.npos) return "has two blanks in a row";
  if (own.front() == ' ' || own.back() == ' ') return "begins or ends with a blank";
  if (own.find('\n') != own.npos) return "has a line break";
  static const std::regex single_quotes(R"((^|\s)'[^']*'(\s|$|,))");
  if (std::regex_search(own, single_quotes)) return "quotes with apostrophes";
  return "";
}

std::string problem_of(const char* part, std::string_view text, bool of_any, std::size_t longest) {
  if (text.empty()) return std::string("an empty ") + part;
  std::string problem = words_problem(text);
  if (problem.empty() && !of_any) problem = form_problem(text, longest);
  if (problem.empty()) return "";
  return "a " + std::string(part) + " " + problem + ": " + std::string(text);
}

std::string problem_of(const diagnose::Finding& finding, bool of_any) {
  std::string problem = problem_of("message", finding.message, of_any, kLongestMessage);
  if (problem.empty() && finding.message.ends_with('?')) problem = "a message asks";
  const auto look_at_label = [&](const diagnose::Label& label) {
    if (problem.empty() && !label.text.empty())
      problem = problem_of("label", label.text, of_any, kLongestLabel);
  };
  look_at_label(finding.primary);
  for (const diagnose::Label& label : finding.secondary) look_at_label(label);
  for (const std::string& note : finding.notes) {
    if (problem.empty()) problem = problem_of("note", note, of_any, kLongestHelp);
  }
  if (!problem.empty() || !finding.help) return problem;
  problem = problem_of("help", *finding.help, of_any, kLongestHelp);
  if (problem.empty() && !std::regex_search(*finding.help, kAdvice))
    problem = "a help does not begin with what to do: " + *finding.help;
  return problem;
}

}  // namespace

std::string style_problem(const diagnose::Finding& finding) { return problem_of(finding, false); }

std::string style_problem_of_any(const diagnose::Finding& finding) {
  return problem_of(finding, true);
}

}  // namespace sla::golden
