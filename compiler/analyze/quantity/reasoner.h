#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "compiler/analyze/analyze.h"
#include "compiler/analyze/quantity/encode.h"
#include "compiler/solve/solve.h"

namespace sla::analyze::quantity {

/// Questions about the conditions of one record. Not knowing is never an answer: what is not shown
/// is neither impossible nor possible.
class Reasoner {
 public:
  Reasoner(const agreement::Agreement& record, const Options& options,
           const solve::Provider& solver);

  const agreement::Agreement& record;
  const Options& options;
  solve::Terms terms;
  Encoder encoder;

  bool impossible(std::span<const solve::Term> together);
  bool impossible(std::initializer_list<solve::Term> together) {
    return impossible(std::span(together.begin(), together.size()));
  }
  bool possible(const std::vector<solve::Term>& together);
  /// Values with which all of them hold.
  std::optional<solve::Answer> answer(const std::vector<solve::Term>& together);
  /// What a sum, product, constant or variable is with these values.
  std::int64_t number(const solve::Answer& answer, solve::Term term) const;
  /// A subject for which all of them hold. Where the conditions leave a choice it is an ordinary
  /// one: everything known, nothing below zero, no number longer than needed, a text that the
  /// agreement names, no obligation from before.
  std::optional<Facts> example(std::vector<solve::Term> together);

  /// Some of `parts` that already cannot hold together, of which none can be left out; together
  /// with `given`. Empty when that is not shown.
  std::vector<std::size_t> core(std::vector<solve::Term> given,
                                const std::vector<solve::Term>& parts);

  bool always(const agreement::Expression& condition);
  bool never(const agreement::Expression& condition);

 private:
  std::unique_ptr<solve::Session> session_;
};

/// The condition's parts that are joined by `op`, from left to right.
std::vector<const agreement::Expression*> parts_of(const agreement::Expression& condition,
                                                   agreement::Op op);

/// Whether it asks for nothing: `yes`, or what a template was given.
bool is_constant(const agreement::Expression& condition);

/// Calls `visit` for the expression and all below it.
void for_each_below(const agreement::Expression& condition,
                    const std::function<void(const agreement::Expression&)>& visit);

/// The fields that any of these conditions reads, ascending.
std::vector<int> fields_of(const std::vector<const agreement::Expression*>& conditions);

/// Whether no sample of subjects around the numbers and words that the condition names contradicts,
/// in the evaluator's own reading, that it always has this answer. What the solver has shown is
/// asked there once more before anybody is told.
bool evaluator_agrees(const agreement::Agreement& record, const Options& options,
                      const agreement::Expression& condition, bool answer);

/// Looks at one record; the options have a solver and the evaluator's word.
using Look = void (*)(const agreement::Agreement& record, const Options& options,
                      std::vector<diagnose::Finding>& findings);

/// Looks at the agreement and each of its further records, where the options allow it.
void look_at_all(const Subject& subject, Look look, std::vector<diagnose::Finding>& findings);

}  // namespace sla::analyze::quantity
