#include "lsp/session.h"

namespace sla::lsp {

std::expected<Document*, Failure> document_in(Session& session, const Json& params) {
  const auto& uri = params.at("textDocument").at("uri").get_ref<const std::string&>();
  Document* document = session.documents.find(uri);
  if (document == nullptr) return std::unexpected(Failure{kInvalidParams, uri + " is not open"});
  return document;
}

std::expected<Place, Failure> file_in(Session& session, const Json& params) {
  const auto document = document_in(session, params);
  if (!document) return std::unexpected(document.error());
  auto snapshot = session.engine.snapshot(**document);
  if (!snapshot) return std::unexpected(Failure{kRequestFailed, session.engine.problem().message});
  const auto file = snapshot->file_of((*document)->key);
  if (!file) return std::unexpected(Failure{kRequestFailed, "the document was not read"});
  return Place{**document, std::move(snapshot), *file, 0};
}

std::expected<Place, Failure> place_in(Session& session, const Json& params) {
  auto place = file_in(session, params);
  if (!place) return place;
  const auto position = position_in(params.at("position"));
  if (!position) return std::unexpected(Failure{kInvalidParams, "`position` is no position"});
  place->offset = place->snapshot->lines(place->file).offset(*position, session.encoding);
  return place;
}

std::expected<Span, Failure> range_in(const Place& place, const Json& range, Encoding encoding) {
  const auto start = position_in(range.at("start")), end = position_in(range.at("end"));
  if (!start || !end) return std::unexpected(Failure{kInvalidParams, "`range` is no range"});
  const Lines& lines = place.snapshot->lines(place.file);
  return Span{place.file, lines.offset(*start, encoding), lines.offset(*end, encoding)};
}

}  // namespace sla::lsp
