// What a name in an expression stands for: a choice where one is called for, else a field, else a
// define, else a word of the language. Defines are put in place of their names, so nothing later
// has to know of them.
#include "compiler/check/names.h"
#include "compiler/check/typer.h"

#include <fmt/format.h>

namespace sla::check {
namespace {

/// Defines that refer to each other several times grow quickly; beyond this nobody could read the
/// policy.
constexpr std::size_t kLargestDefine = 4096;

std::size_t size_of(const Expression& e) {
  std::size_t size = 1;
  for (const Expression& child : e.children) size += size_of(child);
  return size;
}

syntax::Name as_name(const syntax::Expression& e) { return {e.text, e.span}; }

void report_cycle(Context& context, Span reference, int index) {
  const auto& defines = context.declared.defines;
  std::string path;
  bool inside = false;
  for (const int open : context.open_defines) {
    inside = inside || open == index;
    if (inside) path += fmt::format("`{}` -> ", defines[static_cast<std::size_t>(open)]->name.text);
  }
  const syntax::Name& name = defines[static_cast<std::size_t>(index)]->name;
  auto& finding = context.add(Code::cyclic_definition, reference,
                              fmt::format("the definition of `{}` refers to itself", name.text));
  finding.secondary.push_back({name.span, "defined here"});
  finding.notes.push_back(fmt::format("{}`{}`", path, name.text));
  finding.help = "write one of the definitions without the others";
}

void type_define(Context& context, int index) {
  DefineSlot& slot = context.defines[static_cast<std::size_t>(index)];
  const syntax::Define& define = *context.declared.defines[static_cast<std::size_t>(index)];
  slot.state = DefineSlot::State::open;
  context.open_defines.push_back(index);
  const Scope scope{context.default_calendar};
  slot.value = Typer(context, scope).type(define.value, {});
  context.open_defines.pop_back();
  if (slot.value && size_of(*slot.value) > kLargestDefine) {
    context.add(
        Code::bad_value, define.name.span,
        fmt::format("`{}` stands for more than {} operations", define.name.text, kLargestDefine));
    slot.value.reset();
  }
  slot.state = slot.value ? DefineSlot::State::done : DefineSlot::State::failed;
}

}  // namespace

bool Typer::declared(const syntax::Expression& e) const {
  if (e.kind != syntax::ExpressionKind::name) return false;
  const auto is_this = [&](const syntax::Define* d) { return d->name.text == e.text; };
  return find_field(context_, e.text) || e.text == "on_hold" ||
         std::ranges::any_of(context_.declared.defines, is_this);
}

bool Typer::is_state_word(const syntax::Expression& e) const {
  return e.kind == syntax::ExpressionKind::name && (e.text == "state" || e.text == "stage") &&
         !declared(e);
}

Typer::Typed Typer::name(const syntax::Expression& e, const Known& known, const Type* wanted) {
  const bool choice_wanted = wanted != nullptr && wanted->kind == TypeKind::choice;
  if (choice_wanted) {
    const auto& choices =
        context_.agreement.fields[static_cast<std::size_t>(wanted->field)].choices;
    const auto found = std::ranges::find(choices, e.text);
    if (found != choices.end()) return make_constant(*wanted, found - choices.begin(), e.span);
  }
  if (const auto index = find_field(context_, e.text)) return field(e, *index, known);
  const auto& defines = context_.declared.defines;
  for (std::size_t d = 0; d < defines.size(); ++d) {
    if (defines[d]->name.text == e.text) return define(e, static_cast<int>(d));
  }
  if (e.text == "on_hold") return make(Op::on_hold, TypeKind::yes_no, e.span);
  if (choice_wanted) {
    resolve_choice(context_, as_name(e), wanted->field);
  } else {
    report_unknown_word(e);
  }
  return std::nullopt;
}

void Typer::report_unknown_word(const syntax::Expression& e) {
  if (is_state_word(e)) {
    context_
        .add(Code::type_mismatch, e.span,
             fmt::format("`{}` can only be compared with states", e.text))
        .help = "write, for instance, `state is mql` or `in [mql, sal]`";
    return;
  }
  if (find_name(context_.agreement.lifecycle.states, e.text)) {
    auto& finding = context_.add(Code::unknown_name, e.span,
                                 fmt::format("`{}` is a state, not a field", e.text));
    finding.help = fmt::format("write `in {}`", e.text);
    finding.fix = {e.span, "in " + e.text};
    return;
  }
  if (is_clause_word(e)) {
    context_
        .add(Code::type_mismatch, e.span, fmt::format("`{}` is a clause, not a condition", e.text))
        .help = fmt::format("ask for its outcome, such as `{} is breached`", e.text);
    return;
  }
  if (context_.refused_defines.contains(e.text)) return;
  std::vector<std::string> candidates = field_candidates(context_);
  for (const syntax::Define* each : context_.declared.defines)
    candidates.push_back(each->name.text);
  candidates.emplace_back("on_hold");
  report_unknown(context_, Code::unknown_name, as_name(e), "field or definition", candidates);
}

Typer::Typed Typer::field(const syntax::Expression& e, int index, const Known& known) {
  if (context_.broken_fields[static_cast<std::size_t>(index)]) return std::nullopt;
  const auto& f = context_.agreement.fields[static_cast<std::size_t>(index)];
  if (f.optional && !known.contains(index)) {
    auto& finding =
        context_.add(Code::unguarded_optional, e.span,
                     fmt::format("`{}` may be unknown here", f.name), "used as if it were known");
    finding.secondary.push_back(
        {f.span, f.of_event < 0
                     ? "declared optional here"
                     : "only known once there was such an event, and only if it said so"});
    finding.help = fmt::format(
        "write `{} is known and ...` before it, or give a default with "
        "`({} otherwise ...)`",
        f.name, f.name);
    return std::nullopt;
  }
  Expression result = make(Op::field, f.type.kind, e.span);
  result.type = f.type;
  result.index = index;
  return result;
}

Typer::Typed Typer::define(const syntax::Expression& e, int index) {
  DefineSlot& slot = context_.defines[static_cast<std::size_t>(index)];
  slot.used = true;
  if (slot.state == DefineSlot::State::open) {
    report_cycle(context_, e.span, index);
    return std::nullopt;
  }
  if (slot.state == DefineSlot::State::unseen) type_define(context_, index);
  if (!slot.value) return std::nullopt;
  Expression result = *slot.value;
  result.span = e.span;
  return result;
}

Typer::Typed Typer::known_test(const syntax::Expression& e) {
  const syntax::Expression& operand = e.children[0];
  const bool is_name = operand.kind == syntax::ExpressionKind::name;
  const auto index = is_name ? find_field(context_, operand.text) : std::nullopt;
  if (!index) {
    if (is_name && !declared(operand)) {
      report_unknown(context_, Code::unknown_name, as_name(operand), "field",
                     field_candidates(context_));
    } else {
      context_.add(Code::type_mismatch, operand.span, "only a field can be known or unknown").help =
          "write the name of a field before `is known`";
    }
    return std::nullopt;
  }
  Expression known = make(Op::field_known, TypeKind::yes_no, e.span);
  known.index = *index;
  return e.kind == syntax::ExpressionKind::is_known ? known : make_not(std::move(known));
}

void check_defines(Context& context) {
  context.defines.resize(context.declared.defines.size());
  for (std::size_t d = 0; d < context.defines.size(); ++d) {
    if (context.defines[d].state == DefineSlot::State::unseen)
      type_define(context, static_cast<int>(d));
    const syntax::Define& define = *context.declared.defines[d];
    if (!context.defines[d].value) continue;
    context.agreement.defines.push_back(
        {define.name.text, title_of(define.title), *context.defines[d].value, define.name.span});
  }
}

void note_used_defines(Context& context) {
  auto define = context.agreement.defines.begin();
  for (const DefineSlot& slot : context.defines) {
    if (slot.value) (define++)->used = slot.used;
  }
}

}  // namespace sla::check
