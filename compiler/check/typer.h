#pragma once

#include <optional>
#include <string_view>

#include "compiler/check/context.h"
#include "compiler/check/expressions.h"
#include "compiler/check/narrowing.h"

/// The rules of expressions, one group of them per file. Internal to `check`; others use
/// expressions.h.
namespace sla::check {

using agreement::Expression;
using agreement::Op;
using agreement::Type;
using agreement::TypeKind;

/// Types one expression tree. A part that cannot be typed gives nothing, has been reported, and
/// silences every finding about what stands around it.
class Typer {
 public:
  Typer(Context& context, const Scope& scope) : context_(context), scope_(scope) {}

  using Typed = std::optional<Expression>;

  /// `wanted`: the type that the surroundings call for; a name may then be a choice of its field.
  Typed type(const syntax::Expression& e, const Known& known, const Type* wanted = nullptr);
  Typed condition(const syntax::Expression& e, const Known& known);

 private:
  // names: fields, defines, states (typer_names.cpp)
  Typed name(const syntax::Expression& e, const Known& known, const Type* wanted);
  Typed field(const syntax::Expression& e, int index, const Known& known);
  Typed define(const syntax::Expression& e, int index);
  Typed known_test(const syntax::Expression& e);
  /// A name that means one and the same thing wherever it stands: a field, a define or a word of
  /// the language.
  bool declared(const syntax::Expression& e) const;
  bool is_state_word(const syntax::Expression& e) const;
  void report_unknown_word(const syntax::Expression& e);

  // states: in mql, state is mql (typer_states.cpp)
  Typed state_comparison(const syntax::Expression& e);
  Typed state_set(Span span, const std::vector<syntax::Expression>& names, bool negated);

  // outcomes: speed_to_lead is breached (typer_outcomes.cpp)
  bool is_clause_word(const syntax::Expression& e) const;
  Typed outcome_comparison(const syntax::Expression& e);

  // literals (typer_literals.cpp)
  Typed literal(const syntax::Expression& e);
  Typed number(const syntax::Expression& e, TypeKind kind, std::int64_t factor);
  Typed money(const syntax::Expression& e);
  Typed instant(const syntax::Expression& e);
  Typed duration(const syntax::Expression& e);

  // comparisons (typer_compare.cpp)
  Typed compare(const syntax::Expression& e, Op op, const Known& known);
  Typed in_list(const syntax::Expression& e, bool negated, const Known& known);
  Typed list_item(const syntax::Expression& e, const Expression& value);

  // arithmetic and defaults (typer_arithmetic.cpp)
  Typed sum(const syntax::Expression& e, Op op, const Known& known);
  Typed product(const syntax::Expression& e, Op op, const Known& known);
  Typed negate(const syntax::Expression& e, const Known& known);
  Typed otherwise(const syntax::Expression& e, const Known& known, const Type* wanted);

  Typed logic(const syntax::Expression& e, Op op, const Known& known);

  Context& context_;
  const Scope& scope_;
};

/// Makes an integer constant a decimal one where the other side is decimal. Types may still differ
/// afterwards.
void promote(Expression& a, Expression& b);

/// Reports that `right` cannot stand beside `left`, with what to write instead where that is clear.
void report_mismatch(Context& context, const Expression& left, const Expression& right);

/// "integer", "one of `source`", "business duration of office": a type as a finding names it.
std::string type_name(const Context& context, const Type& type);

Expression make(Op op, TypeKind kind, Span span, std::vector<Expression> children = {});
Expression make_constant(Type type, std::int64_t value, Span span);
Expression make_not(Expression operand);

}  // namespace sla::check
