#pragma once

#include <string>
#include <vector>

#include "compiler/diagnose/finding.h"
#include "compiler/source/source.h"

namespace sla::suppress {

/// What a finding is known by while lines move and are set out anew.
struct Fingerprint {
  std::string declaration;  ///< What it is in: "clause first_contact"; empty: in nothing.
  std::string words;        ///< What it points at, with single blanks and without comments.
  /// 16 hexadecimal digits of its code and the two above, and which of those alike it is, from 1:
  /// "9c1f0e6b2a77d310:1".
  std::string text;
};

/// Of each finding, in their order. Findings in one file are told apart from those in another by
/// that file alone: a renamed file keeps its fingerprints.
std::vector<Fingerprint> fingerprints(const std::vector<diagnose::Finding>& findings,
                                      const source::Sources& sources);

}  // namespace sla::suppress
