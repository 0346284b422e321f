#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/diagnose/finding.h"
#include "compiler/source/source.h"

namespace sla::repair {

/// What is found in a policy.
struct Found {
  source::Sources sources;
  std::vector<diagnose::Finding> findings;
};

/// Texts of files, by the path that the sources give them.
using Texts = std::map<std::string, std::string>;

/// Looks at a policy, with these texts in the place of files. Nothing: it cannot be read.
using Look = std::function<std::optional<Found>(const Texts& texts)>;

struct Wishes {
  bool unsafe = false;  ///< Also repairs that may change a verdict.
  /// Whether a file may be changed, by its path.
  std::function<bool(const std::string& path)> may_change;
};

/// A repair that was made.
struct Made {
  std::string path;
  source::Position at;  ///< When it was made; later repairs may have moved it.
  diagnose::Code code;
  std::string title;  ///< "`scor` becomes `score`".
};

struct Outcome {
  Texts texts;  ///< Of the files that are different now, and those given.
  std::vector<Made> made;
};

/// Makes repairs until there is none left to make. Findings that are suppressed are left alone.
/// Repairs that touch each other are made one after the other, with a look between; a repair after
/// which a file reads worse than before (more errors of the text, or more errors at all where the
/// text had none) is taken back. Repairing the outcome again changes nothing. `texts`: those to
/// begin with.
Outcome repair(const Look& look, const Wishes& wishes, Texts texts = {});

/// What a repair is called: its title, else what it replaces by what, else the finding's help.
std::string title_of(const diagnose::Finding& finding, const source::Sources& sources);

/// Whether a finding has a repair of this safety or a greater one, in files that may be changed.
bool can_repair(const diagnose::Finding& finding, const source::Sources& sources,
                const Wishes& wishes);

}  // namespace sla::repair
