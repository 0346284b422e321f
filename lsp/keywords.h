#pragma once

#include <string_view>

namespace sla::lsp {

/// What a word of the language means, in a sentence of Markdown; empty for words that need none.
std::string_view keyword_meaning(std::string_view word);

}  // namespace sla::lsp
