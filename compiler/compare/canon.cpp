#include "compiler/compare/canon.h"

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "compiler/agreement/words.h"

namespace sla::compare {
namespace {

using agreement::Agreement;
using agreement::Expression;
using agreement::Op;

// The operands that one `and` or `or` joins, however they are bracketed.
void flatten(const Expression& e, Op op, std::vector<const Expression*>& into) {
  if (e.op != op) {
    into.push_back(&e);
    return;
  }
  for (const Expression& child : e.children) flatten(child, op, into);
}

std::string joined(const Agreement& a, const Expression& e, const char* word) {
  std::vector<const Expression*> parts;
  flatten(e, e.op, parts);
  std::vector<std::string> texts;
  for (const Expression* part : parts) texts.push_back(canon(a, *part));
  std::ranges::sort(texts);
  const auto repeats = std::ranges::unique(texts);
  texts.erase(repeats.begin(), repeats.end());
  if (texts.size() == 1) return texts.front();
  return fmt::format("({} {})", word, fmt::join(texts, " "));
}

// One order for the operands of a comparison that reads the same from both sides.
std::string symmetric(const char* word, std::string left, std::string right) {
  if (right < left) std::swap(left, right);
  return fmt::format("({} {} {})", word, left, right);
}

std::string one_of(const Agreement& a, const Expression& e) {
  std::vector<std::string> items;
  for (const std::int64_t value : e.list) {
    items.push_back(agreement::value_words(a, e.children[0].type, value));
  }
  std::ranges::sort(items);
  const auto repeats = std::ranges::unique(items);
  items.erase(repeats.begin(), repeats.end());
  const std::string what = canon(a, e.children[0]);
  if (items.size() == 1) return symmetric("=", what, items.front());
  return fmt::format("(in {} [{}])", what, fmt::join(items, ", "));
}

}  // namespace

std::string canon(const Agreement& a, const Expression& e) {
  const auto child = [&](std::size_t i) { return canon(a, e.children[i]); };
  const auto infix = [&](const char* word, bool flipped) {
    return fmt::format("({} {} {})", word, child(flipped ? 1 : 0), child(flipped ? 0 : 1));
  };
  switch (e.op) {
    case Op::and_: return joined(a, e, "and");
    case Op::or_: return joined(a, e, "or");
    case Op::not_:
      return e.children[0].op == Op::not_ ? canon(a, e.children[0].children[0])
                                          : fmt::format("(not {})", child(0));
    case Op::equal: return symmetric("=", child(0), child(1));
    case Op::not_equal: return fmt::format("(not {})", symmetric("=", child(0), child(1)));
    case Op::less: return infix("<", false);
    case Op::greater: return infix("<", true);
    case Op::less_equal: return infix("<=", false);
    case Op::greater_equal: return infix("<=", true);
    case Op::in_list: return one_of(a, e);
    case Op::add: return symmetric("+", child(0), child(1));
    case Op::subtract: return infix("-", false);
    case Op::multiply: return infix("*", false);
    case Op::divide: return infix("/", false);
    case Op::otherwise: return infix("otherwise", false);
    case Op::negate: return fmt::format("(- {})", child(0));
    case Op::in_states:
    case Op::was_in_states: {
      std::vector<std::string> names =
          agreement::state_names(a, static_cast<std::uint64_t>(e.value));
      std::ranges::sort(names);
      return fmt::format("(state{} {})", e.op == Op::in_states ? "" : "-before",
                         fmt::join(names, " "));
    }
    case Op::constant:
    case Op::field:
    case Op::field_known:
    case Op::on_hold:
    case Op::clause_is: return agreement::words(a, e);
  }
  return {};
}

namespace {

std::string window_text(const time::MinuteWindow& window) {
  return fmt::format("{}-{}", window.from_minute, window.to_minute);
}

std::string windows_text(std::vector<std::string> windows) {
  std::ranges::sort(windows);
  return fmt::format("{}", fmt::join(windows, ","));
}

}  // namespace

std::string canon(const agreement::Calendar& calendar) {
  const time::CalendarSpec& spec = calendar.spec;
  std::string text = fmt::format("{} {} {}", spec.zone, static_cast<int>(calendar.zone_of),
                                 calendar.business_day_micros);
  for (int day = 0; day < 7; ++day) {
    std::vector<std::string> windows;
    for (const time::WeeklyOpening& opening : spec.weekly) {
      if (((opening.weekdays >> day) & 1) != 0) windows.push_back(window_text(opening.window));
    }
    text += fmt::format(" {}:{}", day, spec.always_open ? "always" : windows_text(windows));
  }
  std::map<time::Date, std::string> exceptions;
  for (const time::CalendarException& exception : spec.exceptions) {
    std::vector<std::string> windows;
    for (const time::MinuteWindow& window : exception.windows) {
      windows.push_back(window_text(window));
    }
    exceptions[exception.date] = windows_text(windows);
  }
  for (const auto& [date, windows] : exceptions) {
    text += fmt::format(" {}={}", time::format_date(date), windows);
  }
  for (const agreement::HolidayUse& use : calendar.holidays) {
    text += fmt::format(" known {}-{}", use.first_known, use.last_known);
  }
  return text;
}

}  // namespace sla::compare
