#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "compiler/syntax/calendar.h"
#include "compiler/syntax/clause.h"
#include "compiler/syntax/program.h"
#include "compiler/syntax/record.h"
#include "compiler/syntax/source.h"
#include "compiler/syntax/template.h"
#include "compiler/syntax/test.h"
#include "compiler/syntax/words.h"

/// What a policy file says, as written: nothing is resolved, nothing is typed, every node has the
/// span of its text. `compiler/parse` makes it, `compiler/check` reads it. Plain values throughout;
/// names and literals keep their spelling so that findings can quote them.
namespace sla::syntax {

using Declaration = std::variant<AgreementHeader, Calendar, Holidays, Record, Define, Lifecycle,
                                 Role, EventDeclaration, Use, Source, Clause, Program, Test,
                                 Template, Instance, Parameter>;

/// One parsed file. A file with syntax errors still yields the declarations that could be read.
struct File {
  std::uint32_t index = 0;  ///< Into the compilation's `Sources`.
  std::vector<Declaration> declarations;
  /// The dotted name under which a library file was found (`us`); empty for files of the policy.
  /// Its holidays are `us.federal_holidays` to others.
  std::string library;
};

}  // namespace sla::syntax
