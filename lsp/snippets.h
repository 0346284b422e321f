#pragma once

#include <span>

namespace sla::lsp {

/// A declaration to fill in, in the protocol's notation of places to stop at.
struct Snippet {
  const char* label;
  const char* detail;
  const char* body;
};

std::span<const Snippet> snippets();

}  // namespace sla::lsp
