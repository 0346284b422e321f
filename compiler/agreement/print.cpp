#include "compiler/agreement/print.h"

#include <fmt/format.h>

#include "compiler/agreement/words.h"

namespace sla::agreement {
namespace {

constexpr const char* kWeekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

std::string title_suffix(const std::string& title) {
  return title.empty() ? "" : fmt::format(" \"{}\"", title);
}

std::string minutes(std::int32_t minute) {
  return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

std::string windows(const std::vector<time::MinuteWindow>& list) {
  std::vector<std::string> parts;
  for (const time::MinuteWindow& window : list) {
    parts.push_back(minutes(window.from_minute) + "-" + minutes(window.to_minute));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string weekdays(std::uint8_t bits) {
  std::vector<std::string> parts;
  for (int day = 0; day < 7; ++day) {
    if ((bits >> day & 1) == 0) continue;
    int last = day;
    while (last < 6 && (bits >> (last + 1) & 1)) ++last;
    parts.push_back(last == day ? kWeekdays[day]
                                : fmt::format("{}-{}", kWeekdays[day], kWeekdays[last]));
    day = last;
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string within(const Duration& target) {
  const std::string text = words(target);
  return text == "immediately" ? text : "within " + text;
}

class Printer {
 public:
  explicit Printer(const Agreement& agreement) : a_(agreement) {}

  std::string print() {
    header();
    for (const Role& role : a_.roles) line("role {}{}", role.name, title_suffix(role.title));
    for (const Calendar& each : a_.calendars) calendar(each);
    for (const Field& each : a_.fields) field(each);
    for (const Define& each : a_.defines) {
      line("define {}{} = {}", each.name, title_suffix(each.title), typed(each.value));
    }
    lifecycle();
    for (const Event& each : a_.events) {
      line("{} {}{}", each.touch ? "touch" : "event", each.name, title_suffix(each.title));
    }
    for (const Clause& each : a_.clauses) clause(each);
    order();
    for (const Program& each : a_.programs) program(each);
    for (const Source& each : a_.sources) source(each);
    for (const Agreement& each : a_.others) out_ += Printer(each).print_record();
    return std::move(out_);
  }

  /// What a further record has of its own; the rest is that of the whole.
  std::string print_record() {
    line("record {}{}", a_.subject_kind, a_.parent_kind.empty() ? "" : " of " + a_.parent_kind);
    for (const Field& each : a_.fields) field(each);
    for (const Define& each : a_.defines) {
      line("define {}{} = {}", each.name, title_suffix(each.title), typed(each.value));
    }
    lifecycle();
    for (const Clause& each : a_.clauses) clause(each);
    order();
    for (const Source& each : a_.sources) source(each);
    return std::move(out_);
  }

 private:
  template <typename... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    out_ += fmt::format(format, std::forward<Args>(args)...);
    out_ += '\n';
  }

  std::string typed(const Expression& expression) const {
    return fmt::format("{} : {}", words(a_, expression), name_of(expression.type.kind));
  }

  const std::string& field_name(int field) const {
    return a_.fields[static_cast<std::size_t>(field)].name;
  }

  const std::string& calendar_name(int calendar) const {
    return a_.calendars[static_cast<std::size_t>(calendar)].name;
  }

  void header() {
    line("agreement{} version {}", title_suffix(a_.title), a_.version);
    std::vector<std::string> parties;
    for (const Party& party : a_.parties) parties.push_back(party.name);
    line("  parties {}", fmt::join(parties, ", "));
    line("  zone {}", a_.zone);
    if (!a_.currency.empty()) line("  currency {}", a_.currency);
    if (a_.review) line("  review {}", words(*a_.review));
    if (a_.has_term) {
      line("  term {} until {}", time::format_utc(a_.term_begin), time::format_utc(a_.term_end));
    }
  }

  void calendar(const Calendar& c) {
    const char* zone_of = c.zone_of == Calendar::ZoneOf::owner  ? "the owner's zone, else "
                          : c.zone_of == Calendar::ZoneOf::lead ? "the lead's zone, else "
                                                                : "";
    line("calendar {}{}", c.name, title_suffix(c.title));
    line("  in {}{}", zone_of, c.spec.zone);
    if (c.spec.always_open) line("  open always");
    for (const time::WeeklyOpening& opening : c.spec.weekly) {
      line("  open {} {}", weekdays(opening.weekdays), windows({opening.window}));
    }
    for (std::size_t e = 0; e < c.spec.exceptions.size(); ++e) {
      if (const HolidayUse* use = starting_at(c, e)) {
        holidays(c, *use);
        e = use->end - 1;
        continue;
      }
      exception(c.spec.exceptions[e]);
    }
    if (c.business_day_micros != 0) {
      line("  business day as {}", words(Duration{TargetKind::elapsed, c.business_day_micros}));
    }
  }

  /// The set whose days begin there, if it has any.
  static const HolidayUse* starting_at(const Calendar& c, std::size_t exception) {
    for (const HolidayUse& use : c.holidays) {
      if (use.begin == exception && use.end > use.begin) return &use;
    }
    return nullptr;
  }

  /// The set as written, and its days in the term: all of them would fill pages.
  void holidays(const Calendar& c, const HolidayUse& use) {
    line("  closed {}: known from {} to {}", use.words, use.first_known, use.last_known);
    if (!a_.has_term) return;
    const auto day_of = [](time::Instant instant) {
      return static_cast<time::Date>(instant / time::kDay);
    };
    for (std::size_t e = use.begin; e < use.end; ++e) {
      const time::CalendarException& each = c.spec.exceptions[e];
      if (each.date >= day_of(a_.term_begin) && each.date <= day_of(a_.term_end - 1)) {
        out_ += "  ";
        exception(each);
      }
    }
  }

  void exception(const time::CalendarException& exception) {
    const std::string date = time::format_date(exception.date);
    if (exception.windows.empty()) {
      line("  closed {}{}", date, title_suffix(exception.title));
    } else {
      line("  open {} {}{}", date, windows(exception.windows), title_suffix(exception.title));
    }
  }

  void field(const Field& f) {
    line("field {}{} : {}", f.name, title_suffix(f.title), type_words(a_, f));
  }

  void lifecycle() {
    for (const State& state : a_.lifecycle.states) {
      std::string text = fmt::format("state {}{}", state.name, title_suffix(state.title));
      if (state.owner >= 0) {
        text += " owned by " + a_.parties[static_cast<std::size_t>(state.owner)].name;
      }
      if (state.final) text += " final";
      if (state.requirement) text += " requires " + typed(*state.requirement);
      line("{}", text);
    }
    for (std::size_t s = 0; s < a_.lifecycle.moves.size(); ++s) {
      if (a_.lifecycle.moves[s] == 0) continue;
      line("moves {} -> {}", a_.lifecycle.states[s].name,
           fmt::join(state_names(a_, a_.lifecycle.moves[s]), ", "));
    }
  }

  void clause(const Clause& c) {
    line("clause {}{} {} by {}", c.name, title_suffix(c.title), name_of(c.kind),
         a_.parties[static_cast<std::size_t>(c.party)].name);
    switch (c.kind) {
      case ClauseKind::deadline:
      case ClauseKind::cadence:
      case ClauseKind::time_in_state: deadline(c.deadline); break;
      case ClauseKind::volume:
      case ClauseKind::share: volume(c.volume); break;
      case ClauseKind::prohibition: prohibition(c.prohibition); break;
      case ClauseKind::conversion: conversion(c.conversion); break;
    }
    if (c.when) line("  when {}", typed(*c.when));
    for (const Step& step : c.steps) {
      for (const Effect& effect : step.effects) line("  {} {}", words(step), words(a_, effect));
    }
  }

  void order() {
    for (std::size_t i = 0; i < a_.order.size(); ++i) {
      if (a_.order[i] == static_cast<int>(i)) continue;
      std::vector<std::string> names;
      for (const int clause : a_.order) {
        names.push_back(a_.clauses[static_cast<std::size_t>(clause)].name);
      }
      return line("evaluated in the order {}", fmt::join(names, ", "));
    }
  }

  const Clause& clause_of(const Badge& badge) const {
    const Agreement& whose =
        badge.record == 0 ? a_ : a_.others[static_cast<std::size_t>(badge.record - 1)];
    return whose.clauses[static_cast<std::size_t>(badge.clause)];
  }

  void program(const Program& p) {
    line("program {}{}", p.name, title_suffix(p.title));
    for (const Badge& badge : p.badges) {
      line("  badge {}{} when {} is {} {} times{} {}", badge.name, title_suffix(badge.title),
           clause_of(badge).name, badge.met ? "met" : "breached", badge.times,
           badge.in_a_row ? " in a row" : "", words(a_, badge.holder));
    }
    for (const Leaderboard& board : p.leaderboards) {
      line("  leaderboard{} {} {}", title_suffix(board.title), words(a_, board.group),
           words(board.period));
    }
    for (const Prize& prize : p.prizes) {
      const std::string what =
          prize.money != 0 ? fmt::format(" {} {}", exact_decimal(prize.money), a_.currency) : "";
      line("  prize{}{} to the top {} {} {}", what, title_suffix(prize.title), prize.top,
           prize.group.by == GroupBy::team ? "teams" : "owners", words(prize.period));
    }
  }

  void deadline(const Deadline& d) {
    if (d.needed > 1) line("  at least {} times", d.needed);
    for (const Discharge& discharge : d.discharges) {
      line("  {} {}", d.all ? "all of" : "any of", words(a_, discharge));
    }
    line("  of {}", words(a_, d.start));
    for (const Tier& tier : d.tiers) {
      if (tier.when) {
        line("  tier {}: {} {}", tier.name, typed(*tier.when), within(tier.target));
      } else {
        line("  {}{}", tier.name.empty() ? "" : tier.name + " ", within(tier.target));
      }
    }
    if (d.apart) line("  at most {} apart", words(*d.apart));
    if (!d.until.empty()) line("  until {}", event_words(a_, d.until));
    if (d.calendar >= 0) line("  calendar {}", calendar_name(d.calendar));
    if (d.while_) line("  while {}", typed(*d.while_));
    if (d.paused_while) line("  paused while {}", typed(*d.paused_while));
    if (d.excused_when) line("  excused when {}", typed(*d.excused_when));
    line("  on reentry {}", d.on_reentry == OnReentry::new_cycle ? "new cycle"
                            : d.on_reentry == OnReentry::ignore  ? "ignore"
                                                                 : "resume");
    switch (d.on_reassignment) {
      case OnReassignment::carry_on: line("  on reassignment continue"); break;
      case OnReassignment::restart: line("  on reassignment restart"); break;
      case OnReassignment::grace:
        line("  on reassignment continue with {} grace", words(d.grace));
        break;
    }
    if (d.target) target(*d.target);
  }

  void target(const Target& t) {
    const std::string group = words(a_, t.group);
    line("  target {}% {}{}{}", exact_decimal(t.micro_percent), words(t.period),
         group.empty() ? "" : " " + group, t.judged_when_due ? " judged when due" : "");
  }

  void prohibition(const Prohibition& p) {
    for (const Discharge& each : p.forbidden) line("  not {}", words(a_, each));
    if (p.without) line("  without {}", typed(*p.without));
    if (p.while_) line("  while before it {}", typed(*p.while_));
    if (p.outside >= 0) line("  outside {}", calendar_name(p.outside));
    if (p.target) target(*p.target);
  }

  void conversion(const Conversion& c) {
    const std::string group = words(a_, c.target.group);
    line("  {} {}% of {}", c.at_least ? "at least" : "at most",
         exact_decimal(c.target.micro_percent), words(a_, c.entering));
    line("  to {} {}", event_words(a_, c.reached), within(c.window));
    if (c.calendar >= 0) line("  calendar {}", calendar_name(c.calendar));
    line("  {}{}", words(c.target.period), group.empty() ? "" : " " + group);
    if (c.not_counting) line("  not counting {}", typed(*c.not_counting));
  }

  void volume(const Volume& v) {
    const char* bound = v.at_least ? "at least" : "at most";
    if (v.micro_percent != 0) {
      line("  {} {}%{}", bound, exact_decimal(v.micro_percent),
           v.sum_of >= 0 ? " of the sum of " + field_name(v.sum_of) : "");
    } else if (v.sum_of >= 0) {
      const Type& type = a_.fields[static_cast<std::size_t>(v.sum_of)].type;
      line("  {} {} of the sum of {}", bound, value_words(a_, type, v.amount),
           field_name(v.sum_of));
    } else {
      line("  {} {} {}", bound, v.amount, plural(a_.subject_kind));
    }
    const std::string group = words(a_, v.group);
    line("  of {} {}{}", words(a_, v.counted), words(v.period), group.empty() ? "" : " " + group);
    if (v.every_entry) line("  every entry");
    if (v.paced) line("  paced by business day of {}", calendar_name(v.calendar));
    if (v.where) line("  where {}", typed(*v.where));
    if (v.part) line("  part where {}", typed(*v.part));
  }

  std::string meaning(std::int64_t code) const {
    if (code == events::kRetractionRow) return "retracted";
    if (code == events::kMergeRow) return "merged";
    return code < 0 ? "ignored" : a_.event_name(static_cast<events::Code>(code));
  }

  void column(const char* what, const std::string& name,
              const std::optional<CellTest>& when = std::nullopt) {
    if (!name.empty()) line("  {} from \"{}\"{}", what, name, suffix(when));
  }

  static std::string test(const CellTest& test) {
    std::string words;
    for (const std::string& word : test.words)
      words += fmt::format("{}\"{}\"", words.empty() ? "" : " or ", word);
    return fmt::format("\"{}\" is {}{}", test.column, test.negated ? "not " : "",
                       words.empty() ? "known" : words);
  }

  static std::string suffix(const std::optional<CellTest>& when) {
    return when ? " when " + test(*when) : "";
  }

  void source(const Source& s) {
    line("source {}{}", s.name, title_suffix(s.title));
    column(a_.subject_kind.c_str(), s.subject);
    column("time", s.time);
    line("    {} in {}, dates at {}",
         s.format == Source::TimeFormat::text            ? "text"
         : s.format == Source::TimeFormat::epoch_seconds ? "epoch seconds"
                                                         : "epoch milliseconds",
         s.zone.empty() ? a_.zone : s.zone, minutes(s.dates_at_minute));
    column("owner", s.owner, s.owner_when);
    column("team", s.team, s.team_when);
    column("actor", s.actor, s.actor_when);
    column("id", s.id);
    column("sequence", s.sequence);
    column("into", s.into);
    column("event", s.event);
    for (const CellTest& each : s.rows) line("  rows where {}", test(each));
    if (s.each_row != -1) line("  each row {}", meaning(s.each_row));
    for (const ValueMapping& each : s.events) line("    \"{}\" {}", each.value, meaning(each.code));
    if (s.otherwise != -2) line("    otherwise {}", meaning(s.otherwise));
    for (const FieldMapping& each : s.fields) field_mapping(each);
  }

  void field_mapping(const FieldMapping& m) {
    line("  {} from \"{}\"{}", field_name(m.field), m.column, suffix(m.when));
    const Type& type = a_.fields[static_cast<std::size_t>(m.field)].type;
    for (const ValueMapping& each : m.values) {
      line("    \"{}\" is {}", each.value,
           each.code < 0 ? "unknown" : value_words(a_, type, each.code));
    }
    if (m.otherwise_unknown) line("    otherwise unknown");
    if (m.otherwise) line("    otherwise {}", value_words(a_, type, *m.otherwise));
  }

  const Agreement& a_;
  std::string out_;
};

}  // namespace

std::string print(const Agreement& agreement) { return Printer(agreement).print(); }

}  // namespace sla::agreement
