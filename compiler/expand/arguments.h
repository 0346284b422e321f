#pragma once

#include <map>
#include <optional>
#include <string>

#include "compiler/diagnose/finding.h"
#include "compiler/syntax/syntax.h"

namespace sla::expand {

/// What stands for each parameter of a template.
using Filling = std::map<std::string, const syntax::ArgumentValue*, std::less<>>;

/// Whether it takes several names: they are filled in with commas between them.
bool takes_list(syntax::ParameterType type);

/// The names that a list argument consists of: `a, b or c`.
std::vector<const syntax::Expression*> items_of(const syntax::ArgumentValue& value);

/// Reports a value that is not of the type. `what` it is for: "`limit`".
bool fits(syntax::ParameterType type, const syntax::ArgumentValue& value,
          const syntax::Parameter& parameter, diagnose::Findings& findings);

/// The arguments of an instance and the defaults of its template. Reports arguments that are
/// unknown, given twice, missing or of another type, and then answers nothing.
std::optional<Filling> fill(const syntax::Template& template_, const syntax::Instance& instance,
                            diagnose::Findings& findings);

}  // namespace sla::expand
