// What must be true of the optimised code, so that a change that keeps verdicts right but loses
// what makes them fast is seen. Not the whole text: that changes with every release of LLVM.

#include <regex>

#include <gtest/gtest.h>

#include "compiler/driver/compile.h"
#include "tests/golden/golden.h"

namespace sla::golden {
namespace {

/// The optimised code of a policy in llvm/, or "" with a failure.
std::string optimised(const std::string& name) {
  const auto checked = driver::check((folder("llvm") / (name + ".sla")).string());
  if (!checked || !checked->agreement) {
    ADD_FAILURE() << name << " does not check";
    return "";
  }
  const auto text = driver::emit(driver::lower(*checked->agreement), jit::Emit::optimized_llvm);
  if (!text) ADD_FAILURE() << text.error();
  return text.value_or("");
}

/// The body of a function.
std::string function_of(const std::string& module, const std::string& name) {
  const std::regex definition("\ndefine [^\n]*@" + name + "\\(");
  std::smatch found;
  if (!std::regex_search(module, found, definition)) return "";
  const auto begin = static_cast<std::size_t>(found.position());
  return module.substr(begin, module.find("\n}", begin) - begin);
}
/// What runs for every event.
std::string evaluate_of(const std::string& module) { return function_of(module, "sla_evaluate"); }

std::size_t count(const std::string& text, const std::string& pattern) {
  const std::regex regex(pattern);
  return static_cast<std::size_t>(
      std::distance(std::sregex_iterator(text.begin(), text.end(), regex), std::sregex_iterator()));
}

/// What runs for one event code, up to the code of the next.
std::string on_event(const std::string& evaluate, const std::string& code) {
  const std::size_t begin = evaluate.find("\ncode." + code + ":");
  if (begin == std::string::npos) return "";
  return evaluate.substr(begin, evaluate.find("\ncode.", begin + 1) - begin);
}

// Business time reads a table of slots: the index is an instant divided by the slot's width.
constexpr const char* kSlot = "[us]div i64 %[^,]+, 1800000000";

TEST(OptimisedCode, SwitchesOverEventCodes) {
  for (const char* name : {"business", "elapsed"}) {
    const std::string code = evaluate_of(optimised(name));
    EXPECT_GE(count(code, "switch i16 %"), 1u) << name << "\n" << code;
    // Entering mql is code 4 and entering sal code 5 of a policy whose only states these are.
    EXPECT_GE(count(code, "i16 4, label"), 1u) << name;
    EXPECT_GE(count(code, "i16 5, label"), 1u) << name;
  }
}

// A row is written where the clock stops, and that works out what the clock was; looking up a day
// is its only call.
TEST(OptimisedCode, ReadsTheCalendarInline) {
  const std::string code = optimised("business");
  const std::string stop = on_event(evaluate_of(code), "5");
  EXPECT_EQ(count(code, "call [^\n]*@sla_calendar_(?!add_days|end_of_day|target_day)"), 0u)
      << "a helper of the calendar was not inlined";
  EXPECT_GE(count(stop, kSlot), 2u) << "the row's writer does not load the table of slots";
}

// A plain clock starts with an event's number and nothing else.
TEST(OptimisedCode, AStartReadsNoCalendar) {
  for (const char* name : {"business", "elapsed"}) {
    const std::string start = on_event(evaluate_of(optimised(name)), "4");
    ASSERT_NE(start, "") << name;
    EXPECT_EQ(count(start, kSlot), 0u) << name;
    EXPECT_EQ(count(start, "@sla_"), 0u) << name;
  }
}

// What a built policy needs to know without running the code.
TEST(OptimisedCode, SaysHowLargeAStateIs) {
  EXPECT_GE(count(optimised("business"), "@sla_state_size = [^\n]*constant i32 8\\b"), 1u);
  EXPECT_GE(count(optimised("sixteen"), "@sla_state_size = [^\n]*constant i32 64\\b"), 1u)
      << "sixteen plain deadlines no longer fit into a cache line";
}

}  // namespace
}  // namespace sla::golden
