#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace sla::codes {

/// A page of docs/codes, as it is there.
struct EmbeddedPage {
  std::uint16_t code;
  std::string_view text;
};

/// All pages, in ascending order of code; made by embed_pages.cmake.
const std::vector<EmbeddedPage>& embedded_pages();

}  // namespace sla::codes
