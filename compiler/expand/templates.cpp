#include "compiler/expand/templates.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "compiler/expand/arguments.h"
#include "compiler/syntax/dotted.h"
#include "compiler/syntax/print.h"

namespace sla::expand {

using diagnose::Code;
using syntax::Template;

namespace {

std::string quoted_listing(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += fmt::format("{}`{}`", i == 0 ? "" : i + 1 == names.size() ? " or " : ", ", names[i]);
  }
  return text;
}

/// What can be said of parameters before anybody uses the template.
void check_parameters(const Template& found, diagnose::Findings& findings) {
  std::map<std::string, source::Span> first;
  for (const syntax::Parameter& parameter : found.parameters) {
    if (parameter.type && parameter.otherwise)
      fits(*parameter.type, *parameter.otherwise, parameter, findings);
    const auto [same, free] = first.try_emplace(parameter.name.text, parameter.name.span);
    if (free) continue;
    auto& finding =
        findings.add(Code::duplicate_name, parameter.name.span,
                     fmt::format("the parameter `{}` is declared twice", parameter.name.text));
    finding.secondary.push_back({same->second, "first declared here"});
  }
}

std::string library_of(const syntax::Instance& instance) {
  return syntax::dotted(std::span(instance.from).first(instance.from.size() - 1));
}

}  // namespace

Templates::Templates(std::span<const syntax::File> files, std::span<const Library> libraries,
                     diagnose::Findings& findings)
    : libraries_(libraries), findings_(findings) {
  for (const syntax::File& file : files) {
    for (const syntax::Declaration& declaration : file.declarations) {
      const auto* found = std::get_if<Template>(&declaration);
      if (found == nullptr) continue;
      const auto same = std::ranges::find_if(all_, [&](const Template& other) {
        return other.name.text == found->name.text && other.span.file == found->span.file;
      });
      if (same == all_.end()) {
        all_.push_back(*found);
        check_parameters(*found, findings);
        continue;
      }
      auto& finding =
          findings.add(Code::duplicate_name, found->name.span,
                       fmt::format("the template `{}` is declared twice", found->name.text),
                       "declared again here");
      finding.secondary.push_back({same->name.span, "first declared here"});
      finding.help = "rename one of them, or remove the one that is not meant";
    }
  }
}

const Template* Templates::find(const syntax::Instance& instance, std::uint32_t file) {
  const Template* found =
      instance.from.size() > 1 ? in_library(instance, file) : anywhere(instance, file);
  if (found == nullptr || found->kind == instance.kind) return found;
  auto& finding =
      findings_.add(Code::bad_argument, instance.from.back().span,
                    fmt::format("`{}` is a template of a {}, not of a {}", found->name.text,
                                syntax::name_of(found->kind), syntax::name_of(instance.kind)));
  finding.secondary.push_back({found->name.span, "declared here"});
  return nullptr;
}

const Template* Templates::in_library(const syntax::Instance& instance, std::uint32_t file) {
  const std::string qualifier = library_of(instance);
  std::vector<std::string> known;
  for (const Library& library : libraries_) {
    if (library.user != file) continue;
    if (library.qualifier != qualifier) {
      known.push_back(library.qualifier);
      continue;
    }
    if (library.file == Library::kUnread) return nullptr;
    std::vector<std::string> names;
    for (const Template& each : all_) {
      if (each.span.file != library.file) continue;
      if (each.name.text == instance.from.back().text) return &each;
      names.push_back(each.name.text);
    }
    report_unknown(instance.from.back(), names);
    return nullptr;
  }
  auto& finding = findings_.add(Code::unknown_name, instance.from.front().span,
                                fmt::format("this file uses no library `{}`", qualifier));
  if (const auto near = diagnose::nearest(qualifier, known)) {
    finding.help = fmt::format("did you mean `{}`?", *near);
  } else {
    finding.help = fmt::format("add a line such as `use {}`{}", qualifier,
                               known.empty() ? "" : ", or write " + quoted_listing(known));
  }
  return nullptr;
}

const Template* Templates::anywhere(const syntax::Instance& instance, std::uint32_t file) {
  const syntax::Name& name = instance.from.back();
  std::vector<const Template*> found;
  std::vector<std::string> names;
  for (const Template& each : all_) {
    names.push_back(each.name.text);
    if (each.name.text != name.text) continue;
    // What the file itself declares is nearest.
    if (each.span.file == file) return &each;
    found.push_back(&each);
  }
  if (found.size() == 1) return found.front();
  const bool all_read = std::ranges::none_of(libraries_, [&](const Library& library) {
    return library.user == file && library.file == Library::kUnread;
  });
  if (found.empty()) {
    // What is missing may be in the library that is.
    if (all_read) report_unknown(name, names);
  } else {
    report_ambiguous(name, file, found);
  }
  return nullptr;
}

void Templates::report_unknown(const syntax::Name& name, const std::vector<std::string>& known) {
  auto& finding = findings_.add(Code::unknown_name, name.span,
                                fmt::format("there is no template `{}`", name.text));
  if (const auto near = diagnose::nearest(name.text, known)) {
    finding.help = fmt::format("did you mean `{}`?", *near);
    finding.fix = {name.span, *near};
  } else if (known.empty()) {
    finding.help = "declare it with `template`, or add the library that has it with `use`";
  } else {
    finding.help = fmt::format("it can be {}", quoted_listing(known));
  }
}

void Templates::report_ambiguous(const syntax::Name& name, std::uint32_t file,
                                 const std::vector<const Template*>& found) {
  auto& finding =
      findings_.add(Code::ambiguous_name, name.span,
                    fmt::format("`{}` is declared by {} libraries", name.text, found.size()));
  std::vector<std::string> choices;
  for (const Template* each : found) {
    finding.secondary.push_back({each->name.span, "one of them"});
    for (const Library& library : libraries_) {
      if (library.user == file && library.file == each->span.file)
        choices.push_back(library.qualifier + "." + name.text);
    }
  }
  finding.help = choices.empty()
                     ? std::string("use the library that is meant with `use ... as`")
                     : fmt::format("say which one is meant: {}", quoted_listing(choices));
}

}  // namespace sla::expand
