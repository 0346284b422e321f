// Another name for something, in every file of the policy. The result is checked before it is
// proposed.

#include <algorithm>

#include <fmt/format.h>

#include "compiler/driver/library.h"
#include "lsp/features.h"

namespace sla::lsp {
namespace {

Failure refuse(std::string why) { return {kRequestFailed, std::move(why)}; }

bool is_name(const std::string& text) {
  constexpr std::string_view kReserved[] = {"and", "or", "not", "in", "yes", "no", "otherwise"};
  if (text.empty() || (text.front() >= '0' && text.front() <= '9')) return false;
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return std::ranges::all_of(text, fits) &&
         std::ranges::find(kReserved, text) == std::end(kReserved);
}

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + "\"";
}

bool is_in_standard_library(const std::string& key) {
  const auto library = driver::standard_library();
  return library && key.starts_with(driver::source_key(library->string()) + "/");
}

/// Of a library: other agreements may use the name, and nothing here sees them.
bool is_in_library(const Snapshot& snapshot, std::uint32_t file) {
  if (is_in_standard_library(snapshot.key_of(file))) return true;
  const driver::Checked& checked = snapshot.checked();
  const auto found = std::ranges::find(checked.files, file, &syntax::File::index);
  return found != checked.files.end() && !found->library.empty();
}

struct Target {
  const Symbol& symbol;
  std::uint32_t id;
  Span span;
};

std::expected<Target, Failure> target_at(const Place& place) {
  const Index& index = place.snapshot->index();
  const Occurrence* at = index.at(place.file, place.offset);
  if (at == nullptr) return std::unexpected(refuse("nothing that has a name stands here"));
  const Symbol& symbol = index.symbols()[at->symbol];
  if (!symbol.definition)
    return std::unexpected(refuse(fmt::format("`{}` is a word of the language", symbol.name)));
  if (symbol.kind == SymbolKind::record &&
      (symbol.name == "lead" || symbol.name == "owner" || symbol.name == "team"))
    return std::unexpected(refuse(fmt::format("`{}` is a word of the language", symbol.name)));
  if (symbol.kind == SymbolKind::field && symbol.name == "time_zone")
    return std::unexpected(refuse("`time_zone` has a meaning of its own for calendars"));
  if (is_in_library(*place.snapshot, symbol.definition->file))
    return std::unexpected(refuse(
        fmt::format("`{}` is declared in a library, {}: other agreements may use it", symbol.name,
                    place.snapshot->sources().file(symbol.definition->file).path())));
  return Target{symbol, at->symbol, at->span};
}

bool is_text(SymbolKind kind) { return kind == SymbolKind::test || kind == SymbolKind::agreement; }

std::size_t errors_in(const diagnose::Findings& findings) {
  return static_cast<std::size_t>(
      std::ranges::count(findings.all(), diagnose::Severity::error, &diagnose::Finding::severity));
}

/// The texts of all files with the occurrences replaced, by key.
std::map<std::string, std::string> renamed_texts(const Snapshot& snapshot,
                                                 std::vector<Occurrence> occurrences,
                                                 const std::string& text) {
  std::map<std::string, std::string> texts;
  std::ranges::sort(occurrences, std::greater<>(),
                    [](const Occurrence& each) { return each.span.begin; });
  for (const Occurrence& each : occurrences) {
    const std::string_view before = snapshot.sources().file(each.span.file).text();
    std::string& now = texts.try_emplace(snapshot.key_of(each.span.file), before).first->second;
    now.replace(each.span.begin, each.span.end - each.span.begin, text);
  }
  return texts;
}

/// Why the policy would not be the same under the new name; empty when it would.
std::string problem_of(const Place& place, const Target& target, const std::string& name,
                       std::size_t count, Session& session,
                       const std::map<std::string, std::string>& texts) {
  auto after = session.engine.tried(session.engine.root_of(place.document), texts);
  if (!after) return "the result cannot be read";
  if (errors_in(after->findings) > errors_in(place.snapshot->checked().findings)) {
    for (const diagnose::Finding& finding : after->findings.all()) {
      if (finding.severity != diagnose::Severity::error) continue;
      return fmt::format("`{}` would be an error: {}", name, finding.message);
    }
  }
  const Index index(*after);
  std::string scope = target.symbol.scope;
  const Symbol* found = index.find(target.symbol.kind, scope, name);
  // The scope of a test's lead says where the test begins, which may have moved.
  if (target.symbol.kind == SymbolKind::subject) return "";
  if (found == nullptr) return "nothing would be called so afterwards";
  const auto id = static_cast<std::uint32_t>(found - index.symbols().data());
  if (index.of(id).size() != count)
    return fmt::format("`{}` would mean something else in some places", name);
  return "";
}

}  // namespace

Answer prepare_rename(const Place& place, const Session& session) {
  const auto target = target_at(place);
  if (!target) return std::unexpected(target.error());
  return Json{{"range", session.places().range(*place.snapshot, target->span)},
              {"placeholder", target->symbol.name}};
}

Answer rename(const Place& place, Session& session, const std::string& name) {
  const auto target = target_at(place);
  if (!target) return std::unexpected(target.error());
  const bool quotes = is_text(target->symbol.kind);
  if (!quotes && !is_name(name))
    return std::unexpected(refuse(fmt::format(
        "`{}` is no name: letters a to z, digits and `_`, and none of the reserved words", name)));
  if (quotes && (name.empty() || name.find_first_of("\r\n") != name.npos))
    return std::unexpected(refuse("a title is one line of text"));
  const Snapshot& snapshot = *place.snapshot;
  const auto occurrences = snapshot.index().of(target->id);
  for (const Occurrence& each : occurrences) {
    if (is_in_library(snapshot, each.span.file))
      return std::unexpected(
          refuse(fmt::format("`{}` is named in a library, {}", target->symbol.name,
                             snapshot.sources().file(each.span.file).path())));
  }
  if (name != target->symbol.name &&
      snapshot.index().find(target->symbol.kind, target->symbol.scope, name) != nullptr)
    return std::unexpected(refuse(fmt::format("there is a `{}` already", name)));
  const std::string text = quotes ? quoted(name) : name;
  const std::string problem = problem_of(place, *target, name, occurrences.size(), session,
                                         renamed_texts(snapshot, occurrences, text));
  if (!problem.empty()) return std::unexpected(refuse(problem));
  const Places places = session.places();
  std::map<std::uint32_t, Json> edits;
  for (const Occurrence& each : occurrences)
    edits[each.span.file].push_back(
        {{"range", places.range(snapshot, each.span)}, {"newText", text}});
  Json changes = Json::array();
  for (auto& [file, list] : edits) {
    const std::string uri = places.uri(snapshot, file);
    const Document* open = session.documents.of_file(snapshot.key_of(file));
    changes.push_back(
        {{"textDocument", {{"uri", uri}, {"version", open ? Json(open->version) : Json()}}},
         {"edits", std::move(list)}});
  }
  return Json{{"documentChanges", std::move(changes)}};
}

}  // namespace sla::lsp
