#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "compiler/diagnose/finding.h"
#include "compiler/source/source.h"

namespace sla::format {

/// The text of a file in the one style of the language. There are no options.
///
/// Words, comments and their order are kept; so are line breaks inside blocks, and single blank
/// lines. Formatting the result again changes nothing. Nothing, with findings, when the file does
/// not read without errors.
std::optional<std::string> format(const source::Sources& sources, std::uint32_t file,
                                  diagnose::Findings& findings);

}  // namespace sla::format
