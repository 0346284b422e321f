#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "compiler/diagnose/finding.h"
#include "compiler/expand/expand.h"
#include "compiler/syntax/syntax.h"

namespace sla::expand {

/// The templates of all files, as declared. Made before files change.
class Templates {
 public:
  /// Reports a template that one file declares twice.
  Templates(std::span<const syntax::File> files, std::span<const Library> libraries,
            diagnose::Findings& findings);

  /// The template that an instance in `file` means; null, with a finding, when there is none of
  /// that name and kind, or several.
  const syntax::Template* find(const syntax::Instance& instance, std::uint32_t file);

 private:
  const syntax::Template* in_library(const syntax::Instance& instance, std::uint32_t file);
  const syntax::Template* anywhere(const syntax::Instance& instance, std::uint32_t file);
  void report_unknown(const syntax::Name& name, const std::vector<std::string>& known);
  void report_ambiguous(const syntax::Name& name, std::uint32_t file,
                        const std::vector<const syntax::Template*>& found);

  std::vector<syntax::Template> all_;
  std::span<const Library> libraries_;
  diagnose::Findings& findings_;
};

}  // namespace sla::expand
