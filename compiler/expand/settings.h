#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>

#include "compiler/diagnose/finding.h"
#include "compiler/source/source.h"
#include "compiler/syntax/syntax.h"

namespace sla::expand {

/// A parameter of a file that was given another value: `--set response_time="2 business hours"`.
struct Setting {
  std::string name, value;
};

/// Reads a file and fills in the parameters that it declares itself: every plain name in it,
/// outside templates, that is one of theirs. `used`: the names of the settings that took effect are
/// added.
syntax::File read(source::Sources& sources, std::uint32_t file, std::span<const Setting> settings,
                  std::set<std::string>& used, diagnose::Findings& findings);

}  // namespace sla::expand
