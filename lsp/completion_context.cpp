#include "lsp/completion_context.h"

#include <algorithm>

namespace sla::lsp {

const std::string& CompletionContext::back(std::size_t steps) const {
  static const std::string none;
  return steps < before_.size() ? before_[before_.size() - 1 - steps] : none;
}

/// The field that ends so many words before, with its scope: `lead.source` also for `source`.
std::string CompletionContext::scoped(std::size_t steps) const {
  const std::string& name = back(steps);
  if (back(steps + 1) == ".") return back(steps + 2) + "." + name;
  for (const Symbol* field : index_.all(SymbolKind::field)) {
    const bool of_record = index_.find(SymbolKind::record, "", field->scope) != nullptr;
    if (field->name == name && of_record) return field->scope + "." + name;
  }
  return "";
}

Compared CompletionContext::compared() const {
  std::size_t at = 0;
  // Back over the items of a list that came before.
  std::size_t open = 0;
  while (open < before_.size() && back(open) != "[" && back(open) != ";" && back(open) != "{")
    ++open;
  if (back(open) == "[") at = open + 1;
  const auto skip = [&](std::initializer_list<std::string_view> words) {
    const bool found = std::ranges::find(words, std::string_view(back(at))) != words.end();
    at += found ? 1 : 0;
    return found;
  };
  bool compares = false;
  if (skip({"of"}) && skip({"one"})) compares = true;
  compares = skip({"in"}) || compares;
  skip({"not"});
  compares = skip({"is", "=", "!=", "<>"}) || compares;
  if (!compares) return {};
  skip({"not"});
  const std::string& left = back(at);
  if (left == "state" || left == "stage") return {Compared::What::state, ""};
  if (index_.find(SymbolKind::clause, "", left) != nullptr) return {Compared::What::clause, left};
  std::string field = scoped(at);
  if (field.empty()) return {};
  return {Compared::What::field, std::move(field)};
}

std::string CompletionContext::mapped_field() const {
  // `source "x" is |` inside the braces of `source from "Col" { ... }`, `given lead a { source |`.
  if (back(0) == "is" || back(0) == "otherwise") {
    std::size_t at = 0;
    while (at < before_.size() && back(at) != "{") ++at;
    while (at < before_.size() && back(at) != "from" && back(at) != ";") ++at;
    return back(at) == "from" ? scoped(at + 1) : "";
  }
  return scoped(0);
}

bool CompletionContext::fills_in_template() const {
  return std::ranges::find(before_, "use") == before_.end();
}

std::string CompletionContext::filled_in() const {
  const auto from = std::ranges::find(before_, "from");
  std::string name;
  for (auto at = from; at != before_.end() && *at != "with" && *at != "{"; ++at) {
    if (*at != "." && *at != "from") name = *at;
  }
  return name;
}

std::vector<std::string> CompletionContext::leads() const {
  std::vector<std::string> leads;
  for (std::size_t i = 0; i + 2 < before_.size(); ++i) {
    const bool given =
        before_[i] == "given" && index_.find(SymbolKind::record, "", before_[i + 1]) != nullptr;
    for (std::size_t at = i + 2; given && at < before_.size(); at += 2) {
      leads.push_back(before_[at]);
      if (at + 1 >= before_.size() || before_[at + 1] != ",") break;
    }
  }
  return leads;
}

std::string CompletionContext::path_before_point() const {
  std::string path = back(1);
  for (std::size_t at = 2; back(at) == "." && !back(at + 1).empty(); at += 2)
    path = back(at + 1) + "." + path;
  return path;
}

}  // namespace sla::lsp
