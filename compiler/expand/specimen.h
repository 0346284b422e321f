#pragma once

#include <optional>
#include <vector>

#include "compiler/diagnose/finding.h"
#include "compiler/source/source.h"
#include "compiler/syntax/syntax.h"

namespace sla::expand {

/// Text of an agreement that a library can be checked in, for what a policy of its user would say.
/// `needs_calendar`: also one calendar.
std::string surroundings(bool needs_calendar);

/// A template filled in as nobody has yet: literals with their defaults or with samples, names with
/// things of the parameter's own name, which are added to the declarations around it.
struct Specimen {
  std::vector<syntax::Declaration> declarations;  ///< What the template becomes.
  std::uint32_t file = 0;                         ///< The text of it.
};

/// Fills in a template for `around`, the declarations that it will be checked among, to which it
/// adds what the parameters stand for. Nothing when the body cannot be read; findings say why.
std::optional<Specimen> specimen_of(const syntax::Template& template_,
                                    std::vector<syntax::Declaration>& around,
                                    source::Sources& sources, diagnose::Findings& findings);

}  // namespace sla::expand
