#include "compiler/compare/facts.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "compiler/agreement/words.h"
#include "compiler/compare/canon.h"

namespace sla::compare {
namespace {

using namespace agreement;  // NOLINT: this file is about nothing else.

const char* words_of(OnReentry on) {
  switch (on) {
    case OnReentry::new_cycle: return "new cycle";
    case OnReentry::ignore: return "ignore";
    case OnReentry::resume: return "resume";
  }
  return "";
}

std::string words_of(const Deadline& deadline) {
  switch (deadline.on_reassignment) {
    case OnReassignment::carry_on: return "continue";
    case OnReassignment::restart: return "restart";
    case OnReassignment::grace: return "continue with " + words(deadline.grace) + " grace";
  }
  return "";
}

bool business(const Duration& duration) { return duration.kind != TargetKind::elapsed; }

/// Lists what a clause says.
class Listing {
 public:
  Listing(const Agreement& agreement, const Clause& clause) : a_(agreement), c_(clause) {}

  Facts make() {
    add("name", "name", c_.name, Aspect::wording);
    add("title", "title", c_.title.empty() ? "" : quoted_text(c_.title), Aspect::wording);
    add("party", "who promises", a_.parties[at(c_.party)].name);
    add("kind", "kind of promise", name_of(c_.kind));
    switch (c_.kind) {
      case ClauseKind::deadline:
      case ClauseKind::cadence:
      case ClauseKind::time_in_state: clock(c_.deadline); break;
      case ClauseKind::volume:
      case ClauseKind::share: counter(c_.volume); break;
      case ClauseKind::prohibition: prohibition(c_.prohibition); break;
      case ClauseKind::conversion: conversion(c_.conversion); break;
    }
    condition("when", "only when", c_.when);
    if (const Target* target = target_of(c_)) percentage(*target);
    for (const Step& step : c_.steps) add_step(step);
    fields();
    return std::move(facts_);
  }

 private:
  static std::size_t at(int index) { return static_cast<std::size_t>(index); }

  Fact& add(std::string key, std::string what, std::string text, Aspect aspect = Aspect::verdict) {
    facts_.push_back({std::move(key), {}, std::move(what), text, text, aspect, nullptr});
    return facts_.back();
  }

  /// One of a set: there or not there.
  void member(std::string key, std::string what, const std::string& text,
              Aspect aspect = Aspect::verdict) {
    add(std::move(key), std::move(what), text, aspect).where = text;
  }

  void condition(const char* key, const char* what, const std::optional<Expression>& said) {
    if (!said) return;
    note(*said);
    add(key, what, words(a_, *said)).canon = canon(a_, *said);
  }

  void clock(const Deadline& d) {
    for (const Discharge& each : d.discharges) {
      if (c_.kind != ClauseKind::time_in_state) discharge("discharge", "what fulfils it", each);
    }
    if (d.discharges.size() > 1) add("joined", "of these", d.all ? "all" : "one");
    if (c_.kind == ClauseKind::cadence) add("needed", "how many", fmt::format("{}", d.needed));
    tiers(d.tiers);
    trigger("start", "what starts the clock", d.start);
    if (d.apart) add("apart", "at most apart", words(*d.apart));
    if (!d.until.empty()) add_events("until", "until", d.until);
    condition("while", "only while", d.while_);
    condition("paused", "paused while", d.paused_while);
    condition("excused", "excused when", d.excused_when);
    add("reentry", "on reentry", words_of(d.on_reentry));
    add("reassignment", "on reassignment", words_of(d));
    bool counts = d.apart && business(*d.apart);
    for (const Tier& tier : d.tiers) counts |= business(tier.target);
    counts |= d.on_reassignment == OnReassignment::grace && business(d.grace);
    if (counts) calendar(d.calendar, Aspect::verdict);
    if (!counts && !c_.steps.empty() && d.calendar >= 0) calendar(d.calendar, Aspect::around);
  }

  void tiers(const std::vector<Tier>& all) {
    for (const Tier& tier : all) {
      const bool only = all.size() == 1 && !tier.when;
      const std::string name = tier.when ? tier.name : "otherwise";
      Fact& fact = add("target", only ? "target" : "target where " + name, words(tier.target));
      fact.where = only ? "otherwise" : name;
      if (!only && !tier.when) fact.what = "target otherwise";
      if (!tier.when) continue;
      note(*tier.when);
      Fact& condition = add("tier", fmt::format("tier {}", name), words(a_, *tier.when));
      condition.where = name;
      condition.canon = canon(a_, *tier.when);
    }
    if (all.size() < 2) return;
    std::vector<std::string> order;
    for (const Tier& tier : all) order.push_back(tier.when ? tier.name : "otherwise");
    add("tier_order", "order of tiers", fmt::format("{}", fmt::join(order, ", ")));
  }

  void discharge(const char* key, const char* what, const Discharge& said) {
    if (said.events.size() < 2 || said.left_states != 0) {
      member(key, what, words(a_, said));
      return;
    }
    for (const events::Code code : said.events) {
      Discharge one = said;
      one.events = {code};
      member(key, what, words(a_, one));
    }
  }

  void trigger(const char* key, const char* what, const Trigger& said) {
    add(key, what, words(a_, said)).canon = canon_of(said);
  }

  std::string canon_of(const Trigger& said) const {
    return fmt::format(
        "{} {} {}", names_of(said.kind == Trigger::Kind::leaving ? EventSet{} : said.events),
        sorted(state_names(a_, said.in_states)), sorted(state_names(a_, said.left_states)));
  }

  static std::string sorted(std::vector<std::string> names) {
    std::ranges::sort(names);
    return fmt::format("[{}]", fmt::join(names, " "));
  }

  std::string names_of(const EventSet& set) const {
    std::vector<std::string> names;
    for (const events::Code code : set) names.push_back(a_.event_name(code));
    return sorted(names);
  }

  void add_events(const char* key, const char* what, const EventSet& set) {
    add(key, what, event_words(a_, set)).canon = names_of(set);
  }

  void calendar(int index, Aspect aspect) {
    if (index < 0) return;
    const Calendar& said = a_.calendars[at(index)];
    Fact& fact = add("calendar", "calendar", said.name, aspect);
    fact.canon = canon(said);
    fact.calendar = &said;
  }

  void period(const Period& said, const Grouping& group) {
    add("period", "judged", words(said));
    if (said.unit != PeriodUnit::whole_term) add("zone", "time zone of periods", a_.zone);
    const std::string per = words(a_, group);
    add("group", "judged", per.empty() ? "all together" : per);
  }

  void percentage(const Target& target) {
    const bool most = c_.kind == ClauseKind::conversion && !c_.conversion.at_least;
    add("percentage", "percentage",
        fmt::format("{}{}%", most ? "at most " : "", exact_decimal(target.micro_percent)));
    period(target.period, target.group);
    if (target.judged_when_due) add("judged", "which period", "judged when due");
  }

  void counter(const Volume& v) {
    const std::string bound = c_.kind == ClauseKind::share ? exact_decimal(v.micro_percent) + "%"
                              : v.sum_of < 0
                                  ? fmt::format("{}", v.amount)
                                  : value_words(a_, a_.fields[at(v.sum_of)].type, v.amount);
    add("amount", "how much", (v.at_least ? "at least " : "at most ") + bound);
    if (v.sum_of >= 0) {
      add("sum", "sum of", a_.fields[at(v.sum_of)].name);
      used_.insert(v.sum_of);
    }
    trigger("counted", "what counts", v.counted);
    condition("where", v.part ? "the part where" : "where", v.part ? v.part : v.where);
    if (v.part && v.where) condition("of", "of those where", v.where);
    if (v.every_entry) add("every_entry", "counted", "every entry");
    period(v.period, v.group);
    if (!v.paced) return;
    add("paced", "paced", v.calendar >= 0 ? "by business day" : "evenly", Aspect::around);
    calendar(v.calendar, Aspect::around);
  }

  void prohibition(const Prohibition& p) {
    for (const Discharge& each : p.forbidden) discharge("forbidden", "what is forbidden", each);
    condition("without", "allowed if", p.without);
    condition("while", "only while", p.while_);
    if (p.outside < 0) return;
    add("outside", "outside", a_.calendars[at(p.outside)].name).canon = "a calendar";
    calendar(p.outside, Aspect::verdict);
  }

  void conversion(const Conversion& v) {
    add("bound", "percentage is", v.at_least ? "at least" : "at most");
    trigger("start", "who is counted", v.entering);
    add_events("discharge", "what they have to reach", v.reached);
    add("target", "within", words(v.window));
    condition("not_counting", "not counting", v.not_counting);
    if (business(v.window)) calendar(v.calendar, Aspect::verdict);
  }

  void add_step(const Step& step) {
    for (const Effect& effect : step.effects) {
      member("step", "step", words(step) + " " + words(a_, effect), Aspect::around);
      if (effect.calendar >= 0) calendar_of_step(effect.calendar);
    }
  }

  void calendar_of_step(int index) {
    for (const Fact& fact : facts_) {
      if (fact.calendar == &a_.calendars[at(index)]) return;
    }
    calendar(index, Aspect::around);
    facts_.back().where = a_.calendars[at(index)].name;
  }

  /// Which fields a condition reads: what they are matters too.
  void note(const Expression& e) {
    const bool reads = e.op == Op::field || e.op == Op::field_known;
    if (reads && e.index >= 0) used_.insert(e.index);
    for (const Expression& child : e.children) note(child);
  }

  void fields() {
    for (const int index : used_) {
      const Field& field = a_.fields[at(index)];
      Fact& fact = add("field", "field " + field.name, type_words(a_, field));
      fact.where = field.name;
    }
  }

  const Agreement& a_;
  const Clause& c_;
  Facts facts_;
  std::set<int> used_;
};

}  // namespace

Facts facts_of(const Agreement& agreement, const Clause& clause) {
  return Listing(agreement, clause).make();
}

std::vector<Detail> differences(const Facts& was, const Facts& is) {
  const auto partner = [](const Facts& among, const Fact& of) {
    return std::ranges::find_if(
        among, [&](const Fact& each) { return each.key == of.key && each.where == of.where; });
  };
  std::vector<Detail> details;
  for (const Fact& now : is) {
    const auto before = partner(was, now);
    if (before == was.end()) {
      details.push_back({now.key, now.what, "", now.words, now.aspect});
    } else if (before->canon != now.canon) {
      const Aspect aspect = std::max(before->aspect, now.aspect);
      if (before->calendar != nullptr && now.calendar != nullptr) {
        for (Detail& each : differences(*before->calendar, *now.calendar)) {
          each.aspect = aspect;
          details.push_back(std::move(each));
        }
      } else {
        details.push_back({now.key, now.what, before->words, now.words, aspect});
      }
    }
  }
  for (const Fact& before : was) {
    if (partner(is, before) != is.end()) continue;
    details.push_back({before.key, before.what, before.words, "", before.aspect});
  }
  std::erase_if(details, [](const Detail& each) { return each.was.empty() && each.is.empty(); });
  return details;
}

}  // namespace sla::compare
