#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sla::lsp {

/// The path of a `file:` URI of this machine, percent signs decoded. Nothing for other URIs (a
/// document that was never saved) and for what is no URI.
std::optional<std::string> path_of(std::string_view uri);

/// An absolute path as `file:` URI.
std::string uri_of(std::string_view path);

}  // namespace sla::lsp
