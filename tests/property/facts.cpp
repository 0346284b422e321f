#include "tests/property/facts.h"

#include <algorithm>

namespace sla::property {

using stream::Fact;
using verdicts::NamedRow;

std::vector<Fact> facts_of(const Recipe& recipe) {
  const std::unique_ptr<World> world = build(recipe);
  std::vector<Fact> facts;
  for (const RawEvent& event : recipe.events) {
    Fact fact;
    fact.subject = event.subject;
    fact.time = event.time;
    fact.code = event.code;
    fact.owner = event.owner;
    fact.team = event.team;
    fact.actor = event.actor;
    fact.id = "e" + std::to_string(facts.size());
    fact.sequence = static_cast<std::int64_t>(facts.size());
    for (const CellValue& cell : event.cells) {
      const auto field = static_cast<std::uint32_t>(cell.field);
      const bool is_text = recipe.agreement.fields[field].type.kind == agreement::TypeKind::text;
      std::string text;
      if (is_text && cell.set == 1)
        text = world->log.texts.text(static_cast<std::uint32_t>(cell.value));
      fact.values.push_back({field, cell.set, is_text ? 0 : cell.value, text});
    }
    facts.push_back(std::move(fact));
  }
  return facts;
}

void add_history_of_history(Random& random, std::vector<Fact>& facts) {
  const std::size_t events = facts.size();
  if (events == 0) return;
  const auto some = [&] {
    return static_cast<std::size_t>(pick(random, 0, static_cast<int>(events) - 1));
  };
  for (int n = pick(random, 0, 3); n > 0; --n) {
    Fact retraction;
    retraction.kind = Fact::Kind::retraction;
    retraction.id = chance(random, 10) ? "never" : facts[some()].id;
    retraction.time = facts[some()].time;
    facts.push_back(retraction);
  }
  for (int n = pick(random, 0, 2); n > 0; --n) {
    Fact merge;
    merge.kind = Fact::Kind::merge;
    merge.subject = facts[some()].subject;
    merge.into = facts[some()].subject;
    merge.time = facts[some()].time;
    merge.sequence = static_cast<std::int64_t>(facts.size());
    facts.push_back(merge);
  }
}

std::vector<std::string> said(const std::vector<NamedRow>& rows) {
  std::vector<std::string> lines;
  for (NamedRow row : rows) {
    if (row.status == "no data") continue;
    std::string line;
    for (const std::string& cell : cells_of(row)) line += cell + "|";
    lines.push_back(line);
  }
  std::ranges::sort(lines);
  return lines;
}

}  // namespace sla::property
