#include <fmt/format.h>

#include "compiler/driver/compile.h"
#include "compiler/reference/evaluate.h"
#include "tests/property/recipe.h"

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
  return fmt::format("hit clause {} subject {} event {} amount {} owner {} team {} group {}",
                     hit.clause, hit.subject, hit.event, hit.amount, hit.owner, hit.team,
                     hit.group);
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

std::string difference(const Recipe& recipe) {
  std::unique_ptr<World> world = build(recipe);
  verdicts::Outcome reference = reference::evaluate(recipe.agreement, world->inputs);
  auto evaluator = driver::compile(driver::lower(recipe.agreement));
  if (!evaluator) return "does not compile: " + evaluator.error();
  auto compiled = (*evaluator)->evaluate(world->inputs);
  if (!compiled) return compiled.error();
  return compare("row", reference.rows, compiled->rows) +
         compare("hit", reference.hits, compiled->hits) +
         compare("violation", reference.violations, compiled->violations) +
         compare("fault", reference.faults, compiled->faults);
}

Recipe shrink(Recipe recipe) {
  auto still_differs = [](const Recipe& smaller) { return !difference(smaller).empty(); };
  for (bool smaller = true; smaller;) {
    smaller = false;
    for (std::size_t c = recipe.agreement.clauses.size();
         c-- > 0 && recipe.agreement.clauses.size() > 1;) {
      Recipe without = recipe;
      without.agreement.clauses.erase(without.agreement.clauses.begin() +
                                      static_cast<std::ptrdiff_t>(c));
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
