#include "compiler/expand/expand.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "compiler/expand/arguments.h"
#include "compiler/expand/instantiate.h"
#include "compiler/expand/templates.h"
#include "compiler/parse/parse.h"

namespace sla::expand {
namespace {

using diagnose::Code;
using syntax::Declaration;

class Expander {
 public:
  Expander(std::span<const syntax::File> files, source::Sources& sources,
           std::span<const Library> libraries, diagnose::Findings& findings)
      : templates_(files, libraries, findings), sources_(sources), findings_(findings) {}

  /// `scope`: the file whose libraries and templates the declarations see.
  std::vector<Declaration> expand(std::vector<Declaration> declarations, std::uint32_t scope) {
    std::vector<Declaration> result;
    for (Declaration& declaration : declarations) {
      if (const auto* instance = std::get_if<syntax::Instance>(&declaration)) {
        for (Declaration& made : made_of(*instance, scope)) result.push_back(std::move(made));
      } else {
        result.push_back(std::move(declaration));
      }
    }
    return result;
  }

 private:
  std::vector<Declaration> made_of(const syntax::Instance& instance, std::uint32_t scope) {
    const syntax::Template* found = templates_.find(instance, scope);
    if (found == nullptr || !may_expand(instance, *found)) return {};
    const auto filling = fill(*found, instance, findings_);
    if (!filling) return {};
    const auto file = instantiate(*found, instance, *filling, sources_);
    if (!file) {
      findings_.add(Code::recursive_template, instance.span,
                    fmt::format("`{}` becomes too large here", found->name.text));
      return {};
    }
    std::vector<Declaration> made = parse::parse(sources_, *file, findings_).declarations;
    refuse_uses(made);
    open_.push_back(found);
    made = expand(std::move(made), found->span.file);
    open_.pop_back();
    return made;
  }

  bool may_expand(const syntax::Instance& instance, const syntax::Template& found) {
    if (std::ranges::find(open_, &found) != open_.end()) {
      auto& finding =
          findings_.add(Code::recursive_template, instance.from.back().span,
                        fmt::format("the template `{}` is made of itself", found.name.text));
      finding.help = "break the circle; a template may use others that do not lead back to it";
      return false;
    }
    if (++instances_ <= kMostInstances) return true;
    if (instances_ == kMostInstances + 1) {
      findings_.add(Code::recursive_template, instance.span,
                    fmt::format("more than {} instances of templates", kMostInstances));
    }
    return false;
  }

  /// Which files belong to a policy must be known before templates are filled in.
  void refuse_uses(std::vector<Declaration>& made) {
    for (const Declaration& declaration : made) {
      const auto* use = std::get_if<syntax::Use>(&declaration);
      if (use == nullptr) continue;
      findings_.add(Code::unexpected, use->span, "a template cannot use other files").help =
          "put `use` beside the template: what is declared in it is seen from there";
    }
    std::erase_if(
        made, [](const Declaration& each) { return std::holds_alternative<syntax::Use>(each); });
  }

  Templates templates_;
  source::Sources& sources_;
  diagnose::Findings& findings_;
  std::vector<const syntax::Template*> open_;
  std::size_t instances_ = 0;
};

}  // namespace

void expand(std::vector<syntax::File>& files, source::Sources& sources,
            std::span<const Library> libraries, diagnose::Findings& findings) {
  Expander expander(files, sources, libraries, findings);
  for (syntax::File& file : files) {
    file.declarations = expander.expand(std::move(file.declarations), file.index);
  }
}

}  // namespace sla::expand
