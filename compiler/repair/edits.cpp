#include "compiler/repair/edits.h"

#include <algorithm>

namespace sla::repair {

using diagnose::Edit;

namespace {

std::string with_returns(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\n' && (at == 0 || text[at - 1] != '\r')) result += '\r';
    result += text[at];
  }
  return result;
}

}  // namespace

std::vector<Edit> edits_of(const diagnose::Fix& fix) {
  std::vector<Edit> edits = {{fix.span, fix.text}};
  edits.insert(edits.end(), fix.more.begin(), fix.more.end());
  return edits;
}

bool overlap(const Edit& one, const Edit& other) {
  if (one.span.file != other.span.file) return false;
  if (one.span.begin == other.span.begin) return true;
  return one.span.begin < other.span.end && other.span.begin < one.span.end;
}

std::string apply(std::string_view text, std::vector<Edit> edits) {
  std::ranges::sort(edits, {}, [](const Edit& edit) { return edit.span.begin; });
  const bool returns = text.find("\r\n") != text.npos;
  std::string result;
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    result += text.substr(at, edit.span.begin - at);
    result += returns ? with_returns(edit.text) : edit.text;
    at = edit.span.end;
  }
  result += text.substr(at);
  return result;
}

}  // namespace sla::repair
