#pragma once

#include <string>
#include <string_view>

namespace sla::ingest {

/// A text as an SQL literal, quotes included: no text can end it early.
std::string quote_text(std::string_view text);

/// A name as an SQL identifier, quotes included.
std::string quote_identifier(std::string_view name);

/// A path as a literal for DuckDB's readers, which take it for a pattern: what would be a wildcard
/// stands for itself. The path is made absolute, so that none looks like a URL.
std::string quote_path(std::string_view path);

}  // namespace sla::ingest
