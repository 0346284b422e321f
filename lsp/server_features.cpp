// Which request is answered by which feature.

#include <algorithm>

#include <fmt/format.h>

#include "lsp/features.h"
#include "lsp/server.h"

namespace sla::lsp {

void Server::add_feature(const char* method, std::function<Answer(const Place&)> feature) {
  requests_[method] = [this, feature = std::move(feature)](const Json& params) -> Answer {
    const auto place =
        params.contains("position") ? place_in(session_, params) : file_in(session_, params);
    if (!place) return std::unexpected(place.error());
    return feature(*place);
  };
}

void Server::add_features() {
  add_feature("textDocument/hover", [this](const Place& at) { return hover(at, session_); });
  add_feature("textDocument/completion",
              [this](const Place& at) { return completion(at, session_); });
  add_feature("textDocument/definition",
              [this](const Place& at) { return definition(at, session_); });
  add_feature("textDocument/documentHighlight",
              [this](const Place& at) { return document_highlight(at, session_); });
  add_feature("textDocument/prepareRename",
              [this](const Place& at) { return prepare_rename(at, session_); });
  add_feature("textDocument/documentSymbol",
              [this](const Place& at) { return document_symbols(at, session_); });
  add_feature("textDocument/foldingRange",
              [this](const Place& at) { return folding_ranges(at, session_); });
  add_feature("textDocument/codeLens",
              [this](const Place& at) { return code_lenses(at, session_); });
  add_feature("textDocument/semanticTokens/full",
              [this](const Place& at) { return tokens_result(at, at.document.uri); });
  requests_["textDocument/semanticTokens/full/delta"] = [this](const Json& params) {
    return tokens_delta(params);
  };
  requests_["textDocument/references"] = [this](const Json& params) -> Answer {
    const auto place = place_in(session_, params);
    if (!place) return std::unexpected(place.error());
    const Json context = params.value("context", Json::object());
    return references(*place, session_, context.value("includeDeclaration", true));
  };
  requests_["textDocument/rename"] = [this](const Json& params) -> Answer {
    const auto place = place_in(session_, params);
    if (!place) return std::unexpected(place.error());
    return rename(*place, session_, params.at("newName").get<std::string>());
  };
  requests_["textDocument/inlayHint"] = [this](const Json& params) -> Answer {
    const auto place = file_in(session_, params);
    if (!place) return std::unexpected(place.error());
    const auto range = range_in(*place, params.at("range"), session_.encoding);
    if (!range) return std::unexpected(range.error());
    return inlay_hints(*place, *range, session_);
  };
  requests_["textDocument/formatting"] = [this](const Json& params) -> Answer {
    const auto document = document_in(session_, params);
    if (!document) return std::unexpected(document.error());
    return formatting(**document, session_);
  };
  requests_["textDocument/rangeFormatting"] = [this](const Json& params) -> Answer {
    const auto document = document_in(session_, params);
    if (!document) return std::unexpected(document.error());
    return range_formatting(**document, session_, params.at("range"));
  };
  requests_["textDocument/codeAction"] = [this](const Json& params) -> Answer {
    const auto document = document_in(session_, params);
    if (!document) return std::unexpected(document.error());
    // Repairs of an older text would hit the wrong places.
    if (quick_due_) check_all();
    return code_actions(**document, diagnoses_for((*document)->uri), params, session_);
  };
  requests_["workspace/symbol"] = [this](const Json& params) -> Answer {
    return workspace_symbols(session_, params.value("query", std::string()));
  };
}

Json Server::tokens_result(const Place& place, const std::string& uri) {
  Tokens& tokens = tokens_[uri];
  tokens.id = fmt::format("{}", ++last_tokens_);
  tokens.data = semantic_tokens(place, session_);
  return {{"resultId", tokens.id}, {"data", tokens.data}};
}

/// What changed lies between what is the same at the begin and at the end.
Answer Server::tokens_delta(const Json& params) {
  const auto place = file_in(session_, params);
  if (!place) return std::unexpected(place.error());
  const auto known = tokens_.find(place->document.uri);
  if (known == tokens_.end() || params.at("previousResultId") != known->second.id)
    return tokens_result(*place, place->document.uri);
  const std::vector<std::uint32_t> before = std::move(known->second.data);
  tokens_result(*place, place->document.uri);
  const std::vector<std::uint32_t>& after = known->second.data;
  const auto [old_begin, new_begin] = std::ranges::mismatch(before, after);
  auto old_end = before.end();
  auto new_end = after.end();
  while (old_end != old_begin && new_end != new_begin && *(old_end - 1) == *(new_end - 1))
    --old_end, --new_end;
  Json edits = Json::array();
  if (old_begin != old_end || new_begin != new_end) {
    edits.push_back({{"start", old_begin - before.begin()},
                     {"deleteCount", old_end - old_begin},
                     {"data", std::vector<std::uint32_t>(new_begin, new_end)}});
  }
  return Json{{"resultId", known->second.id}, {"edits", std::move(edits)}};
}

}  // namespace sla::lsp
