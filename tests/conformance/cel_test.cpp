// The cases of the CEL specification about booleans, integers, texts, timestamps and durations, put
// as conditions of a clause and judged by both engines: a true condition attaches an obligation, a
// false one none, and an error is a fault. What a condition cannot say is counted by its reason;
// where ours deliberately differs, a table says why.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "compiler/check/check.h"
#include "compiler/driver/compile.h"
#include "compiler/parse/parse.h"
#include "compiler/reference/evaluate.h"
#include "tests/conformance/cel_translation.h"

namespace sla::conformance {
namespace {

struct Difference {
  std::string_view begins_with, why;
};

/// Evaluated, with another answer.
constexpr Difference kDifferences[] = {
    {"timestamps/duration_range/",
     "a duration reaches 292,000 years, not CEL's 10,000: the value is exact, so there is nothing "
     "to refuse"},
};

/// What conditions refuse when the policy is checked, because it says nothing about a lead.
constexpr Difference kRefused[] = {
    {"comparisons/lt_literal/", "texts and yes/no have no order in an agreement"},
    {"comparisons/gt_literal/", "texts and yes/no have no order in an agreement"},
    {"comparisons/lte_literal/", "texts and yes/no have no order in an agreement"},
    {"comparisons/gte_literal/", "texts and yes/no have no order in an agreement"},
    {"string/concatenation/", "texts are compared, never made"},
    {"comparisons/in_list_literal/elem_not_in_empty_list", "an empty list is a mistake"},
    {"comparisons/in_list_literal/elem_in_mixed_type_list", "the items of a list have one type"},
};

std::string_view reason(std::span<const Difference> table, std::string_view name) {
  for (const Difference& difference : table) {
    if (name.starts_with(difference.begins_with)) return difference.why;
  }
  return "";
}

struct Case {
  std::string name, expr, expect, value;
};

std::vector<Case> read_cases() {
  std::ifstream file(std::string(SLA_SOURCE_DIR) + "/build/deps/cel-cases.json");
  std::vector<Case> cases;
  if (!file) return cases;
  for (const auto& item : nlohmann::json::parse(file)) {
    if (item.contains("needs") || item["expect"] == "other") continue;
    cases.push_back({item["name"], item["expr"], item["expect"], item.value("value", "")});
  }
  return cases;
}

constexpr std::string_view kPolicy = R"(agreement "CEL" { time zone "UTC" }
lifecycle lead { mql owned by sales }
clause asked {
  sales must make a call within 1 hour of entering mql
  when CONDITION
}
lead {
FIELDS}
)";

const char* type_word(agreement::TypeKind type) {
  return type == agreement::TypeKind::yes_no ? "yes/no" : agreement::name_of(type);
}

std::string replaced(std::string text, std::string_view what, const std::string& by) {
  return text.replace(text.find(what), what.size(), by);
}

/// The condition of a case that is true exactly when the case's expectation is met; an expected
/// error is asked of itself, for any type.
std::expected<Condition, std::string> condition_of(const Case& c, Literals literals) {
  auto asked = translate(c.expr, literals);
  if (!asked || c.expect == "bool") return asked;
  std::string other = asked->text;
  if (c.expect == "int") {
    asked->operands.push_back({"expected", agreement::TypeKind::integer, std::stoll(c.value), ""});
    other = "expected";
  } else if (c.expect == "text") {
    asked->operands.push_back({"expected", agreement::TypeKind::text, 0, c.value});
    other = "expected";
  }
  asked->text = fmt::format("({}) = ({})", asked->text, other);
  return asked;
}

events::Log log_of(const agreement::Agreement& agreement, const Condition& condition) {
  events::LogBuilder builder(agreement.texts, agreement.fields.size());
  std::vector<events::LogBuilder::Value> values;
  for (std::size_t f = 0; f < agreement.fields.size(); ++f) {
    const auto operand =
        std::ranges::find(condition.operands, agreement.fields[f].name, &Operand::field);
    if (operand == condition.operands.end()) continue;
    const bool is_text = operand->type == agreement::TypeKind::text;
    values.push_back({static_cast<std::uint32_t>(f), 1,
                      is_text ? builder.texts().intern(operand->text) : operand->value});
  }
  events::Event event;
  event.subject = builder.subjects().intern("lead");
  event.code = agreement.entering(0);
  event.origin = builder.add_origin("case");
  builder.add(event, values);
  return std::move(builder).finish();
}

std::string answer_of(const verdicts::Outcome& outcome) {
  if (!outcome.faults.empty()) return "error";
  return outcome.rows.empty() ? "false" : "true";
}

/// "true", "false", "error" – what both engines say – or "refused: …", or how they differ.
std::string answer(const Condition& condition) {
  std::string fields;
  for (const Operand& operand : condition.operands)
    fields += fmt::format("  {} {}\n", operand.field, type_word(operand.type));
  if (fields.empty()) fields = "  unused integer\n";
  source::Sources sources;
  diagnose::Findings findings;
  const std::string text =
      replaced(replaced(std::string(kPolicy), "CONDITION", condition.text), "FIELDS", fields);
  const auto file = sources.add("case.sla", text);
  const std::vector<syntax::File> files = {parse::parse(sources, *file, findings)};
  const auto agreement = check::check(files, sources, findings);
  if (!agreement) return "refused: " + findings.all().front().message;

  events::Log log = log_of(*agreement, condition);
  const events::People people = events::bind_people(log, {}, -1);
  verdicts::Inputs inputs;
  inputs.log = &log;
  inputs.people = &people;
  inputs.as_of = 1;
  const std::string reference = answer_of(reference::evaluate(*agreement, inputs));
  const auto evaluator = driver::compile(driver::lower(*agreement));
  if (!evaluator) return evaluator.error();
  const std::string compiled = answer_of(*(*evaluator)->evaluate(inputs));
  if (compiled == reference) return reference;
  return fmt::format("{} by the reference, {} by compiled code", reference, compiled);
}

std::string expected(const Case& c) {
  if (c.expect == "error") return "error";
  return c.expect == "bool" ? c.value : "true";
}

class Cel : public ::testing::TestWithParam<Literals> {};

TEST_P(Cel, ConditionsAgreeWithTheSpecification) {
  const std::vector<Case> cases = read_cases();
  ASSERT_FALSE(cases.empty()) << "build/deps/cel-cases.json is missing: run scripts/setup";
  std::map<std::string, int> left_out;
  std::map<std::string_view, int> differ, refused;
  int agree = 0;
  for (const Case& c : cases) {
    const auto condition = condition_of(c, GetParam());
    if (!condition) {
      ++left_out[condition.error()];
      continue;
    }
    const std::string said = answer(*condition);
    const std::string_view difference = reason(kDifferences, c.name);
    const bool is_refused = said.starts_with("refused");
    if (said == expected(c) || (is_refused && c.expect == "error")) {
      ++agree;
    } else if (is_refused && !reason(kRefused, c.name).empty()) {
      ++refused[reason(kRefused, c.name)];
    } else if (!difference.empty()) {
      ++differ[difference];
    } else {
      ADD_FAILURE() << c.name << ": " << c.expr << "\n  as " << condition->text << "\n  gives "
                    << said << ", the specification says " << expected(c);
    }
  }
  for (const auto& [why, count] : left_out) fmt::print("{:4} left out: {}\n", count, why);
  for (const auto& [why, count] : refused) fmt::print("{:4} refused: {}\n", count, why);
  for (const auto& [why, count] : differ) fmt::print("{:4} differ: {}\n", count, why);
  fmt::print("{:4} agree\n", agree);
  // So that a change of the translation cannot quietly empty the test.
  EXPECT_GE(agree, 121);
  for (const Difference& difference : kDifferences)
    EXPECT_GT(differ[difference.why], 0) << "no longer differs: " << difference.why;
  for (const Difference& difference : kRefused)
    EXPECT_GT(refused[difference.why], 0) << "no longer refused: " << difference.why;
}

INSTANTIATE_TEST_SUITE_P(Literals, Cel, ::testing::Values(Literals::written, Literals::from_fields),
                         [](const auto& name) {
                           return name.param == Literals::written ? "Written" : "FromFields";
                         });

}  // namespace
}  // namespace sla::conformance
