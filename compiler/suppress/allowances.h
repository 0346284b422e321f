#pragma once

#include <cstdint>
#include <vector>

#include "compiler/diagnose/finding.h"
#include "compiler/source/source.h"

namespace sla::suppress {

/// A comment that says why a finding does not count:
///
///     # sla:allow SLA2104 reason "the desk in Berlin knows"
///
/// Behind words it is about its own line; alone on its line, about the next line with words; before
/// the first word of the file, about the whole file. Several codes may be named, with commas.
struct Allowance {
  diagnose::Code code{};
  source::Span span;        ///< Of the code in the comment.
  source::Span comment;     ///< The whole comment.
  std::string reason = {};  ///< Never empty.
  bool whole_file = false;
  std::uint32_t line = 0;  ///< One-based; of a file as a whole, not used.
  bool alone = false;      ///< The comment has its line to itself.
  bool only_code = false;  ///< The comment names no other.
  bool used = false;
};

/// Whether a finding of this code may be allowed or given another severity. Not those without whose
/// repair there is no agreement: errors of the text, of names and types, and of what a policy must
/// say to be judged at all.
bool can_be_waived(diagnose::Code code);

/// The allowances of a file. Findings say which comments that begin with `sla:` are none.
std::vector<Allowance> allowances(const source::Sources& sources, std::uint32_t file,
                                  diagnose::Findings& findings);

/// Marks the findings that an allowance is about as suppressed, and the allowances that are about
/// one as used.
void apply(std::vector<Allowance>& allowances, const source::Sources& sources,
           diagnose::Findings& findings);

/// A finding for each allowance that is about none, with the repair: without it.
void report_unused(const std::vector<Allowance>& allowances, const source::Sources& sources,
                   diagnose::Findings& findings);

}  // namespace sla::suppress
