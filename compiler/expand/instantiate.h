#pragma once

#include <cstdint>
#include <expected>
#include <string_view>
#include <vector>

#include "compiler/expand/arguments.h"
#include "compiler/source/source.h"
#include "compiler/syntax/syntax.h"

namespace sla::expand {

/// A parameter of every template of an agreement: the title of the instance.
inline constexpr std::string_view kTitleParameter = "title";

/// Adds the text that an instance becomes to `sources` and answers its index. An error: the text
/// would be larger than a policy may be.
std::expected<std::uint32_t, source::ReadError> instantiate(const syntax::Template& template_,
                                                            const syntax::Instance& instance,
                                                            const Filling& filling,
                                                            source::Sources& sources);

class Weave;

/// A stretch of text with its names filled in, into `weave`. Names that `filling` does not have
/// stay. `title`: what stands for kTitleParameter, or null.
void fill_in(source::Span text, const std::vector<syntax::Parameter>& parameters,
             const Filling& filling, const syntax::Text* title, const source::Sources& sources,
             Weave& weave);

}  // namespace sla::expand
