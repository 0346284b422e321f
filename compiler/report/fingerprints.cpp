#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "compiler/diagnose/render.h"
#include "compiler/report/report.h"

namespace sla::report {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// The words of a line with single blanks between them: how it is set out does not matter.
std::string squeezed(std::string_view line) {
  std::string result;
  for (const char c : line) {
    if (!is_blank(c)) {
      result += c;
    } else if (!result.empty() && result.back() != ' ') {
      result += ' ';
    }
  }
  if (result.ends_with(' ')) result.pop_back();
  return result;
}

/// The first two words of the line that begins the declaration around a line, such as
/// "clause first_contact"; empty where there is none.
std::string declaration_around(const source::File& file, std::uint32_t line) {
  for (; line > 0; --line) {
    const std::string_view text = file.line(line);
    if (text.empty() || text.front() < 'a' || text.front() > 'z') continue;
    const std::string words = squeezed(text);
    const std::size_t second = words.find(' ');
    return words.substr(0, second == words.npos ? second : words.find(' ', second + 1));
  }
  return "";
}

/// FNV-1a, which needs no more than to tell lines of one policy apart.
std::uint64_t hash(std::string_view text) {
  std::uint64_t value = 0xcbf29ce484222325U;
  for (const char c : text) {
    value ^= static_cast<unsigned char>(c);
    value *= 0x100000001b3U;
  }
  return value;
}

}  // namespace

std::vector<std::string> fingerprints(const Policy& policy) {
  std::vector<std::string> result;
  std::map<std::pair<std::uint32_t, std::uint64_t>, std::size_t> seen;
  for (const diagnose::Finding& finding : policy.findings) {
    const source::File& file = policy.sources.file(finding.primary.span.file);
    const std::uint32_t line = file.position(finding.primary.span.begin).line;
    const std::uint64_t known_by =
        hash(fmt::format("{}\n{}\n{}", diagnose::code_text(finding.code),
                         declaration_around(file, line), squeezed(file.line(line))));
    const std::size_t count = ++seen[{finding.primary.span.file, known_by}];
    result.push_back(fmt::format("{:016x}:{}", known_by, count));
  }
  return result;
}

}  // namespace sla::report
