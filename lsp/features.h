#pragma once

#include <string>
#include <vector>

#include "lsp/diagnostics.h"
#include "lsp/session.h"

/// The features: each function answers one request from what the engine knows, in a file of its
/// own.
namespace sla::lsp {

// hover.cpp
Json hover(const Place& place, const Session& session);

// completion.cpp
Json completion(const Place& place, const Session& session);

// navigation.cpp
Json definition(const Place& place, const Session& session);
Json references(const Place& place, const Session& session, bool with_declaration);
Json document_highlight(const Place& place, const Session& session);

// rename.cpp
Answer prepare_rename(const Place& place, const Session& session);
Answer rename(const Place& place, Session& session, const std::string& name);

// symbols.cpp
Json document_symbols(const Place& place, const Session& session);
Json workspace_symbols(Session& session, const std::string& query);

// formatting.cpp
Answer formatting(const Document& document, const Session& session);
/// Whole declarations only: those that the range touches.
Answer range_formatting(const Document& document, const Session& session, const Json& range);

// actions.cpp
Json code_actions(const Document& document, const std::vector<Diagnosis>& diagnoses,
                  const Json& params, const Session& session);

// tokens.cpp
Json token_legend();
/// The encoded integers.
std::vector<std::uint32_t> semantic_tokens(const Place& place, const Session& session);

// hints.cpp
Json inlay_hints(const Place& place, Span range, const Session& session);

// folding.cpp
Json folding_ranges(const Place& place, const Session& session);

// lens.cpp
Json code_lenses(const Place& place, const Session& session);

}  // namespace sla::lsp
