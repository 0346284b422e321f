#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "compiler/diagnose/finding.h"
#include "compiler/source/source.h"
#include "compiler/syntax/syntax.h"

namespace sla::expand {

/// What a file calls a library that it uses.
struct Library {
  std::uint32_t user = 0;  ///< The file that says `use`.
  std::string qualifier;   ///< `std` of `std.speed_to_lead`.
  std::uint32_t file = 0;  ///< The library; kUnread: it is not there, which has been reported.

  static constexpr std::uint32_t kUnread = UINT32_MAX;
};

/// More instances than this in one compilation are a mistake or an attack.
inline constexpr std::size_t kMostInstances = 2000;

/// Replaces every instance in `files` by what its template becomes, in its place; instances in
/// templates too. Templates stay. An instance that cannot be filled in becomes findings and is left
/// out. Adds the texts that are made to `sources`; spans of what was made lie in them.
void expand(std::vector<syntax::File>& files, source::Sources& sources,
            std::span<const Library> libraries, diagnose::Findings& findings);

}  // namespace sla::expand
