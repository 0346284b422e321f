#include "lsp/documents.h"

#include <algorithm>

#include "compiler/driver/compile.h"
#include "lsp/uri.h"

namespace sla::lsp {

std::optional<Position> position_in(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  const auto number = [&](const char* name) -> std::optional<std::uint32_t> {
    const auto found = json.find(name);
    if (found == json.end() || !found->is_number_integer()) return std::nullopt;
    if (!found->is_number_unsigned() && found->get<std::int64_t>() < 0) return std::nullopt;
    // What lies beyond every text is clamped to its end later.
    return static_cast<std::uint32_t>(
        std::min<std::uint64_t>(found->get<std::uint64_t>(), 1U << 30));
  };
  const auto line = number("line"), character = number("character");
  if (!line || !character) return std::nullopt;
  return Position{*line, *character};
}

Document& Documents::open(const std::string& uri, std::string text, std::int64_t version) {
  Document& document = all_[uri];
  document.uri = uri;
  document.path = path_of(uri).value_or(uri);
  document.key = driver::source_key(document.path);
  document.text = std::move(text);
  document.version = version;
  document.revision = ++revision_;
  return document;
}

bool Documents::change(Document& document, const Json& change, Encoding encoding) {
  if (!change.is_object()) return false;
  const auto text = change.find("text");
  if (text == change.end() || !text->is_string()) return false;
  const auto& replacement = text->get_ref<const std::string&>();
  const auto range = change.find("range");
  if (range == change.end() || range->is_null()) {
    document.text = replacement;
  } else {
    if (!range->is_object() || !range->contains("start") || !range->contains("end")) return false;
    const auto start = position_in((*range)["start"]), end = position_in((*range)["end"]);
    if (!start || !end) return false;
    const Lines lines(document.text);
    const std::uint32_t from = lines.offset(*start, encoding), to = lines.offset(*end, encoding);
    if (to < from) return false;
    document.text.replace(from, to - from, replacement);
  }
  document.revision = ++revision_;
  return true;
}

void Documents::close(const std::string& uri) {
  if (all_.erase(uri) > 0) ++revision_;
}

Document* Documents::find(const std::string& uri) {
  const auto found = all_.find(uri);
  return found == all_.end() ? nullptr : &found->second;
}

const Document* Documents::of_file(const std::string& key) const {
  const auto found =
      std::ranges::find_if(all_, [&](const auto& each) { return each.second.key == key; });
  return found == all_.end() ? nullptr : &found->second;
}

}  // namespace sla::lsp
