#include <algorithm>

#include "runtime/verdicts/outcome.h"
#include "tests/property/recipe.h"

namespace sla::property {
namespace {

using namespace agreement;

constexpr const char* kZones[] = {"Europe/Berlin", "America/New_York",    "America/Los_Angeles",
                                  "Asia/Kolkata",  "Australia/Lord_Howe", "America/Sao_Paulo",
                                  "Asia/Beirut",   "Asia/Kathmandu",      "UTC",
                                  "Pacific/Apia"};

// Fields of every random agreement; indices are used below and by random_log.cpp.
enum : int { kScore, kEmployees, kCountry, kSource, kVip, kAmount, kZone };

class Maker {
 public:
  explicit Maker(Random& random) : random_(random) {}

  Agreement run() {
    a_.title = "random";
    a_.parties = {{"marketing"}, {"sales"}};
    a_.zone = kZones[pick(random_, 0, 9)];
    a_.currency = "USD";
    a_.texts = {"US", "CA", "DE"};
    fields();
    states();
    a_.events = {{"call", "", true}, {"email", "", true}, {"meeting", "", true}};
    int calendars = pick(random_, 0, 2);
    for (int c = 0; c < calendars; ++c) a_.calendars.push_back(calendar(c));
    clauses(pick(random_, 1, 5));
    return std::move(a_);
  }

 private:
  // Made in the order in which they are evaluated, which is not that of the policy, so that a
  // clause may ask one that stands before or after it.
  void clauses(int count) {
    a_.clauses.resize(static_cast<std::size_t>(count));
    for (int c = 0; c < count; ++c) a_.order.push_back(c);
    std::ranges::shuffle(a_.order, random_);
    for (int c : a_.order) {
      Clause made = clause(c);
      bool has_obligations = has_clock(made.kind) || made.kind == ClauseKind::prohibition;
      a_.clauses[static_cast<std::size_t>(c)] = std::move(made);
      if (has_obligations) askable_.push_back(c);
    }
    for (State& state : a_.lifecycle.states) {
      if (!askable_.empty() && chance(random_, 5)) state.requirement = clause_is();
    }
  }

  Expression clause_is() {
    auto bit = [](verdicts::Status status) { return std::int64_t{1} << static_cast<int>(status); };
    using verdicts::Status;
    const std::int64_t words[] = {bit(Status::breached) | bit(Status::met_late),
                                  bit(Status::met),
                                  bit(Status::met_late),
                                  bit(Status::running) | bit(Status::paused) | kBreachedOpenBit,
                                  bit(Status::running),
                                  bit(Status::paused),
                                  bit(Status::cancelled),
                                  bit(Status::excused)};
    int clause =
        askable_[static_cast<std::size_t>(pick(random_, 0, static_cast<int>(askable_.size()) - 1))];
    return leaf(Op::clause_is, TypeKind::yes_no, words[pick(random_, 0, 7)], clause);
  }

  void field(const char* name, TypeKind kind, bool optional) {
    Field f;
    f.name = name;
    f.type.kind = kind;
    f.optional = optional;
    if (kind == TypeKind::choice) {
      f.type.field = static_cast<int>(a_.fields.size());
      f.choices = {"web", "event", "referral"};
    }
    a_.fields.push_back(f);
  }

  void fields() {
    field("score", TypeKind::integer, false);
    field("employees", TypeKind::integer, true);
    field("country", TypeKind::text, false);
    field("source", TypeKind::choice, true);
    field("vip", TypeKind::yes_no, true);
    field("amount", TypeKind::money, true);
    field("time_zone", TypeKind::text, true);
    if (chance(random_, 60)) a_.zone_field = kZone;
    // What only a call, or only a meeting, says.
    if (chance(random_, 25)) a_.fields[kEmployees].of_event = 0;
    if (chance(random_, 25)) a_.fields[kVip].of_event = 2;
  }

  void states() {
    const char* names[] = {"inquiry", "mql", "sal", "sql", "recycled", "lost"};
    int count = pick(random_, 2, 6);
    for (int s = 0; s < count; ++s) {
      State state;
      state.name = names[s];
      state.owner = s % 2;
      if (chance(random_, 25)) state.requirement = condition(2, true);
      a_.lifecycle.states.push_back(state);
    }
    a_.lifecycle.has_moves = chance(random_, 50);
    for (int s = 0; s < count; ++s) {
      a_.lifecycle.moves.push_back(a_.lifecycle.has_moves ? random_() & mask() : 0);
    }
  }
  std::uint64_t mask() const { return (std::uint64_t{1} << a_.lifecycle.states.size()) - 1; }
  std::uint64_t some_states() {
    std::uint64_t set = random_() & mask();
    return set == 0 ? 1 : set;
  }

  agreement::Calendar calendar(int number) {
    agreement::Calendar c;
    c.name = "calendar" + std::to_string(number);
    c.spec.zone = kZones[pick(random_, 0, 9)];
    int zone_of = pick(random_, 0, a_.zone_field >= 0 ? 3 : 2);
    if (zone_of == 2) c.zone_of = agreement::Calendar::ZoneOf::owner;
    if (zone_of == 3) c.zone_of = agreement::Calendar::ZoneOf::lead;
    if (chance(random_, 10)) {
      c.spec.always_open = true;
      return c;
    }
    int from = 60 * pick(random_, 0, 22) + (chance(random_, 25) ? pick(random_, 0, 59) : 0);
    int to = from + 60 * pick(random_, 1, 10);
    std::uint8_t days = chance(random_, 70) ? time::kMondayToFriday
                                            : static_cast<std::uint8_t>(pick(random_, 1, 127));
    if (to > 1440) to -= 1440;  // Crosses midnight.
    c.spec.weekly.push_back({days, {from, to}});
    if (chance(random_, 35)) {
      c.spec.weekly.push_back({static_cast<std::uint8_t>(pick(random_, 1, 127)),
                               {60 * pick(random_, 0, 10), 60 * pick(random_, 11, 24)}});
    }
    if (chance(random_, 20)) c.business_day_micros = pick(random_, 1, 9) * time::kHour;
    return c;
  }

  Expression leaf(Op op, TypeKind kind, std::int64_t value, int index) {
    Expression e;
    e.op = op;
    e.type.kind = kind;
    if (kind == TypeKind::choice) e.type.field = kSource;
    e.value = value;
    e.index = index;
    return e;
  }
  Expression node(Op op, TypeKind kind, std::vector<Expression> children) {
    Expression e;
    e.op = op;
    e.type.kind = kind;
    e.children = std::move(children);
    return e;
  }

  // `risky`: may read a required field that the data lacks, or overflow, or divide by zero.
  Expression condition(int depth, bool risky) {
    if (!askable_.empty() && chance(random_, 20)) return clause_is();
    switch (depth <= 0 ? pick(random_, 0, 5) : pick(random_, 0, 9)) {
      case 0:
        return node(Op::greater_equal, TypeKind::yes_no,
                    {number(depth, risky), integer(pick(random_, 0, 80))});
      case 1: {
        Expression e =
            node(Op::in_list, TypeKind::yes_no, {leaf(Op::field, TypeKind::text, 0, kCountry)});
        e.list = {0, 1};
        return risky ? e : leaf(Op::field_known, TypeKind::yes_no, 0, kCountry);
      }
      case 2:
        return node(Op::and_, TypeKind::yes_no,
                    {leaf(Op::field_known, TypeKind::yes_no, 0, kSource),
                     node(Op::equal, TypeKind::yes_no,
                          {leaf(Op::field, TypeKind::choice, 0, kSource),
                           leaf(Op::constant, TypeKind::choice, pick(random_, 0, 2), -1)})});
      case 3: return leaf(Op::on_hold, TypeKind::yes_no, 0, -1);
      case 4:
        return leaf(reads_state_before_ ? Op::was_in_states : Op::in_states, TypeKind::yes_no,
                    static_cast<std::int64_t>(some_states()), -1);
      case 5:
        return node(Op::otherwise, TypeKind::yes_no,
                    {leaf(Op::field, TypeKind::yes_no, 0, kVip),
                     leaf(Op::constant, TypeKind::yes_no, 0, -1)});
      case 6: return node(Op::not_, TypeKind::yes_no, {condition(depth - 1, risky)});
      case 7:
        return node(Op::and_, TypeKind::yes_no,
                    {condition(depth - 1, risky), condition(depth - 1, risky)});
      case 8:
        return node(Op::or_, TypeKind::yes_no,
                    {condition(depth - 1, risky), condition(depth - 1, risky)});
      default:
        return node(Op::less, TypeKind::yes_no,
                    {number(depth - 1, risky), number(depth - 1, risky)});
    }
  }
  Expression integer(std::int64_t value) {
    return leaf(Op::constant, TypeKind::integer, value, -1);
  }
  Expression number(int depth, bool risky) {
    if (depth > 0 && risky && chance(random_, 40)) {
      Op ops[] = {Op::add, Op::subtract, Op::multiply, Op::divide};
      return node(ops[pick(random_, 0, 3)], TypeKind::integer,
                  {number(depth - 1, risky), number(depth - 1, risky)});
    }
    if (risky && chance(random_, 20)) return leaf(Op::field, TypeKind::integer, 0, kScore);
    if (chance(random_, 10)) return integer(chance(random_, 50) ? INT64_MAX : 0);
    return node(Op::otherwise, TypeKind::integer,
                {leaf(Op::field, TypeKind::integer, 0, kEmployees), integer(pick(random_, 0, 50))});
  }

  EventSet some_events(int at_most) {
    EventSet set;
    int count = pick(random_, 1, at_most);
    for (int i = 0; i < count; ++i) {
      int kind = pick(random_, 0, 9);
      events::Code code = events::kAssigned;
      if (kind < 6)
        code = a_.entering(pick(random_, 0, static_cast<int>(a_.lifecycle.states.size()) - 1));
      else if (kind < 9) code = a_.code_of_event(pick(random_, 0, 2));
      set.push_back(code);
    }
    std::ranges::sort(set);
    set.erase(std::ranges::unique(set).begin(), set.end());
    return set;
  }

  Trigger trigger() {
    Trigger t;
    if (chance(random_, 15)) {
      t.kind = Trigger::Kind::leaving;
      t.left_states = some_states();
      for (std::size_t s = 0; s < a_.lifecycle.states.size(); ++s)
        t.events.push_back(a_.entering(static_cast<int>(s)));
      return t;
    }
    t.events = some_events(2);
    if (chance(random_, 25)) t.in_states = some_states();
    return t;
  }

  Duration duration(bool may_be_business) {
    if (!may_be_business || chance(random_, 30)) {
      std::int64_t minutes[] = {0, 5, 60, 240, 1440, 2880, 10080};
      return {TargetKind::elapsed, minutes[pick(random_, 0, 6)] * time::kMinute};
    }
    switch (pick(random_, 0, 3)) {
      case 0: return {TargetKind::business_days, pick(random_, 1, 5)};
      case 1: return {TargetKind::end_of_business_day, pick(random_, 0, 3)};
      default: return {TargetKind::business, pick(random_, 0, 20) * time::kHour};
    }
  }

  Clause clause(int number) {
    Clause c;
    c.name = "clause" + std::to_string(number);
    c.party = pick(random_, 0, 1);
    if (chance(random_, 25)) c.when = condition(2, chance(random_, 20));
    if (chance(random_, 30)) c.steps.push_back(step());
    int kind = pick(random_, 0, 99);
    if (kind < 35) {
      deadline(c.deadline);
    } else if (kind < 50) {
      c.kind = ClauseKind::cadence;
      cadence(c.deadline);
    } else if (kind < 56) {
      c.kind = ClauseKind::time_in_state;
      time_in_state(c.deadline);
    } else if (kind < 65) {
      c.kind = ClauseKind::volume;
      volume(c.volume);
    } else if (kind < 71) {
      c.kind = ClauseKind::share;
      share(c.volume);
    } else if (kind < 83) {
      c.kind = ClauseKind::prohibition;
      prohibition(c.prohibition);
    } else {
      c.kind = ClauseKind::conversion;
      conversion(c.conversion);
    }
    return c;
  }

  // Steps decide nothing; that there are some asks for marks.
  Step step() {
    Step step;
    step.at = Step::At::due;
    Effect effect;
    effect.to.push_back({});
    step.effects.push_back(effect);
    return step;
  }

  EventSet entries() {
    EventSet set;
    for (std::size_t s = 0; s < a_.lifecycle.states.size(); ++s)
      set.push_back(a_.entering(static_cast<int>(s)));
    return set;
  }

  Discharge discharge() {
    Discharge d;
    int kind = pick(random_, 0, 99);
    if (kind < 15) {
      d.fields = {chance(random_, 50) ? kEmployees : kSource, kVip};
    } else if (kind < 27) {
      d.left_states = some_states();
      d.events = entries();
    } else {
      d.events = some_events(2);
    }
    if (chance(random_, 30)) {
      d.by = chance(random_, 50) ? By::owner : By::party;
      if (d.by == By::party) d.by_party = pick(random_, 0, 1);
    }
    return d;
  }

  int some_calendar() {
    return a_.calendars.empty() ? -1 : pick(random_, 0, static_cast<int>(a_.calendars.size()) - 1);
  }
  Grouping some_group() { return {GroupBy::field, chance(random_, 50) ? kSource : kCountry}; }

  void deadline(Deadline& d) {
    int discharges = chance(random_, 70) ? 1 : pick(random_, 2, 3);
    for (int i = 0; i < discharges; ++i) d.discharges.push_back(discharge());
    d.all = discharges > 1 && chance(random_, 50);
    d.start = trigger();
    rules(d);
  }

  void cadence(Deadline& d) {
    deadline(d);
    d.all = false;
    d.needed = chance(random_, 10) ? 1 : pick(random_, 2, 4);
    // A few short gaps, so that some are kept and some are not.
    if (chance(random_, 65)) d.apart = duration(d.calendar >= 0);
    if (chance(random_, 35)) d.until = some_events(2);
  }

  void time_in_state(Deadline& d) {
    std::uint64_t states = some_states();
    for (std::size_t s = 0; s < a_.lifecycle.states.size(); ++s) {
      if ((states >> s & 1) != 0) d.start.events.push_back(a_.entering(static_cast<int>(s)));
    }
    Discharge leaving;
    leaving.events = entries();
    leaving.left_states = states;
    d.discharges = {leaving};
    rules(d);
  }

  void rules(Deadline& d) {
    d.calendar = some_calendar();
    int tiers = chance(random_, 60) ? 0 : pick(random_, 1, 2);
    for (int t = 0; t < tiers; ++t) {
      Tier tier;
      tier.name = "tier" + std::to_string(t);
      tier.when = condition(1, chance(random_, 15));
      tier.target = duration(d.calendar >= 0);
      d.tiers.push_back(tier);
    }
    Tier last;
    last.target = duration(d.calendar >= 0);
    d.tiers.push_back(last);
    d.on_reentry = static_cast<OnReentry>(pick(random_, 0, 2));
    d.on_reassignment = static_cast<OnReassignment>(pick(random_, 0, 2));
    d.grace = {TargetKind::elapsed, pick(random_, 1, 300) * time::kMinute};
    if (chance(random_, 25)) d.while_ = condition(1, chance(random_, 10));
    if (chance(random_, 45)) d.paused_while = condition(1, chance(random_, 10));
    if (chance(random_, 25)) d.excused_when = condition(1, chance(random_, 10));
    if (chance(random_, 30)) {
      d.target = Target{};
      d.target->micro_percent = 90'000'000;
      d.target->group = some_group();
    }
  }

  void prohibition(Prohibition& p) {
    int things = pick(random_, 1, 2);
    for (int i = 0; i < things; ++i) p.forbidden.push_back(discharge());
    if (chance(random_, 30)) p.without = condition(1, chance(random_, 10));
    if (chance(random_, 40)) {
      reads_state_before_ = true;
      p.while_ = condition(2, chance(random_, 10));
      reads_state_before_ = false;
    }
    if (chance(random_, 40)) p.outside = some_calendar();
    if (chance(random_, 30)) {
      p.target = Target{};
      p.target->group = some_group();
    }
  }

  void conversion(Conversion& c) {
    c.entering = trigger();
    c.reached = some_events(2);
    c.calendar = some_calendar();
    c.window = duration(c.calendar >= 0);
    if (chance(random_, 55)) c.not_counting = condition(2, chance(random_, 10));
    const PeriodUnit units[] = {PeriodUnit::day,   PeriodUnit::day,     PeriodUnit::week,
                                PeriodUnit::month, PeriodUnit::quarter, PeriodUnit::whole_term};
    c.target.period.unit = units[pick(random_, 0, 5)];
    if (c.target.period.unit == PeriodUnit::quarter)
      c.target.period.first_month = pick(random_, 1, 12);
    if (chance(random_, 30)) c.target.group = some_group();
  }

  void share(Volume& v) {
    volume(v);
    v.where.reset();
    v.part = condition(2, chance(random_, 15));
    v.micro_percent = 40'000'000;
  }

  void volume(Volume& v) {
    v.amount = pick(random_, 1, 20);
    v.counted = trigger();
    if (chance(random_, 30)) v.where = condition(2, chance(random_, 20));
    if (chance(random_, 30)) v.sum_of = chance(random_, 80) ? kEmployees : kAmount;
    if (chance(random_, 30)) v.group = {GroupBy::field, kSource};
    v.every_entry = chance(random_, 50);
    v.period.unit = PeriodUnit::week;
  }

  Random& random_;
  Agreement a_;
  std::vector<int> askable_;         ///< Clauses made so far that have obligations.
  bool reads_state_before_ = false;  ///< A prohibition's `while` is being made.
};

}  // namespace

agreement::Agreement random_agreement(Random& random) { return Maker(random).run(); }

}  // namespace sla::property
