// The repairs that findings bring along.

#include <algorithm>
#include <tuple>

#include "lsp/features.h"

namespace sla::lsp {
namespace {

std::pair<Position, Position> range_of(const Json& range) {
  return {position_in(range.at("start")).value_or(Position{}),
          position_in(range.at("end")).value_or(Position{})};
}

bool before(Position a, Position b) {
  return std::tie(a.line, a.character) < std::tie(b.line, b.character);
}

bool touch(const Json& a, const Json& b) {
  const auto [a_begin, a_end] = range_of(a);
  const auto [b_begin, b_end] = range_of(b);
  return !before(a_end, b_begin) && !before(b_end, a_begin);
}

bool wants(const Json& params, std::string_view kind) {
  const Json context = params.value("context", Json::object());
  const Json only = context.is_object() ? context.value("only", Json()) : Json();
  if (!only.is_array()) return true;
  return std::ranges::any_of(only, [&](const Json& each) {
    if (!each.is_string()) return false;
    const std::string asked = each.get<std::string>();
    return kind == asked || kind.starts_with(asked + ".");
  });
}

/// All safe repairs of the document that do not touch each other; a repair is taken whole or not.
Json all_safe(const Document& document, const std::vector<Diagnosis>& diagnoses) {
  Json edits = Json::array();
  for (const Diagnosis& each : diagnoses) {
    if (each.fix.is_null() || !each.fix["safe"].get<bool>()) continue;
    const Json& changes = each.fix["changes"];
    if (changes.size() != 1 || !changes.contains(document.uri)) continue;
    const Json& own = changes[document.uri];
    const bool meets = std::ranges::any_of(own, [&](const Json& edit) {
      return std::ranges::any_of(
          edits, [&](const Json& other) { return touch(edit["range"], other["range"]); });
    });
    if (meets) continue;
    edits.insert(edits.end(), own.begin(), own.end());
  }
  return edits;
}

}  // namespace

Json code_actions(const Document& document, const std::vector<Diagnosis>& diagnoses,
                  const Json& params, const Session&) {
  Json actions = Json::array();
  const Json& range = params.at("range");
  if (wants(params, "quickfix")) {
    for (const Diagnosis& each : diagnoses) {
      if (each.fix.is_null() || !touch(each.diagnostic["range"], range)) continue;
      actions.push_back({{"title", each.fix["title"]},
                         {"kind", "quickfix"},
                         {"diagnostics", {each.diagnostic}},
                         {"isPreferred", each.fix["safe"]},
                         {"edit", {{"changes", each.fix["changes"]}}}});
    }
  }
  if (wants(params, "source.fixAll")) {
    Json edits = all_safe(document, diagnoses);
    if (!edits.empty())
      actions.push_back({{"title", "Make all safe repairs"},
                         {"kind", "source.fixAll"},
                         {"edit", {{"changes", {{document.uri, std::move(edits)}}}}}});
  }
  return actions;
}

}  // namespace sla::lsp
