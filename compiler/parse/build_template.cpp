#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "compiler/parse/build.h"
#include "compiler/syntax/print.h"

namespace sla::parse {
namespace {

/// Every type of parameters as it is written.
std::vector<std::string> type_words() {
  std::vector<std::string> words;
  for (int type = 0; type <= static_cast<int>(syntax::ParameterType::group); ++type) {
    words.emplace_back(syntax::name_of(static_cast<syntax::ParameterType>(type)));
  }
  return words;
}

template <typename Context>
syntax::TemplateKind kind_of(Context& context) {
  if (context.K_SOURCE()) return syntax::TemplateKind::source;
  if (context.K_CALENDAR()) return syntax::TemplateKind::calendar;
  if (context.K_AGREEMENT()) return syntax::TemplateKind::agreement;
  return syntax::TemplateKind::clause;
}

}  // namespace

syntax::Template Builder::template_(Grammar::Template_Context& context) {
  syntax::Template result;
  result.kind = kind_of(*context.templateKind());
  result.name = name(context.newName());
  result.title = optional_title(context.title());
  result.span = span(context);
  auto& body = *context.templateBody();
  // The braces belong to the body's text only when both could be read.
  result.body = span(body);
  if (sound(&body) && reporter_.all_text()[result.body.end - 1] == '}') --result.body.end;
  ++result.body.begin;
  for (auto* each : body.parameter()) {
    if (!sound(each)) continue;
    result.parameters.push_back(parameter(*each));
    result.body.begin = result.parameters.back().span.end;
  }
  return result;
}

syntax::Parameter Builder::parameter(Grammar::ParameterContext& context) {
  syntax::Parameter result;
  result.name = name(context.newName());
  result.title = optional_title(context.title());
  result.span = span(context);
  if (context.newName()->getStart()->getType() != Grammar::IDENT) {
    auto* finding =
        reporter_.add(diagnose::Code::bad_parameter, result.name.span,
                      fmt::format("`{}` is a word of the language and cannot name a parameter",
                                  result.name.text));
    if (finding)
      finding->help = "choose a name of its own; a parameter is filled in wherever its name stands";
  }
  std::string type;
  for (auto* word : context.parameterType()->name())
    type += (type.empty() ? "" : " ") + name(word).text;
  const std::vector<std::string> words = type_words();
  const auto found = std::ranges::find(words, type);
  if (found != words.end()) {
    result.type = static_cast<syntax::ParameterType>(found - words.begin());
  } else {
    const source::Span at = span(*context.parameterType());
    auto* finding = reporter_.add(diagnose::Code::bad_parameter, at,
                                  fmt::format("`{}` is not a type of parameters", type));
    const auto near = diagnose::nearest(type, words);
    if (finding && near) {
      finding->help = fmt::format("did you mean `{}`?", *near);
      finding->fix = diagnose::Fix{at, *near};
    } else if (finding) {
      finding->help =
          "it can be `duration`, `percent`, `number`, `state`, `calendar`, `condition` and others";
    }
  }
  if (context.argumentValue()) result.otherwise = argument_value(*context.argumentValue());
  return result;
}

syntax::Instance Builder::instance(Grammar::InstanceContext& context) {
  syntax::Instance result;
  result.kind = kind_of(context);
  if (context.newName()) result.name = name(context.newName());
  result.title = optional_title(context.title());
  if (auto* record = context.subjectName()) {
    result.record = name(record);
    if (result.kind != syntax::TemplateKind::source) {
      auto* finding =
          reporter_.add(diagnose::Code::unexpected, span(*record), "only a source is of a record");
      if (finding) finding->help = "leave out `of`; a clause says `for each` before its promise";
    }
  }
  result.from = names(context.libraryName()->name());
  result.span = span(context);
  if (context.argumentBody()) {
    for (auto* each : context.argumentBody()->argument()) {
      if (!sound(each) || !sound(each->argumentValue())) continue;
      result.arguments.push_back(
          {name(each->newName()), argument_value(*each->argumentValue()), span(*each)});
    }
  }
  if (auto* more = context.balanced()) {
    const source::Span at = span(*more);
    result.more = source::Span{at.file, at.begin + 1, at.end - 1};
  }
  return result;
}

syntax::ArgumentValue Builder::argument_value(Grammar::ArgumentValueContext& context) {
  syntax::ArgumentValue result;
  result.span = span(context);
  for (auto* each : context.expression()) result.items.push_back(expression(*each));
  return result;
}

}  // namespace sla::parse
