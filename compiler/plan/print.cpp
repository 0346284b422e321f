#include "compiler/plan/print.h"

#include <algorithm>
#include <charconv>
#include <span>
#include <stdexcept>

#include <fmt/format.h>

namespace sla::plan {
namespace {

// Printing and reading are one description of the plan (`transfer`) run by two archives, so that
// the two cannot drift apart. An archive moves words (keywords), numbers, texts, enumerations and
// lists.

class Writer {
 public:
  static constexpr bool reading = false;

  void line(std::string_view keyword) {
    if (!out_.empty()) out_ += '\n';
    out_ += keyword;
  }
  void word(std::string_view keyword) { put(keyword); }
  template <class Int>
  void number(Int& value) {
    put(fmt::format("{}", value));
  }
  void text(std::string& value) {
    std::string quoted = "\"";
    for (char c : value) {
      if (c == '"' || c == '\\') quoted += '\\';
      if (c == '\n') quoted += "\\n";
      else quoted += c;
    }
    put(quoted + "\"");
  }
  void flag(bool& value) { put(value ? "yes" : "no"); }
  template <class Enum>
  void name(Enum& value, std::span<const std::string_view> names) {
    put(names[static_cast<std::size_t>(value)]);
  }
  void count(std::size_t& value) { number(value); }
  std::string take() && { return std::move(out_) + "\n"; }

 private:
  void put(std::string_view token) {
    out_ += ' ';
    out_ += token;
  }
  std::string out_;
};

struct Malformed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Reader {
 public:
  static constexpr bool reading = true;
  explicit Reader(std::string_view text) : text_(text) {}

  void line(std::string_view keywords) {
    std::size_t at = 0;
    while ((at = keywords.find_first_not_of(' ', at)) != std::string_view::npos) {
      std::size_t end = std::min(keywords.find(' ', at), keywords.size());
      word(keywords.substr(at, end - at));
      at = end;
    }
  }
  void word(std::string_view keyword) {
    std::string_view found = token();
    if (found != keyword) fail(fmt::format("`{}`", keyword), found);
  }
  template <class Int>
  void number(Int& value) {
    std::string_view found = token();
    auto [end, error] = std::from_chars(found.data(), found.data() + found.size(), value);
    if (error != std::errc{} || end != found.data() + found.size()) fail("a number", found);
  }
  void text(std::string& value) {
    skip();
    if (at_ >= text_.size() || text_[at_] != '"') fail("a quoted text", rest());
    value.clear();
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      char c = text_[at_];
      if (c == '\\' && at_ + 1 < text_.size()) {
        c = text_[++at_];
        if (c == 'n') c = '\n';
      }
      value += c;
    }
    if (at_ >= text_.size()) fail("the end of a quoted text", "the end");
    ++at_;
  }
  void flag(bool& value) {
    std::string_view found = token();
    if (found != "yes" && found != "no") fail("yes or no", found);
    value = found == "yes";
  }
  template <class Enum>
  void name(Enum& value, std::span<const std::string_view> names) {
    std::string_view found = token();
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i] == found) {
        value = static_cast<Enum>(i);
        return;
      }
    }
    fail("a known name", found);
  }
  void count(std::size_t& value) {
    number(value);
    // A list item takes at least two characters of text: larger counts are lies that would eat
    // memory.
    if (value > text_.size() / 2 + 1) fail("a believable count", fmt::format("{}", value));
  }
  void end() {
    skip();
    if (at_ != text_.size()) fail("the end of the plan", rest());
  }

 private:
  void skip() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) {
      if (text_[at_] == '\n') ++line_;
      ++at_;
    }
  }
  std::string_view token() {
    skip();
    std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != ' ' && text_[at_] != '\n') ++at_;
    return text_.substr(begin, at_ - begin);
  }
  std::string_view rest() const { return text_.substr(at_, 20); }
  [[noreturn]] void fail(std::string_view expected, std::string_view found) {
    throw Malformed(fmt::format("line {}: expected {}, found `{}`", line_, expected, found));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
};

constexpr std::string_view kTargetKinds[] = {"elapsed", "business", "business_days",
                                             "end_of_business_day"};
constexpr std::string_view kReentries[] = {"new_cycle", "ignore", "resume"};
constexpr std::string_view kReassignments[] = {"carry_on", "restart", "grace"};
constexpr std::string_view kZones[] = {"fixed", "owner", "lead"};
constexpr std::string_view kBys[] = {"anyone", "owner", "party"};
constexpr std::string_view kPeriodUnits[] = {"whole_term", "day",     "week",
                                             "month",      "quarter", "year"};
constexpr std::string_view kOps[] = {
#define SLA_PLAN_OP(name, operands, doc) #name,
#include "compiler/plan/ops.def"
#undef SLA_PLAN_OP
};

template <class Archive, class Item, class Each>
void list(Archive& a, std::vector<Item>& items, Each each) {
  std::size_t size = items.size();
  a.count(size);
  if constexpr (Archive::reading) items.resize(size);
  for (auto& item : items) each(item);
}

template <class Archive, class Int>
void numbers(Archive& a, std::vector<Int>& values) {
  list(a, values, [&](Int& value) { a.number(value); });
}

template <class Archive, class Int>
void labelled(Archive& a, std::string_view keyword, Int& value) {
  a.word(keyword);
  a.number(value);
}

template <class Archive>
void transfer(Archive& a, Instruction& step, int number) {
  a.line(fmt::format("  %{} =", number));
  a.name(step.op, kOps);
  for (int i = 0; i < operand_count(step.op); ++i) {
    a.number(step.operand[static_cast<std::size_t>(i)]);
  }
  switch (step.op) {
    case Op::constant:
    case Op::in_states:
    case Op::was_in_states: a.number(step.value); break;
    case Op::clause_is:
      a.number(step.index);
      a.number(step.value);
      break;
    case Op::field:
    case Op::field_or_zero:
    case Op::field_known: a.number(step.index); break;
    case Op::in_list: numbers(a, step.list); break;
    default: break;
  }
  labelled(a, "if", step.guard);
}

template <class Archive>
void transfer(Archive& a, Trigger& trigger) {
  a.word("codes");
  numbers(a, trigger.codes);
  labelled(a, "in", trigger.in_states);
  labelled(a, "left", trigger.left_states);
}

template <class Archive>
void transfer(Archive& a, std::vector<Discharge>& discharges) {
  list(a, discharges, [&](Discharge& discharge) {
    a.word("codes");
    numbers(a, discharge.codes);
    a.word("fields");
    numbers(a, discharge.fields);
    labelled(a, "left", discharge.left_states);
    a.word("by");
    a.name(discharge.by, kBys);
    a.number(discharge.party);
  });
}

template <class Archive>
void span(Archive& a, Tier& tier) {
  a.name(tier.kind, kTargetKinds);
  a.number(tier.amount);
}

template <class Archive>
void transfer(Archive& a, Clock& clock) {
  a.line("clock");
  a.text(clock.name);
  labelled(a, "clause", clock.clause);
  a.line("  start");
  transfer(a, clock.start);
  a.line("  stop");
  a.word("all");
  a.flag(clock.all);
  transfer(a, clock.discharges);
  a.line("  count");
  a.number(clock.needed);
  a.word("gap");
  a.flag(clock.has_gap);
  span(a, clock.gap);
  a.word("until");
  numbers(a, clock.until);
  a.line("  tiers");
  list(a, clock.tiers, [&](Tier& tier) {
    labelled(a, "if", tier.predicate);
    span(a, tier);
  });
  a.line("  rules");
  labelled(a, "calendar", clock.calendar);
  a.word("reentry");
  a.name(clock.reentry, kReentries);
  a.word("reassignment");
  a.name(clock.reassignment, kReassignments);
  a.number(clock.grace);
  labelled(a, "when", clock.when);
  labelled(a, "while", clock.while_);
  labelled(a, "paused", clock.paused_while);
  labelled(a, "excused", clock.excused_when);
  labelled(a, "group", clock.group_field);
  a.word("marks");
  a.flag(clock.marks);
}

template <class Archive>
void transfer(Archive& a, Counter& counter) {
  a.line("counter");
  a.text(counter.name);
  labelled(a, "clause", counter.clause);
  transfer(a, counter.counted);
  labelled(a, "when", counter.when);
  labelled(a, "where", counter.where);
  labelled(a, "part", counter.part);
  labelled(a, "sum", counter.sum_field);
  labelled(a, "group", counter.group_field);
}

template <class Archive>
void transfer(Archive& a, Prohibition& prohibition) {
  a.line("prohibition");
  a.text(prohibition.name);
  labelled(a, "clause", prohibition.clause);
  a.line("  forbidden");
  transfer(a, prohibition.forbidden);
  a.line("  rules");
  labelled(a, "when", prohibition.when);
  labelled(a, "while", prohibition.while_);
  labelled(a, "without", prohibition.without);
  labelled(a, "outside", prohibition.outside);
  labelled(a, "group", prohibition.group_field);
}

template <class Archive>
void transfer(Archive& a, Conversion& conversion) {
  a.line("conversion");
  a.text(conversion.name);
  labelled(a, "clause", conversion.clause);
  a.line("  entering");
  transfer(a, conversion.entering);
  labelled(a, "period", conversion.period);
  a.line("  reached");
  numbers(a, conversion.reached);
  a.word("within");
  span(a, conversion.window);
  labelled(a, "calendar", conversion.calendar);
  a.line("  rules");
  labelled(a, "when", conversion.when);
  labelled(a, "not_counting", conversion.not_counting);
  labelled(a, "group", conversion.group_field);
}

template <class Archive>
void transfer(Archive& a, Plan& plan) {
  a.line("plan");
  a.text(plan.title);
  labelled(a, "version", plan.version);
  a.line("term");
  a.number(plan.term_begin);
  a.number(plan.term_end);
  a.line("codes");
  a.number(plan.code_count);
  a.line("states");
  a.number(plan.state_count);
  a.line("moves");
  a.flag(plan.has_moves);
  numbers(a, plan.moves);
  a.line("texts");
  list(a, plan.texts, [&](std::string& text) { a.text(text); });
  a.line("fields");
  list(a, plan.fields, [&](Field& field) {
    a.text(field.name);
    a.flag(field.optional);
  });
  a.line("zone_field");
  a.number(plan.zone_field);
  a.line("zone");
  a.text(plan.zone);
  a.line("periods");
  list(a, plan.periods, [&](Period& period) {
    a.name(period.unit, kPeriodUnits);
    a.number(period.first_month);
  });
  a.line("calendars");
  list(a, plan.calendars, [&](Calendar& calendar) {
    a.text(calendar.name);
    a.name(calendar.zone_of, kZones);
  });
  a.line("predicates");
  list(a, plan.predicates, [&](Predicate& predicate) {
    a.line("predicate");
    a.text(predicate.name);
    int number = 0;
    list(a, predicate.code, [&](Instruction& step) { transfer(a, step, number++); });
  });
  a.line("requirements");
  list(a, plan.requirements, [&](Requirement& requirement) {
    a.number(requirement.state);
    a.number(requirement.predicate);
  });
  a.line("clocks");
  list(a, plan.clocks, [&](Clock& clock) { transfer(a, clock); });
  a.line("counters");
  list(a, plan.counters, [&](Counter& counter) { transfer(a, counter); });
  a.line("prohibitions");
  list(a, plan.prohibitions, [&](Prohibition& prohibition) { transfer(a, prohibition); });
  a.line("conversions");
  list(a, plan.conversions, [&](Conversion& conversion) { transfer(a, conversion); });
  a.line("order");
  numbers(a, plan.order);
}

}  // namespace

std::string print(const Plan& plan) {
  Plan copy = plan;
  Writer writer;
  transfer(writer, copy);
  return std::move(writer).take();
}

std::expected<Plan, std::string> read(std::string_view text) {
  Plan plan;
  try {
    Reader reader(text);
    transfer(reader, plan);
    reader.end();
  } catch (const Malformed& error) {
    return std::unexpected(error.what());
  }
  if (std::string wrong = verify(plan); !wrong.empty()) return std::unexpected(wrong);
  return plan;
}

}  // namespace sla::plan
