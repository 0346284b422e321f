#include "compiler/expand/specimen.h"

#include <algorithm>
#include <deque>

#include <fmt/format.h>

#include "compiler/expand/arguments.h"
#include "compiler/expand/instantiate.h"
#include "compiler/expand/weave.h"
#include "compiler/parse/parse.h"

namespace sla::expand {
namespace {

using syntax::Declaration;
using syntax::ParameterType;

template <typename T>
T* find_in(std::vector<Declaration>& declarations) {
  for (Declaration& declaration : declarations) {
    if (auto* found = std::get_if<T>(&declaration)) return found;
  }
  return nullptr;
}

/// The lead: templates are tried out on leads, unless a source maps another record.
template <>
syntax::Record* find_in(std::vector<Declaration>& declarations) {
  for (Declaration& declaration : declarations) {
    auto* found = std::get_if<syntax::Record>(&declaration);
    if (found != nullptr && found->name.text == "lead") return found;
  }
  return nullptr;
}

/// What stands for a literal that has no default.
std::string sample_of(ParameterType type, const std::string& currency) {
  switch (type) {
    case ParameterType::duration: return "1 hour";
    case ParameterType::percent: return "50%";
    case ParameterType::number: return "1";
    case ParameterType::money: return "1 " + currency;
    case ParameterType::date: return "2026-01-01";
    case ParameterType::period: return "month";
    default: return "\"text\"";
  }
}

class Maker {
 public:
  Maker(const syntax::Template& template_, std::vector<Declaration>& around,
        source::Sources& sources, diagnose::Findings& findings)
      : template_(template_), around_(around), sources_(sources), findings_(findings) {}

  std::optional<Specimen> run() {
    if (template_.kind == syntax::TemplateKind::source) add_record();
    for (const syntax::Parameter& parameter : template_.parameters) {
      if (parameter.type) take(parameter, *parameter.type);
    }
    const auto file = text();
    if (!file) return std::nullopt;
    Specimen specimen{parse::parse(sources_, *file, findings_).declarations, *file};
    return specimen;
  }

 private:
  /// `deal from "deal_id"`: a template cannot know fields, so this is the record that it is of.
  void add_record() {
    for (const syntax::Name& name : parse::plain_names(sources_, template_.body)) {
      const std::string_view after =
          sources_.text({name.span.file, name.span.end, template_.body.end});
      const std::size_t word = after.find_first_not_of(' ');
      if (word == after.npos || !after.substr(word).starts_with("from ")) continue;
      const auto is_it = [&](const auto& each) { return each.name.text == name.text; };
      if (name.text == "subject" || std::ranges::any_of(template_.parameters, is_it)) continue;
      around_.emplace_back(syntax::Record{name, syntax::Name{"lead", name.span}, {}, name.span});
      record_ = name.text;
      return;
    }
  }

  void take(const syntax::Parameter& parameter, ParameterType type) {
    const syntax::Name& name = parameter.name;
    switch (type) {
      case ParameterType::state:
      case ParameterType::states: return add_state(name);
      case ParameterType::event:
      case ParameterType::events:
        around_.emplace_back(syntax::EventDeclaration{name, std::nullopt, true, name.span});
        return;
      case ParameterType::condition: return add_field(name, "yes/no", false);
      case ParameterType::field: return add_field(name, "text", true);
      case ParameterType::number_field: return add_field(name, "money", true);
      case ParameterType::role:
        around_.emplace_back(syntax::Role{name, std::nullopt, name.span});
        return;
      case ParameterType::party: return add_party(name);
      case ParameterType::calendar:
        return add(fmt::format("calendar {} {{ open Mon-Fri 09:00-17:00 }}\n", name.text));
      case ParameterType::clause:
        return add(fmt::format("clause {} {{ {} must make a call within 1 hour of a meeting }}\n",
                               name.text, parties().front().text));
      case ParameterType::group: return fill(parameter, "owner");
      default: break;
    }
    if (parameter.otherwise && fits(type, *parameter.otherwise, parameter, ignored_)) {
      filling_[name.text] = &*parameter.otherwise;
    } else {
      fill(parameter, sample_of(type, currency()));
    }
  }

  /// Declarations written as text.
  void add(const std::string& text) {
    const auto file = sources_.add("sample", text);
    if (!file) return;
    for (Declaration& made : parse::parse(sources_, *file, ignored_).declarations)
      around_.push_back(std::move(made));
  }

  void fill(const syntax::Parameter& parameter, const std::string& value) {
    const auto file = sources_.add("sample", fmt::format("parameter sample text = {}\n", value));
    if (!file) return;
    const auto read = parse::parse(sources_, *file, ignored_).declarations;
    const auto* made = read.empty() ? nullptr : std::get_if<syntax::Parameter>(&read.front());
    if (made != nullptr && made->otherwise)
      filling_[parameter.name.text] = &values_.emplace_back(*made->otherwise);
  }

  void add_state(const syntax::Name& name) {
    auto* lifecycle = find_lifecycle();
    if (lifecycle == nullptr) {
      around_.emplace_back(syntax::Lifecycle{{record_, name.span}, {}, {}, name.span});
      lifecycle = find_lifecycle();
      // Whoever asks for a state may also ask that it be left.
      syntax::StateLine elsewhere;
      elsewhere.names = {{"sample_state", name.span}};
      elsewhere.span = name.span;
      lifecycle->states.push_back(elsewhere);
    }
    syntax::StateLine line;
    line.names = {name};
    line.span = name.span;
    lifecycle->states.push_back(line);
    // Where moves are said, one from everywhere: what a template asks for is possible somewhere.
    if (lifecycle->moves.empty()) return;
    const auto steps = lifecycle->moves.front().steps.front();
    lifecycle->moves.push_back({{steps, {name}, steps}, name.span});
  }

  syntax::Lifecycle* find_lifecycle() {
    for (Declaration& declaration : around_) {
      auto* found = std::get_if<syntax::Lifecycle>(&declaration);
      if (found != nullptr && found->subject.text == record_) return found;
    }
    return nullptr;
  }

  void add_field(const syntax::Name& name, const std::string& type, bool optional) {
    auto* lead = find_in<syntax::Record>(around_);
    if (lead == nullptr) {
      around_.emplace_back(syntax::Record{{"lead", name.span}, std::nullopt, {}, name.span});
      lead = find_in<syntax::Record>(around_);
    }
    lead->fields.push_back(
        {name, std::nullopt, {{type, name.span}, {}, optional, name.span, std::nullopt}});
  }

  std::vector<syntax::Name> parties() {
    auto* header = find_in<syntax::AgreementHeader>(around_);
    if (header == nullptr || header->parties.empty())
      return {{"marketing", template_.span}, {"sales", template_.span}};
    return header->parties;
  }

  void add_party(const syntax::Name& name) {
    auto* header = find_in<syntax::AgreementHeader>(around_);
    if (header == nullptr) return;
    header->parties = parties();
    header->parties.push_back(name);
  }

  std::string currency() {
    auto* header = find_in<syntax::AgreementHeader>(around_);
    return header != nullptr && header->currency ? header->currency->text : "USD";
  }

  std::optional<std::uint32_t> text() {
    Weave weave(sources_);
    const bool whole = template_.kind == syntax::TemplateKind::agreement;
    constexpr std::string_view kKeywords[] = {"clause ", "source ", "calendar "};
    syntax::Text title;
    if (whole) {
      const auto file = sources_.add("sample", "\"A sample\"");
      if (!file) return std::nullopt;
      title = {"A sample", {*file, 0, 10}};
    } else {
      weave.add(kKeywords[static_cast<std::size_t>(template_.kind)], template_.name.span);
      weave.copy(template_.name.span);
      weave.add(" {\n", template_.name.span);
    }
    fill_in(template_.body, template_.parameters, filling_, whole ? &title : nullptr, sources_,
            weave);
    weave.add(whole ? "\n" : "\n}\n", template_.name.span);
    const auto file = sources_.add(sources_.file(template_.span.file).path(), weave.take_text(),
                                   source::Expansion{weave.take_segments(), {}, ""});
    if (!file) return std::nullopt;
    return *file;
  }

  const syntax::Template& template_;
  std::vector<Declaration>& around_;
  source::Sources& sources_;
  diagnose::Findings& findings_;
  diagnose::Findings ignored_;
  Filling filling_;
  std::deque<syntax::ArgumentValue> values_;
  std::string record_ = "lead";  ///< What states are of.
};

}  // namespace

std::string surroundings(bool needs_calendar) {
  std::string text =
      "agreement \"A library\" {\n  time zone \"Etc/UTC\"\n  currency USD\n"
      "  fiscal year starting January\n}\n";
  if (needs_calendar) text += "calendar sample_calendar { open Mon-Fri 09:00-17:00 }\n";
  return text;
}

std::optional<Specimen> specimen_of(const syntax::Template& template_,
                                    std::vector<Declaration>& around, source::Sources& sources,
                                    diagnose::Findings& findings) {
  return Maker(template_, around, sources, findings).run();
}

}  // namespace sla::expand
