// What each declaration of a compilation declares.

#include <algorithm>

#include "compiler/syntax/dotted.h"
#include "lsp/index.h"

namespace sla::lsp {

class Declarer {
 public:
  Declarer(const driver::Checked& checked, Index& index) : checked_(checked), index_(index) {}

  void run() {
    for (const char* touch : {"call", "email", "meeting"})
      index_.add({SymbolKind::event, "", touch, "", std::nullopt, {}, {}});
    index_.add({SymbolKind::record, "", "lead", "", std::nullopt, {}, {}});
    for (const syntax::File& file : checked_.files) {
      for (const syntax::Declaration& declaration : file.declarations)
        std::visit([&](const auto& each) { declare(each); }, declaration);
    }
    for (const char* party : {"marketing", "sales"}) {
      if (!has_parties_) index_.add({SymbolKind::party, "", party, "", std::nullopt, {}, {}});
    }
  }

 private:
  static std::string title_of(const std::optional<syntax::Text>& title) {
    return title ? title->value : "";
  }

  template <typename Node>
  void add(SymbolKind kind, std::string scope, const syntax::Name& name, std::string title,
           Span whole, const Node* node) {
    if (name.text.empty()) return;
    index_.add({kind, std::move(scope), name.text, std::move(title), name.span, whole, node});
  }

  void add_plain(SymbolKind kind, std::string scope, const syntax::Name& name) {
    if (name.text.empty()) return;
    index_.add({kind, std::move(scope), name.text, "", name.span, name.span, {}});
  }

  void declare(const syntax::AgreementHeader& header) {
    index_.add({SymbolKind::agreement, "", header.title.value, header.title.value,
                header.title.span, header.span, &header});
    for (const syntax::Name& party : header.parties) add_plain(SymbolKind::party, "", party);
    has_parties_ = has_parties_ || !header.parties.empty();
  }

  void declare(const syntax::Calendar& calendar) {
    add(SymbolKind::calendar, "", calendar.name, title_of(calendar.title), calendar.span,
        &calendar);
  }

  void declare(const syntax::Holidays& set) {
    std::string library;
    for (const syntax::File& file : checked_.files) {
      if (file.index == set.span.file) library = file.library;
    }
    add(SymbolKind::holidays, library, set.name, title_of(set.title), set.span, &set);
  }

  void declare(const syntax::Record& record) {
    // `lead { ... }` has no name of its own to rename; its word is the name.
    add(SymbolKind::record, "", record.name, "", record.span, &record);
    declare_fields(record.name.text, record.fields);
  }

  void declare_fields(const std::string& scope, const std::vector<syntax::Field>& fields) {
    for (const syntax::Field& field : fields) {
      add(SymbolKind::field, scope, field.name, title_of(field.title),
          source::join(field.name.span, field.type.span), &field);
      for (const syntax::Name& choice : field.type.choices)
        add_plain(SymbolKind::choice, scope + "." + field.name.text, choice);
    }
  }

  void declare(const syntax::Define& define) {
    add(SymbolKind::define, "", define.name, title_of(define.title), define.span, &define);
  }

  void declare(const syntax::Lifecycle& lifecycle) {
    for (const syntax::StateLine& line : lifecycle.states) {
      for (const syntax::Name& state : line.names)
        add(SymbolKind::state, lifecycle.subject.text, state, title_of(line.title), line.span,
            &line);
    }
  }

  void declare(const syntax::Role& role) {
    add(SymbolKind::role, "", role.name, title_of(role.title), role.span, &role);
  }

  void declare(const syntax::EventDeclaration& event) {
    add(SymbolKind::event, "", event.name, title_of(event.title), event.span, &event);
    declare_fields(event.name.text, event.fields);
  }

  void declare(const syntax::Use&) {}

  void declare(const syntax::Source& source) {
    add(SymbolKind::source, "", source.name, title_of(source.title), source.span, &source);
  }

  void declare(const syntax::Clause& clause) {
    add(SymbolKind::clause, "", clause.name, title_of(clause.title), clause.span, &clause);
  }

  void declare(const syntax::Program& program) {
    add(SymbolKind::program, "", program.name, title_of(program.title), program.span, &program);
    for (const syntax::Badge& badge : program.badges)
      add(SymbolKind::badge, program.name.text, badge.name, title_of(badge.title), badge.span,
          &badge);
  }

  void declare(const syntax::Test& test) {
    index_.add({SymbolKind::test, std::to_string(test.span.file), test.title.value,
                test.title.value, test.title.span, test.span, &test});
    for (const syntax::GivenLeads& given : test.leads) {
      for (const syntax::Name& lead : given.names)
        add_plain(SymbolKind::subject, scope_of(test), lead);
    }
  }

  void declare(const syntax::Template& made) {
    const std::string file = std::to_string(made.span.file);
    add(SymbolKind::template_, file, made.name, title_of(made.title), made.span, &made);
    for (const syntax::Parameter& parameter : made.parameters)
      add(SymbolKind::parameter, file + "/" + made.name.text, parameter.name,
          title_of(parameter.title), parameter.span, &parameter);
  }

  void declare(const syntax::Instance&) {}

  void declare(const syntax::Parameter& parameter) {
    const auto place = written_as(parameter.name.span, checked_.sources);
    add(SymbolKind::parameter, std::to_string(place ? place->file : parameter.span.file),
        parameter.name, title_of(parameter.title), parameter.span, &parameter);
  }

  static std::string scope_of(const syntax::Test& test) {
    return std::to_string(test.span.file) + ":" + std::to_string(test.span.begin);
  }

  const driver::Checked& checked_;
  Index& index_;
  bool has_parties_ = false;
};

void declare_all(const driver::Checked& checked, Index& index) { Declarer(checked, index).run(); }

}  // namespace sla::lsp
