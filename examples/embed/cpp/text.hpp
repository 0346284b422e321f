#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "sla_table.hpp"

namespace routing {

using Json = nlohmann::json;

/// "2026-03-06T16:20:00-05:00". Throws std::invalid_argument for anything without an offset.
sla::Time time_of(const std::string& text);
/// In UTC, to the microsecond where it has one; null for no instant.
Json text_of(std::optional<sla::Time> time);

/// A value of a row as a cell of a log says it.
std::string cell_of(const Json& value);

/// A CSV file with a header line, quotes as in RFC 4180. Throws std::runtime_error.
sla::ArrowStream read_csv(const std::string& path);
/// The column of that name of such a file.
std::vector<std::string> read_column(const std::string& path, std::string_view name);

}  // namespace routing
