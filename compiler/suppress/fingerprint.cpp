#include "compiler/suppress/fingerprint.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "compiler/diagnose/render.h"
#include "compiler/parse/comments.h"

namespace sla::suppress {
namespace {

using source::Span;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string squeezed(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (!is_blank(c)) {
      result += c;
    } else if (!result.empty() && result.back() != ' ') {
      result += ' ';
    }
  }
  if (result.ends_with(' ')) result.pop_back();
  return result;
}

/// FNV-1a, which needs no more than to tell the places of one policy apart.
std::uint64_t hash(std::string_view text) {
  std::uint64_t value = 0xcbf29ce484222325U;
  for (const char c : text) {
    value ^= static_cast<unsigned char>(c);
    value *= 0x100000001b3U;
  }
  return value;
}

/// The words of one file, with its comments blanked out.
class Words {
 public:
  Words(const source::Sources& sources, std::uint32_t file)
      : file_(sources.file(file)), text_(file_.text()) {
    for (const parse::Comment& comment : parse::comments(sources, file).all)
      std::fill(text_.begin() + comment.span.begin, text_.begin() + comment.span.end, ' ');
    std::size_t depth = 0;
    bool quoted = false;
    for (std::size_t at = 0; at < text_.size(); ++at) {
      const char c = text_[at];
      if (c == '\n') quoted = false;
      if (!quoted && depth == 0 && c >= 'a' && c <= 'z' && begins_line(at))
        declarations_.push_back(at);
      if (c == '"' && !(quoted && text_[at - 1] == '\\')) quoted = !quoted;
      if (quoted) continue;
      if (c == '{') ++depth;
      if (c == '}' && depth > 0) --depth;
    }
  }

  /// "clause first_contact": the first two words of the declaration that a place is in.
  std::string declaration_at(std::uint32_t place) const {
    const auto after = std::ranges::upper_bound(declarations_, place);
    if (after == declarations_.begin()) return "";
    const std::size_t begin = *(after - 1);
    const std::string words = squeezed(std::string_view(text_).substr(begin, 200));
    const std::size_t second = words.find(' ');
    return words.substr(0, second == words.npos ? second : words.find(' ', second + 1));
  }

  std::string at(Span span) const {
    std::string words = squeezed(std::string_view(text_).substr(span.begin, span.end - span.begin));
    if (!words.empty()) return words;
    // Something is missing at this place: what its line has is all that there is to know it by.
    const std::string_view line = file_.line(file_.position(span.begin).line);
    const auto begin = static_cast<std::size_t>(line.data() - file_.text().data());
    return line.empty() ? "" : squeezed(std::string_view(text_).substr(begin, line.size()));
  }

 private:
  bool begins_line(std::size_t at) const {
    while (at > 0 && (text_[at - 1] == ' ' || text_[at - 1] == '\t')) --at;
    return at == 0 || text_[at - 1] == '\n' || text_[at - 1] == '\r';
  }

  const source::File& file_;
  std::string text_;
  std::vector<std::size_t> declarations_;  ///< Where lines outside all braces begin.
};

}  // namespace

std::vector<Fingerprint> fingerprints(const std::vector<diagnose::Finding>& findings,
                                      const source::Sources& sources) {
  std::vector<Fingerprint> result;
  std::map<std::uint32_t, Words> files;
  std::map<std::pair<std::uint32_t, std::uint64_t>, std::size_t> alike;
  for (const diagnose::Finding& finding : findings) {
    const Span where = finding.primary.span;
    const Words& words = files.try_emplace(where.file, sources, where.file).first->second;
    Fingerprint print{words.declaration_at(where.begin), words.at(where), ""};
    const std::uint64_t known_by = hash(fmt::format("{}\n{}\n{}", diagnose::code_text(finding.code),
                                                    print.declaration, print.words));
    print.text = fmt::format("{:016x}:{}", known_by, ++alike[{where.file, known_by}]);
    result.push_back(std::move(print));
  }
  return result;
}

}  // namespace sla::suppress
