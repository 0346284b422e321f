#pragma once

#include <nlohmann/json.hpp>

namespace sla::lsp {

using Json = nlohmann::json;

/// As text for the wire. Bytes that are not UTF-8 (of a path, say) are replaced, never thrown over.
inline std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace sla::lsp
