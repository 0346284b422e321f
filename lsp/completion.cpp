// What may be typed here: the words that the grammar allows, and the names that fit.

#include <algorithm>
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/parse/allowed.h"
#include "lsp/completion_context.h"
#include "lsp/features.h"
#include "lsp/library_lines.h"
#include "lsp/snippets.h"

namespace sla::lsp {
namespace {

using parse::NameKind;

/// The protocol's numbers for what editors draw.
enum ItemKind : int {
  kFunction = 3,
  kField = 5,
  kVariable = 6,
  kModule = 9,
  kProperty = 10,
  kUnit = 11,
  kValue = 12,
  kKeyword = 14,
  kSnippet = 15,
  kFile = 17,
  kEnumMember = 20,
  kConstant = 21,
  kEvent = 23,
};

class Items {
 public:
  Items(const Place& place, const Session& session, const parse::Allowed& allowed)
      : range_(session.places().range(*place.snapshot, allowed.typed)) {}

  /// `rank`: what is likelier comes first; the same name is offered once.
  void add(const std::string& name, int kind, const std::string& detail = {}, char rank = '5') {
    if (name.empty() || !seen_.insert(name).second) return;
    Json item = {{"label", name},
                 {"kind", kind},
                 {"sortText", fmt::format("{}{}", rank, name)},
                 {"textEdit", {{"range", range_}, {"newText", name}}}};
    if (!detail.empty()) item["detail"] = detail;
    list_.push_back(std::move(item));
  }

  void add_snippet(const Snippet& snippet) {
    list_.push_back({{"label", snippet.label},
                     {"kind", kSnippet},
                     {"detail", snippet.detail},
                     {"sortText", fmt::format("1{}", snippet.label)},
                     {"insertTextFormat", 2},
                     {"textEdit", {{"range", range_}, {"newText", snippet.body}}}});
  }

  Json take() { return std::move(list_); }

 private:
  Json range_;
  Json list_ = Json::array();
  std::set<std::string> seen_;
};

class Completer {
 public:
  Completer(const Place& place, const Session& session)
      : place_(place),
        session_(session),
        index_(place.snapshot->index()),
        allowed_(parse::allowed_at(place.snapshot->sources(), place.file, place.offset)),
        context_(allowed_, index_),
        items_(place, session, allowed_) {}

  Json run() {
    if (allowed_.in_comment) return Json::array();
    if (allowed_.in_text) return in_text();
    if (!allowed_.before.empty() && allowed_.before.back() == ".") return after_point();
    for (const std::string& word : allowed_.words) items_.add(word, kKeyword, "", '6');
    if (allowed_.at_top && session_.client.snippets) {
      for (const Snippet& snippet : snippets()) items_.add_snippet(snippet);
    }
    for (const NameKind kind : allowed_.names) offer(kind);
    return items_.take();
  }

 private:
  void add(const Symbol& symbol, int kind, char rank = '4') {
    items_.add(symbol.name, kind, detail_of(symbol), rank);
  }

  std::string detail_of(const Symbol& symbol) const {
    if (const auto* field = std::get_if<const syntax::Field*>(&symbol.node)) {
      std::string type = std::string(place_.snapshot->sources().text((*field)->type.span));
      return symbol.title.empty() ? type : fmt::format("{}  {}", type, symbol.title);
    }
    return symbol.title;
  }

  void add_all(SymbolKind kind, int drawn, char rank = '4') {
    for (const Symbol* symbol : index_.all(kind)) add(*symbol, drawn, rank);
  }

  void add_fields(const std::string& scope) {
    for (const Symbol* symbol : index_.all(SymbolKind::field)) {
      if (symbol->scope == scope) add(*symbol, kField, '3');
    }
  }

  bool is_record(const std::string& name) const {
    return index_.find(SymbolKind::record, "", name) != nullptr;
  }

  void offer(NameKind kind);
  void offer_values();
  void offer_choices(const std::string& field);
  void offer_library();
  Json in_text();
  Json after_point();

  const Place& place_;
  const Session& session_;
  const Index& index_;
  parse::Allowed allowed_;
  CompletionContext context_;
  Items items_;
};

void Completer::offer_choices(const std::string& field) {
  for (const Symbol* choice : index_.all(SymbolKind::choice)) {
    if (choice->scope == field) items_.add(choice->name, kEnumMember, field, '0');
  }
}

void Completer::offer_values() {
  const Compared compared = context_.compared();
  switch (compared.what) {
    case Compared::What::field: offer_choices(compared.name); break;
    case Compared::What::state: add_all(SymbolKind::state, kEnumMember, '0'); return;
    case Compared::What::clause:
      for (const agreement::OutcomeWord& word : agreement::kOutcomeWords)
        items_.add(std::string(word.word), kEnumMember, "outcome", '0');
      return;
    case Compared::What::nothing: break;
  }
  for (const Symbol* field : index_.all(SymbolKind::field)) {
    if (is_record(field->scope)) {
      add(*field, kField, '3');
    } else {
      items_.add(field->scope + "." + field->name, kField, detail_of(*field), '5');
    }
  }
  for (const Symbol* record : index_.all(SymbolKind::record)) {
    const auto* const* node = std::get_if<const syntax::Record*>(&record->node);
    if (node == nullptr || !(*node)->parent) continue;
    for (const Symbol* field : index_.all(SymbolKind::field)) {
      if (field->scope == (*node)->parent->text)
        items_.add(field->scope + "." + field->name, kField, detail_of(*field), '5');
    }
  }
  add_all(SymbolKind::define, kVariable, '3');
  add_all(SymbolKind::clause, kFunction, '5');
  items_.add("state", kKeyword, "the state that the record is in");
  items_.add("on_hold", kKeyword, "whether the record is on hold");
}

void Completer::offer_library() {
  for (const LibraryItem& item :
       library_items(place_.document.path, session_.engine.library_folders)) {
    items_.add(item.library, kModule, "library", '5');
    if (item.kind != "holidays" && context_.fills_in_template())
      items_.add(item.library + "." + item.name, kFunction, item.title, '5');
  }
  add_all(SymbolKind::template_, kFunction, '3');
}

void Completer::offer(NameKind kind) {
  switch (kind) {
    case NameKind::value: return offer_values();
    case NameKind::party: return add_all(SymbolKind::party, kValue);
    case NameKind::state: return add_all(SymbolKind::state, kEnumMember, '3');
    case NameKind::field:
      for (const Symbol* field : index_.all(SymbolKind::field)) {
        if (is_record(field->scope)) add(*field, kField, '3');
        else items_.add(field->scope + "." + field->name, kField, detail_of(*field));
      }
      return;
    case NameKind::event:
      add_all(SymbolKind::event, kEvent, '3');
      for (const Symbol* record : index_.all(SymbolKind::record))
        items_.add(agreement::plural(record->name), kValue);
      return;
    case NameKind::subject: return add_all(SymbolKind::record, kValue);
    case NameKind::calendar: return add_all(SymbolKind::calendar, kConstant, '3');
    case NameKind::holidays:
      add_all(SymbolKind::holidays, kConstant);
      for (const LibraryItem& item :
           library_items(place_.document.path, session_.engine.library_folders)) {
        if (item.kind == "holidays")
          items_.add(item.library + "." + item.name, kConstant, item.title);
      }
      return;
    case NameKind::group:
      items_.add("owner", kKeyword), items_.add("team", kKeyword);
      for (const Symbol* field : index_.all(SymbolKind::field)) {
        if (is_record(field->scope)) add(*field, kField, '5');
      }
      return;
    case NameKind::role:
      for (const char* word : {"owner", "team", "manager"}) items_.add(word, kKeyword, "", '3');
      add_all(SymbolKind::role, kValue, '3');
      return add_all(SymbolKind::party, kValue, '5');
    case NameKind::channel: return items_.add("email", kValue);
    case NameKind::clause:
      add_all(SymbolKind::clause, kFunction, '3');
      return add_all(SymbolKind::program, kFunction, '5');
    case NameKind::month:
      for (const char* month : {"January", "February", "March", "April", "May", "June", "July",
                                "August", "September", "October", "November", "December"})
        items_.add(month, kValue);
      return;
    case NameKind::lead:
      for (const std::string& lead : context_.leads()) items_.add(lead, kVariable, "", '2');
      return;
    case NameKind::choice: return offer_choices(context_.mapped_field());
    case NameKind::library: return offer_library();
    case NameKind::parameter: {
      const std::string made = context_.filled_in();
      for (const Symbol* parameter : index_.all(SymbolKind::parameter)) {
        if (parameter->scope.ends_with("/" + made)) add(*parameter, kProperty, '2');
      }
      return;
    }
    case NameKind::parameter_type:
      for (const char* type : {"duration", "percent", "number", "money", "text", "date", "period",
                               "condition", "state", "states", "event", "events", "field",
                               "number field", "calendar", "role", "party", "clause", "group"})
        items_.add(type, kKeyword);
      return;
    case NameKind::currency:
      for (const char* currency : {"USD", "EUR", "GBP"}) items_.add(currency, kUnit, "", '7');
      return;
    case NameKind::new_name:
    case NameKind::title:
    case NameKind::column: return;  // What nobody can know.
  }
}

/// `lead.` and `webinar.` have fields, `us.` sets of holidays, `promises.` templates.
Json Completer::after_point() {
  if (allowed_.before.size() < 2) return Json::array();
  const std::string owner = context_.path_before_point();
  add_fields(owner);
  for (const LibraryItem& item :
       library_items(place_.document.path, session_.engine.library_folders)) {
    if (item.library == owner) items_.add(item.name, kConstant, item.title);
    if (item.library.starts_with(owner + "."))
      items_.add(item.library.substr(owner.size() + 1), kModule, "library");
  }
  return items_.take();
}

/// Of quoted texts only names of files can be known.
Json Completer::in_text() {
  if (allowed_.before.empty() || allowed_.before.back() != "use") return Json::array();
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::path(place_.document.path).parent_path();
  std::vector<std::string> names;
  for (std::filesystem::directory_iterator at(folder, error);
       !error && at != std::filesystem::directory_iterator() && names.size() < 500;
       at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (name.ends_with(".sla") && at->path().string() != place_.document.path)
      names.push_back(name);
  }
  std::ranges::sort(names);
  for (const std::string& name : names) items_.add(name, kFile);
  return items_.take();
}

}  // namespace

Json completion(const Place& place, const Session& session) {
  return {{"isIncomplete", false}, {"items", Completer(place, session).run()}};
}

}  // namespace sla::lsp
