#include "compiler/expand/settings.h"

#include <algorithm>
#include <deque>

#include <fmt/format.h>

#include "compiler/expand/arguments.h"
#include "compiler/expand/instantiate.h"
#include "compiler/expand/weave.h"
#include "compiler/parse/parse.h"
#include "compiler/syntax/print.h"

namespace sla::expand {
namespace {

using diagnose::Code;
using source::Span;

/// What reading a file says about its parameters, before they are filled in.
struct Declared {
  std::vector<syntax::Parameter> parameters;
  std::vector<Span> closed;  ///< Where nothing is filled in: parameters and templates.
};

Declared declared_in(const syntax::File& file) {
  Declared result;
  for (const syntax::Declaration& declaration : file.declarations) {
    if (const auto* parameter = std::get_if<syntax::Parameter>(&declaration)) {
      result.parameters.push_back(*parameter);
      result.closed.push_back(parameter->span);
    } else if (const auto* found = std::get_if<syntax::Template>(&declaration)) {
      result.closed.push_back(found->span);
    }
  }
  return result;
}

class Reader {
 public:
  Reader(source::Sources& sources, std::span<const Setting> settings, std::set<std::string>& used,
         diagnose::Findings& findings)
      : sources_(sources), settings_(settings), used_(used), findings_(findings) {}

  syntax::File filled_in(std::uint32_t file, const Declared& declared) {
    Filling filling;
    for (const syntax::Parameter& parameter : declared.parameters) take(parameter, filling);
    Weave weave(sources_);
    std::uint32_t at = 0;
    const auto end = static_cast<std::uint32_t>(sources_.file(file).text().size());
    for (const Span& closed : declared.closed) {
      fill_in({file, at, closed.begin}, declared.parameters, filling, nullptr, sources_, weave);
      weave.copy(closed);
      at = closed.end;
    }
    fill_in({file, at, end}, declared.parameters, filling, nullptr, sources_, weave);
    auto made = sources_.add(sources_.file(file).path(), weave.take_text(),
                             source::Expansion{weave.take_segments(), {}, ""});
    if (!made) {
      findings_.add(Code::too_long, {file, 0, 0},
                    "this file becomes too large with its parameters");
      return {.index = file, .declarations = {}, .library = {}};
    }
    syntax::File result = parse::parse(sources_, *made, findings_);
    result.index = file;
    return result;
  }

 private:
  void take(const syntax::Parameter& parameter, Filling& filling) {
    const auto setting = std::ranges::find(settings_, parameter.name.text, &Setting::name);
    const syntax::ArgumentValue* value = parameter.otherwise ? &*parameter.otherwise : nullptr;
    if (setting != settings_.end()) {
      used_.insert(setting->name);
      value = parsed(parameter, *setting);
      if (value == nullptr) return;
    } else if (value == nullptr) {
      findings_
          .add(Code::missing_argument, parameter.name.span,
               fmt::format("`{}` has no value", parameter.name.text))
          .help = fmt::format("write `= ...` after its type, or call with `--set {}=...`",
                              parameter.name.text);
      return;
    }
    if (parameter.type && fits(*parameter.type, *value, parameter, findings_))
      filling[parameter.name.text] = value;
  }

  /// The value of a setting, read as a default is; null, with findings, when it is none.
  const syntax::ArgumentValue* parsed(const syntax::Parameter& parameter, const Setting& setting) {
    const auto file = sources_.add(
        "--set " + setting.name,
        fmt::format("parameter {} {} = {}\n", setting.name,
                    parameter.type ? syntax::name_of(*parameter.type) : "text", setting.value));
    if (!file) {
      findings_.add(Code::bad_argument, parameter.name.span, file.error().message);
      return nullptr;
    }
    const syntax::File read = parse::parse(sources_, *file, findings_);
    const auto* made = read.declarations.size() == 1
                           ? std::get_if<syntax::Parameter>(&read.declarations.front())
                           : nullptr;
    if (made != nullptr && made->otherwise) return &values_.emplace_back(*made->otherwise);
    if (!findings_.has_errors()) {
      findings_.add(Code::bad_argument, parameter.name.span,
                    fmt::format("`--set {}` gives no value", setting.name));
    }
    return nullptr;
  }

  source::Sources& sources_;
  std::span<const Setting> settings_;
  std::set<std::string>& used_;
  diagnose::Findings& findings_;
  std::deque<syntax::ArgumentValue> values_;  ///< Of settings; the filling points at them.
};

}  // namespace

syntax::File read(source::Sources& sources, std::uint32_t file, std::span<const Setting> settings,
                  std::set<std::string>& used, diagnose::Findings& findings) {
  diagnose::Findings first;
  syntax::File plain = parse::parse(sources, file, first);
  // Where a parameter stands for a literal, the file cannot be understood before it is filled in.
  const Declared declared = declared_in(plain);
  if (!declared.parameters.empty())
    return Reader(sources, settings, used, findings).filled_in(file, declared);
  for (const diagnose::Finding& finding : first.all()) {
    findings.add(finding.code, finding.primary.span, finding.message) = finding;
  }
  return plain;
}

}  // namespace sla::expand
