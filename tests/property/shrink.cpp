#include <fmt/format.h>

#include "compiler/agreement/print.h"
#include "compiler/driver/compile.h"
#include "compiler/reference/evaluate.h"
#include "tests/property/recipe.h"
#include "tests/property/stepwise.h"

namespace sla::property {
namespace {

std::string show(const verdicts::Row& row) {
  return fmt::format(
      "clause {} subject {} cycle {} tier {} {} start {} due {} breach {} stop {} business {} wall "
      "{} "
      "owner {} team {} group {} event {}",
      row.clause, row.subject, row.cycle, row.tier, verdicts::name_of(row.status),
      time::format_utc(row.start), time::format_utc(row.due), time::format_utc(row.breach),
      time::format_utc(row.stop), row.elapsed_business, row.elapsed_wall, row.owner, row.team,
      row.group, row.start_event);
}
std::string show(const verdicts::Hit& hit) {
  return fmt::format(
      "hit clause {} subject {} event {} amount {} part {} owner {} team {} group {}", hit.clause,
      hit.subject, hit.event, hit.amount, hit.part, hit.owner, hit.team, hit.group);
}
std::string show(const verdicts::Mark& mark) {
  const char* kinds[] = {"started", "restarted", "reopened", "paused",
                         "resumed", "extended",  "stopped"};
  return fmt::format("clause {} subject {} cycle {} event {} {} value {} zone {} tier {}",
                     mark.clause, mark.subject, mark.cycle, mark.event,
                     kinds[static_cast<int>(mark.kind)], mark.value, mark.zone, mark.tier);
}
std::string show(const verdicts::Violation& v) {
  return fmt::format("violation event {} from {} to {} kind {}", v.event, v.from, v.to,
                     static_cast<int>(v.kind));
}
std::string show(const verdicts::Fault& f) {
  return fmt::format("fault event {} subject {} kind {}", f.event, f.subject,
                     static_cast<int>(f.kind));
}

template <class Item>
std::string compare(const char* what, const std::vector<Item>& reference,
                    const std::vector<Item>& compiled) {
  for (std::size_t i = 0; i < std::max(reference.size(), compiled.size()); ++i) {
    bool both = i < reference.size() && i < compiled.size();
    if (both && reference[i] == compiled[i]) continue;
    return fmt::format("{} {}:\n  reference {}\n  compiled  {}\n", what, i,
                       i < reference.size() ? show(reference[i]) : "nothing",
                       i < compiled.size() ? show(compiled[i]) : "nothing");
  }
  return "";
}

}  // namespace

namespace {

std::string compare(const verdicts::Outcome& reference, const verdicts::Outcome& compiled) {
  return compare("row", reference.rows, compiled.rows) +
         compare("hit", reference.hits, compiled.hits) +
         compare("mark", reference.marks, compiled.marks) +
         compare("violation", reference.violations, compiled.violations) +
         compare("fault", reference.faults, compiled.faults);
}

}  // namespace

std::string difference(const Recipe& recipe) {
  std::unique_ptr<World> world = build(recipe);
  verdicts::Outcome reference = reference::evaluate(recipe.agreement, world->inputs);
  auto evaluator = driver::compile(driver::lower(recipe.agreement));
  if (!evaluator) return "does not compile: " + evaluator.error();
  auto compiled = (*evaluator)->evaluate(world->inputs);
  if (!compiled) return compiled.error();
  std::string different = compare(reference, *compiled);
  const kernel::Kernel kernel = (*evaluator)->kernel();
  if (!different.empty() || kernel.step == nullptr) return different;
  Random random(recipe.events.size());
  auto stepwise = evaluate_stepwise(kernel, world->inputs, random);
  if (!stepwise) return stepwise.error();
  different = compare(reference, *stepwise);
  return different.empty() ? "" : "step by step:\n" + different;
}

namespace {

using agreement::Agreement;
using agreement::Expression;

// Every place of an agreement where there may be a condition.
template <class Visit>
void for_each_condition(Agreement& agreement, Visit visit) {
  for (agreement::State& state : agreement.lifecycle.states) visit(state.requirement);
  for (agreement::Clause& clause : agreement.clauses) {
    visit(clause.when);
    visit(clause.deadline.while_);
    visit(clause.deadline.paused_while);
    visit(clause.deadline.excused_when);
    for (agreement::Tier& tier : clause.deadline.tiers) visit(tier.when);
    visit(clause.prohibition.without);
    visit(clause.prohibition.while_);
    visit(clause.conversion.not_counting);
    visit(clause.volume.where);
    visit(clause.volume.part);
  }
}

// Whoever asked the clause that is gone gets a no.
void forget_clause(Expression& e, int clause) {
  for (Expression& child : e.children) forget_clause(child, clause);
  if (e.op != agreement::Op::clause_is) return;
  if (e.index == clause) {
    e.op = agreement::Op::constant;
    e.value = 0;
    e.index = -1;
  } else if (e.index > clause) {
    --e.index;
  }
}

Agreement without_clause(Agreement agreement, int clause) {
  agreement.clauses.erase(agreement.clauses.begin() + clause);
  std::erase(agreement.order, clause);
  for (int& other : agreement.order) {
    if (other > clause) --other;
  }
  for_each_condition(agreement, [&](std::optional<Expression>& condition) {
    if (condition) forget_clause(*condition, clause);
  });
  return agreement;
}

// The agreement with its n-th condition gone (a tier's becomes a plain no); nothing when there are
// fewer. A share keeps its part: without it, it would be a volume.
std::optional<Agreement> without_condition(Agreement agreement, int n) {
  bool removed = false;
  for_each_condition(agreement, [&](std::optional<Expression>& condition) {
    if (!condition || n-- != 0) return;
    removed = true;
    bool must_stay = false;
    for (agreement::Clause& clause : agreement.clauses) {
      must_stay |= &condition == &clause.volume.part;
      for (agreement::Tier& tier : clause.deadline.tiers) must_stay |= &condition == &tier.when;
    }
    if (!must_stay) {
      condition.reset();
      return;
    }
    Expression no;
    no.type.kind = agreement::TypeKind::yes_no;
    condition = no;
  });
  if (!removed) return std::nullopt;
  return agreement;
}

}  // namespace

Recipe shrink(Recipe recipe) {
  auto still_differs = [](const Recipe& smaller) { return !difference(smaller).empty(); };
  for (int n = 0;;) {
    auto simpler = without_condition(recipe.agreement, n);
    if (!simpler) break;
    Recipe without = recipe;
    without.agreement = std::move(*simpler);
    bool is_same = agreement::print(without.agreement) == agreement::print(recipe.agreement);
    if (!is_same && still_differs(without)) recipe = std::move(without);
    else ++n;
  }
  for (bool smaller = true; smaller;) {
    smaller = false;
    for (std::size_t c = recipe.agreement.clauses.size();
         c-- > 0 && recipe.agreement.clauses.size() > 1;) {
      Recipe without = recipe;
      without.agreement = without_clause(recipe.agreement, static_cast<int>(c));
      if (still_differs(without)) {
        recipe = std::move(without);
        smaller = true;
      }
    }
    // Halves first: most events have nothing to do with it.
    for (std::size_t size = std::max<std::size_t>(recipe.events.size() / 2, 1); size > 0;
         size /= 2) {
      for (std::size_t at = 0; at + size <= recipe.events.size() && recipe.events.size() > size;) {
        Recipe without = recipe;
        auto first = without.events.begin() + static_cast<std::ptrdiff_t>(at);
        without.events.erase(first, first + static_cast<std::ptrdiff_t>(size));
        if (still_differs(without)) {
          recipe = std::move(without);
          smaller = true;
        } else {
          at += size;
        }
      }
    }
  }
  return recipe;
}

}  // namespace sla::property
