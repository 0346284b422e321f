#include "compiler/check/outcomes.h"

#include <algorithm>
#include <functional>
#include <queue>
#include <span>

#include <fmt/format.h>

#include "compiler/agreement/words.h"

namespace sla::check {
namespace {

using agreement::Clause;
using agreement::Expression;
using agreement::Op;

/// One clause asks for the outcome of another at `at`.
struct Question {
  std::size_t asked;
  Span at;
};
using Questions = std::vector<Question>;

void collect(const Expression& e, Questions& questions) {
  if (e.op == Op::clause_is) questions.push_back({static_cast<std::size_t>(e.index), e.span});
  for (const Expression& child : e.children) collect(child, questions);
}

void collect(const std::optional<Expression>& e, Questions& questions) {
  if (e) collect(*e, questions);
}

Questions questions_of(const Clause& clause) {
  Questions questions;
  collect(clause.when, questions);
  for (const agreement::Tier& tier : clause.deadline.tiers) collect(tier.when, questions);
  collect(clause.deadline.while_, questions);
  collect(clause.deadline.paused_while, questions);
  collect(clause.deadline.excused_when, questions);
  collect(clause.volume.where, questions);
  collect(clause.volume.part, questions);
  collect(clause.prohibition.without, questions);
  collect(clause.prohibition.while_, questions);
  collect(clause.conversion.not_counting, questions);
  return questions;
}

/// Walks from clause to asked clause and reports each circle where it is closed.
class Circles {
 public:
  Circles(Context& context, std::span<const Questions> questions)
      : context_(context), questions_(questions), seen_(questions.size(), false) {}

  /// Whether there are none.
  bool search() {
    for (std::size_t c = 0; c < questions_.size(); ++c) visit(c);
    return !found_;
  }

 private:
  void visit(std::size_t clause) {
    if (seen_[clause]) return;
    seen_[clause] = true;
    path_.push_back(clause);
    for (const Question& question : questions_[clause]) {
      const auto open = std::ranges::find(path_, question.asked);
      if (open != path_.end()) {
        report(std::span(open, path_.end()), question.at);
      } else {
        visit(question.asked);
      }
    }
    path_.pop_back();
  }

  void report(std::span<const std::size_t> circle, Span at) {
    found_ = true;
    const auto& clauses = context_.agreement.clauses;
    const std::string& first = clauses[circle.front()].name;
    std::string path;
    for (const std::size_t clause : circle) path += fmt::format("`{}` -> ", clauses[clause].name);
    auto& finding = circle.size() == 1
                        ? context_.add(Code::cyclic_outcome, at,
                                       fmt::format("`{}` asks for its own outcome", first))
                        : context_.add(Code::cyclic_outcome, at,
                                       fmt::format("the outcome of `{}` depends on itself", first));
    finding.notes.push_back(fmt::format("{}`{}`", path, first));
    finding.help = "ask for a field or a state instead in one of them";
  }

  Context& context_;
  std::span<const Questions> questions_;
  std::vector<bool> seen_;
  std::vector<std::size_t> path_;
  bool found_ = false;
};

/// Again and again the first clause, as written, of which all that it asks are there. There are no
/// circles.
std::vector<int> ordered(std::span<const Questions> questions) {
  std::vector<std::size_t> open(questions.size());
  std::vector<std::vector<std::size_t>> asked_by(questions.size());
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
  for (std::size_t c = 0; c < questions.size(); ++c) {
    open[c] = questions[c].size();
    for (const Question& question : questions[c]) asked_by[question.asked].push_back(c);
    if (open[c] == 0) ready.push(c);
  }
  std::vector<int> order;
  while (!ready.empty()) {
    const std::size_t next = ready.top();
    ready.pop();
    order.push_back(static_cast<int>(next));
    for (const std::size_t clause : asked_by[next]) {
      if (--open[clause] == 0) ready.push(clause);
    }
  }
  return order;
}

}  // namespace

std::optional<std::int64_t> outcome_bits(std::string_view word) {
  for (const agreement::OutcomeWord& each : agreement::kOutcomeWords) {
    if (each.word == word) return each.bits;
  }
  return std::nullopt;
}

std::vector<std::string> outcome_words() {
  std::vector<std::string> words;
  for (const agreement::OutcomeWord& each : agreement::kOutcomeWords) {
    words.emplace_back(each.word);
  }
  return words;
}

bool can_be_asked(const syntax::Clause& clause) {
  return !std::holds_alternative<syntax::VolumeBody>(clause.body) &&
         !std::holds_alternative<syntax::ShareBody>(clause.body) &&
         !std::holds_alternative<syntax::ConversionBody>(clause.body);
}

void refuse_outcomes(Context& context, const Expression& requirement) {
  Questions questions;
  collect(requirement, questions);
  if (questions.empty()) return;
  context
      .add(Code::type_mismatch, questions.front().at,
           "a state cannot require what a clause came to")
      .help = "forbid it with a clause, such as `sales must not move a lead to won while ...`";
}

void order_clauses(Context& context) {
  std::vector<Questions> questions;
  for (const Clause& clause : context.agreement.clauses) questions.push_back(questions_of(clause));
  if (!Circles(context, questions).search()) return;
  context.agreement.order = ordered(questions);
}

}  // namespace sla::check
