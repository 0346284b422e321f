#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "lsp/documents.h"
#include "lsp/engine.h"
#include "lsp/json.h"
#include "lsp/positions.h"
#include "runtime/time/instant.h"

namespace sla::lsp {

/// Error codes of JSON-RPC and of the protocol.
enum ErrorCode : int {
  kParseError = -32700,
  kInvalidRequest = -32600,
  kMethodNotFound = -32601,
  kInvalidParams = -32602,
  kInternalError = -32603,
  kNotInitialized = -32002,
  kRequestFailed = -32803,
  kRequestCancelled = -32800,
};

struct Failure {
  int code = kRequestFailed;
  std::string message;
};

using Answer = std::expected<Json, Failure>;

/// What the client can show, as it said at `initialize`.
struct Client {
  bool snippets = false;
  bool watches_files = false;
  bool hierarchical_symbols = false;
};

/// What all features share. One thread.
struct Session {
  Documents documents;
  Engine engine{documents};
  Encoding encoding = Encoding::utf16;
  Client client;
  /// From when effective deadlines are shown; nothing: the next Friday at 16:30.
  std::optional<std::string> hints_from;

  Places places() const { return {documents, encoding}; }
};

/// Of `textDocument` in a request's parameters. The failure: it is not open.
std::expected<Document*, Failure> document_in(Session& session, const Json& params);
/// Of `textDocument` and `position`. The failure also: its text cannot be read at all.
std::expected<Place, Failure> place_in(Session& session, const Json& params);
/// The policy of `textDocument`; `offset` of the place is 0.
std::expected<Place, Failure> file_in(Session& session, const Json& params);
/// A range of the protocol as offsets of the document.
std::expected<Span, Failure> range_in(const Place& place, const Json& range, Encoding encoding);

}  // namespace sla::lsp
