#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/source/source.h"

/// What a policy file says, as written: nothing is resolved, nothing is typed, every node has the
/// span of its text. `compiler/parse` makes it, `compiler/check` reads it. Plain values throughout;
/// names and literals keep their spelling so that findings can quote them.
namespace sla::syntax {

using source::Span;

struct Name {
  std::string text;
  Span span;
};

/// A quoted text, without the quotes and with escapes resolved.
struct Text {
  std::string value;
  Span span;
};

struct Date {
  int year = 0, month = 0, day = 0;
  Span span;
};

/// Minutes since local midnight, 0..1440 (24:00).
struct ClockTime {
  int minute = 0;
  Span span;
};

enum class Unit : std::uint8_t { second, minute, hour, day, week, month, quarter, year };

/// "15 business minutes", "1.5 hours", "end of business day 2".
struct Duration {
  std::string amount;  ///< Digits with at most one point, as written.
  Unit unit = Unit::hour;
  bool business = false;
  bool end_of_day = false;  ///< "end of business day N".
  Span span;
};

enum class ExpressionKind : std::uint8_t {
  name,     ///< text: the name
  integer,  ///< text: digits
  decimal,  ///< text: digits with a point
  percent,  ///< text: the number before %
  money,    ///< text: the number; unit: the currency
  text,     ///< text: the value
  yes,
  no,
  date,       ///< date
  instant,    ///< date, clock
  duration,   ///< duration
  list,       ///< children: the items of [a, b]
  in_states,  ///< prefix `in mql` or `in [mql, sal]`; children: names
  negate,     ///< children: operand
  not_,
  and_,
  or_,
  equal,      ///< `=` and `is`
  not_equal,  ///< `!=`, `<>` and `is not`
  less,
  less_equal,
  greater,
  greater_equal,
  in_list,  ///< children: value, list
  not_in_list,
  is_known,
  is_unknown,
  otherwise,  ///< children: optional value, default
  add,
  subtract,
  multiply,
  divide,
};

struct Expression {
  ExpressionKind kind;
  Span span;
  std::string text;
  std::string unit;
  Date date;
  ClockTime clock;
  Duration duration;
  std::vector<Expression> children;
};

struct Window {
  ClockTime from, to;
};

struct DayRange {
  int first = 0, last = 0;  ///< Monday = 0; a range may wrap (Sat-Mon).
};

struct Opening {  ///< open Mon-Fri, Sun 09:00-12:00, 13:00-17:00
  std::vector<DayRange> days;
  std::vector<Window> windows;
  Span span;
};

struct DateOpening {  ///< open 2026-12-24 09:00-13:00 "half day"
  std::vector<Date> dates;
  std::vector<Window> windows;
  std::optional<Text> title;
  Span span;
};

struct DateClosing {                          ///< closed 2026-12-24 to 2026-12-26 "holidays"
  std::vector<std::pair<Date, Date>> ranges;  ///< Inclusive; a single day is a range of one.
  std::optional<Text> title;
  Span span;
};

/// A year as written, such as `from 2024`.
struct Year {
  int year = 0;
  Span span;
};

struct AlsoDay {  ///< also 2026-11-27 "day after Thanksgiving"
  Date from, to;  ///< Inclusive; the same for a single day.
  std::optional<Text> title;
};

/// Other holidays, by name or from a file: closed us.federal_holidays except "Columbus Day" also
/// 2026-11-27 from 2024 to 2030 | closed "company.ics" | all of us.federal_holidays
struct HolidaySet {
  std::vector<Name> path;    ///< Empty when it is a file.
  std::optional<Text> file;  ///< Of iCalendar, relative to the policy.
  std::vector<Text> except;
  std::vector<AlsoDay> also;
  std::optional<Year> from, to;
  Span span;
};

enum class ZoneOf : std::uint8_t { named, owner, lead };

struct CalendarZone {  ///< time zone "Europe/Berlin" | in owner's time zone | in lead's time zone
  ZoneOf of = ZoneOf::named;
  Text name;
  Span span;
};

struct BusinessDayAs {  ///< business day as 8 hours
  Duration amount;
};

using CalendarItem =
    std::variant<Opening, DateOpening, DateClosing, HolidaySet, CalendarZone, BusinessDayAs>;

struct Calendar {
  Name name;
  std::optional<Text> title;
  bool always_open = false;  ///< `open always`
  std::vector<CalendarItem> items;
  Span span;
};

enum class HolidayBaseKind : std::uint8_t {
  month_day,         ///< January 1
  nth_weekday,       ///< third Monday of January
  easter,            ///< Easter
  orthodox_easter,   ///< Orthodox Easter
  equinox,           ///< March equinox in "Asia/Tokyo"
  dates,             ///< 2022-06-03, 2022-12-27 to 2022-12-29
  dates_each_year,   ///< each year on 2025-10-20, 2026-11-08
  between_holidays,  ///< each day between two holidays
};

/// 2 days before | Wednesday before | Saturday on or after
struct HolidayShift {
  bool before = false;
  bool inclusive = false;      ///< "on or before", "on or after".
  std::optional<Name> amount;  ///< Of days, as digits; else it is `weekday`.
  int weekday = 0;             ///< Monday = 0.
  Span span;
};

enum class HolidayObserved : std::uint8_t { nearest_weekday, next_weekday, next_working_day };

struct HolidayRule {  ///< "Good Friday"  2 days before Easter  from 1990 open 09:00-13:00
  Text title;
  HolidayBaseKind base = HolidayBaseKind::month_day;
  Span base_span;
  Name month;
  Name day;      ///< Digits.
  Name ordinal;  ///< "first" to "fifth", "last".
  int weekday = 0;
  Text zone;  ///< Of an equinox.
  std::vector<std::pair<Date, Date>> dates;
  std::optional<HolidayShift> shift;
  std::optional<HolidayObserved> observed;
  std::vector<int> observed_on;  ///< Weekdays; empty: Saturday and Sunday.
  std::vector<Window> windows;   ///< `open 09:00-13:00`; empty: closed all day.
  std::optional<Year> from, to;
  std::vector<Year> except;
  Span span;
};

struct Holidays {  ///< holidays federal_holidays "Federal holidays" { ... }
  Name name;
  std::optional<Text> title;
  std::optional<Year> known_from, known_to;
  std::vector<std::variant<HolidayRule, HolidaySet>> items;
  Span span;
};

struct Term {
  Date from, to;
  Span span;
};

enum class PeriodUnit : std::uint8_t { day, week, month, quarter, year };

struct Period {
  PeriodUnit unit = PeriodUnit::month;
  bool fiscal = false;
  Span span;
};

struct AgreementHeader {
  Text title;
  std::optional<Name> version;  ///< Digits.
  std::vector<Name> parties;
  std::optional<Term> term;
  std::optional<Text> zone;
  std::optional<Name> currency;
  std::optional<Name> calendar;      ///< The default calendar for business time.
  std::optional<Name> fiscal_start;  ///< `fiscal year starting February`.
  std::optional<Period> review;      ///< `review every quarter`.
  Span span;
};

struct TypeName {
  Name name;  ///< "integer", "one of", "business duration", ...
  std::vector<Name> choices;
  bool optional = false;
  Span span;
  std::optional<Name> calendar;  ///< business duration of office
};

struct Field {
  Name name;
  std::optional<Text> title;
  TypeName type;
};

struct Record {  ///< lead { … } or another subject
  Name name;
  std::optional<Name> parent;  ///< opportunity of lead
  std::vector<Field> fields;
  Span span;
};

struct Define {
  Name name;
  std::optional<Text> title;
  Expression value;
  Span span;
};

struct StateLine {  ///< won, lost  final  requires reason is known
  std::vector<Name> names;
  std::optional<Text> title;
  std::optional<Name> owner;
  bool final = false;
  std::optional<Expression> requires_;
  Span span;
};

/// a -> b or c -> d: each step a set of states; every state of one step may move to every state of
/// the next.
struct MoveChain {
  std::vector<std::vector<Name>> steps;
  Span span;
};

struct Lifecycle {
  Name subject;
  std::vector<StateLine> states;
  std::vector<MoveChain> moves;
  Span span;
};

struct Role {
  Name name;
  std::optional<Text> title;
  Span span;
};

/// event offer_sent "Offer sent"   |   touch whatsapp   |   event webinar { topic text }
struct EventDeclaration {
  Name name;
  std::optional<Text> title;
  bool touch = false;
  Span span;
  std::vector<Field> fields = {};  ///< Its payload.
};

/// use "calendars.sla" | use salesforce as sf: either a path, or the names of a library.
struct Use {
  Text path;
  Span span;
  std::vector<Name> library;  ///< Empty when there is a path.
  std::optional<Name> alias;
};

// ---- sources
// -------------------------------------------------------------------------------------

struct ValueMapping {         ///< "Web form" is web  |  otherwise unknown
  std::optional<Text> value;  ///< Absent: otherwise.
  Name target;
  Span span;
};

struct CellTest {  ///< when "NAME" is "score" or "fit" | when "Email" is known
  Text column;
  bool negated = false;
  std::vector<Text> values;  ///< Empty: whether the cell holds anything.
  Span span;
};

struct FieldMapping {  ///< amount from "Deal Amount" { "n/a" is unknown }
  Name field;
  Text column;
  std::vector<ValueMapping> values;
  Span span;
  std::optional<CellTest> when;
};

enum class EventAction : std::uint8_t { enters, is, ignored };

struct EventMapping {         ///< "accepted" enters mql | "contacted" is call | "noise" is ignored
  std::optional<Text> value;  ///< Absent: otherwise, or each row.
  EventAction action = EventAction::is;
  Name target;
  /// "merged" is merged into "Winner ID"  |  each row merges lead from "Old" into "New"
  std::optional<Text> merged_from, into;
  std::optional<Name> merged_record = {};  ///< The `lead` of `merges lead from`.
  Span span;
};

enum class TimeFormat : std::uint8_t { text, epoch_seconds, epoch_milliseconds };

struct TimeMapping {  ///< time from ts in "Europe/Berlin" dates at 09:00
  Text column;
  std::optional<Text> zone;
  std::optional<ClockTime> dates_at;
  TimeFormat format = TimeFormat::text;
  Span span;
};

struct Source {
  Name name;
  std::optional<Text> title;
  std::optional<Name> record;  ///< source opps of opportunity
  std::optional<Text> subject, owner, team, actor, id, sequence;  ///< Column names.
  std::optional<TimeMapping> time;
  std::optional<Text> event_column;
  bool each_row = false;       ///< `each row enters inquiry`
  std::vector<CellTest> rows;  ///< `rows where`: all must hold.
  std::optional<CellTest> owner_when, team_when, actor_when;
  std::vector<EventMapping> events;
  std::vector<FieldMapping> fields;
  Span span;
};

// ---- clauses
// -------------------------------------------------------------------------------------

enum class TriggerKind : std::uint8_t { entering, leaving, assigned, event };

/// What starts a clock or is counted. `states` for entering/leaving, and for assigned the states it
/// must happen in; `names` for events and touches.
struct Trigger {
  TriggerKind kind = TriggerKind::entering;
  std::vector<Name> states;
  std::vector<Name> names;
  Span span;
  std::optional<Name> subject = {};  ///< What is counted: `leads`, as written.
};

enum class DischargeKind : std::uint8_t { move, event, assign, record };

/// One thing that must happen: a move to one of `names`, one of the events `names`, an assignment,
/// or all fields in `names` becoming known.
struct Discharge {
  DischargeKind kind = DischargeKind::move;
  std::vector<Name> names;
  std::optional<Name> by;  ///< `by the owner` (owner) or `by <party>`.
  Span span;
  std::optional<Name> subject;  ///< What is moved or assigned: `lead`, as written.
};

struct Tier {
  std::optional<Expression> when;  ///< Absent: otherwise.
  bool otherwise = false;
  bool immediately = false;
  Duration target;
  Span span;
};

enum class OnReentry : std::uint8_t { new_cycle, ignore, resume };
enum class OnReassignment : std::uint8_t { continue_, restart, grace };

struct ReentryRule {
  OnReentry rule = OnReentry::new_cycle;
  Span span;
};

struct ReassignmentRule {
  OnReassignment rule = OnReassignment::continue_;
  Duration grace;
  Span span;
};

struct Target {         ///< target 95% each month per team judged when due
  std::string percent;  ///< Digits with at most one point.
  std::optional<Period> each;
  std::optional<Name> per;
  bool judged_when_due = false;
  Span span;
};

/// A channel, calendar or title may be said once; `to` may be empty.
enum class EffectKind : std::uint8_t { remind, notify, escalate, create_task, award, deduct };

struct Effect {  ///< remind owner by email in office "text" | award 10 points to the team
  EffectKind kind = EffectKind::remind;
  std::vector<Name> to;
  std::optional<Name> channel;
  std::optional<Name> calendar;
  std::optional<Text> title;  ///< The message, or the name of the task.
  std::string points;         ///< Digits; for award and deduct.
  Span span;
};

enum class ActionTime : std::uint8_t {
  percent,     ///< at 75%
  before_due,  ///< 1 business day before due
  due,         ///< at due
  after_due,   ///< 2 business hours after due
  met,         ///< when met [within 1 business hour]
  breached,
  target_met,
  target_missed,
};

struct Action {  ///< at 75% remind owner by email
  ActionTime at = ActionTime::due;
  std::string percent;               ///< Digits with at most one point.
  std::optional<Duration> duration;  ///< The offset, or what follows `when met within`.
  Span time;                         ///< Of "at 75%".
  std::vector<Effect> effects;
  Span span;
};

struct DeadlineBody {
  std::vector<Discharge> discharges;
  bool all = false;         ///< Joined by `and`: all must happen; otherwise any.
  std::vector<Tier> tiers;  ///< One without a condition when the target is not tiered.
  Trigger start;
};

/// `sales must make at least 6 of call, email or meeting within 10 business days of entering sal`
struct CadenceBody {
  std::string amount;  ///< Digits; "at least" is understood.
  Discharge touches;
  std::vector<Tier> tiers;  ///< Empty: the window was not said.
  std::optional<Trigger> start;
  std::optional<Duration> apart;
  std::vector<Name> until;  ///< States.
};

/// `sales must not leave a lead in mql longer than 4 business hours`
struct StayBody {
  Name subject;
  std::vector<Name> states;
  std::vector<Tier> tiers;  ///< As in a deadline.
  Span in_states;           ///< Of "in mql".
};

/// `marketing must not move a lead to mql without good_fit`. Its `while` may also be a line of the
/// clause.
struct ProhibitionBody {
  std::vector<Discharge> forbidden;
  std::optional<Expression> without;
  std::optional<Expression> while_;
  std::optional<Name> outside;
};

enum class VolumeBound : std::uint8_t { at_least, at_most };

/// `at least 40% of the sum of amount entering won each quarter where source is not outbound`
struct ShareBody {
  VolumeBound bound = VolumeBound::at_least;
  std::string percent;
  std::optional<Name> sum_of;
  Trigger counted;
  std::optional<Period> each;
  bool every_entry = false;
  std::optional<Expression> where;
  std::optional<Name> per;
};

/// `at least 20% of the leads entering sal each month to won within 30 days`
struct ConversionBody {
  VolumeBound bound = VolumeBound::at_least;
  std::string percent;
  Trigger entering;
  std::vector<Name> to;  ///< Empty: not said.
  std::optional<Duration> window;
  std::optional<Period> each;
  std::optional<Name> per;
  std::optional<Expression> not_counting;
};

struct VolumeBody {
  VolumeBound bound = VolumeBound::at_least;
  std::string amount;  ///< A number of leads, or of the currency or field's unit for a sum.
  std::optional<Name> currency;
  std::optional<Name> sum_of;  ///< The summed field; absent: a count.
  Trigger counted;
  std::optional<Period> each;
  bool every_entry = false;
  bool paced = false;
  std::optional<Expression> where;
  std::optional<Name> per;
};

using ClauseBody = std::variant<DeadlineBody, CadenceBody, StayBody, ProhibitionBody, VolumeBody,
                                ShareBody, ConversionBody>;

struct Clause {
  Name name;
  std::optional<Text> title;
  std::optional<Name> subject;  ///< for each opportunity
  Name party;
  Span obligation;  ///< From the party to the end of what it must do.
  ClauseBody body;
  std::optional<Expression> when;
  std::optional<Expression> while_;
  std::optional<Expression> paused_while;
  std::optional<Expression> excused_when;
  std::optional<ReentryRule> reentry;
  std::optional<ReassignmentRule> reassignment;
  std::optional<Name> calendar;
  std::optional<Target> target;
  std::vector<Action> actions;
  Span span;
};

// ---- tests
// ---------------------------------------------------------------------------------------

/// "2026-03-06 16:30:15 "America/New_York"", or "2 hours later" than the line before.
struct Moment {
  Date date;
  int second = 0;  ///< Since local midnight, 0..86400.
  std::optional<Text> zone;
  std::optional<Duration> later;
  Span span;
};

struct Fact {  ///< country "US"  |  reason unknown
  Name field;
  std::optional<Expression> value;  ///< A literal or a name; absent: unknown.
  Span span;
};

struct GivenLeads {  ///< given lead a, b { score 80 } | given opportunity o of a
  Name record;
  std::vector<Name> names;
  std::optional<Name> parent;
  std::vector<Fact> facts;
};

struct Person {  ///< "Dana" in "East" time zone "Europe/Berlin" party sales from 2026-03-15
  Text name;
  std::optional<Text> team, zone;
  std::optional<Name> party;
  std::vector<std::pair<Name, Text>> roles;  ///< Also `manager` and `calendar`.
  std::optional<Moment> from, until;
  Span span;
};

enum class HappeningKind : std::uint8_t { enters, assigned, held, resumed, event, changes, merged };

struct Happening {  ///< a enters mql by "Kim" with { score 80 }
  std::optional<Moment> at;
  Name lead;
  HappeningKind kind = HappeningKind::enters;
  Name target;  ///< State, event or lead; for the others the word that says what happened.
  std::optional<Text> owner, team, actor;
  std::vector<Fact> facts;
  Span span;
};

struct Retraction {  ///< that a gets a call at 2026-03-09 11:00 is retracted
  std::optional<Moment> at;
  Happening what;
  Moment when;
  Span span;
};

enum class ClaimKind : std::uint8_t {
  due,       ///< moment
  breach,    ///< moment
  met,       ///< duration, if said
  met_late,  ///< the same
  breached,  ///< moment, if said
  running,
  paused,
  cancelled,
  excused,
  not_started,
  no_data,
  percent,  ///< text: the number before %
  amount,   ///< text: the number; name: the currency, if said
  cycle,    ///< text: digits
  owner,    ///< text
  team,     ///< text
  tier,     ///< text: its name as written
  period,   ///< text: its label
  group,    ///< text
  provisional,
  final_,
  used,     ///< duration
  best,     ///< text: the number before %
  worst,    ///< the same
  deed,
};

struct Told {  ///< "Dana"  |  sales_manager "Kim"
  std::optional<Name> role;
  std::optional<Text> person;
};

/// reminds owner by email at 2026-03-09 10:26  |  does not escalate to sales_manager
struct Deed {
  Name verb;  ///< "reminds"; after `does not`: "remind".
  bool done = true;
  std::optional<Name> preposition;
  std::vector<Told> to;
  std::optional<Name> points;  ///< Digits.
  std::optional<Text> message;  ///< Also the name of a task.
  std::optional<Name> channel;
  std::optional<Moment> at;
};

struct Claim {
  ClaimKind kind = ClaimKind::met;
  std::optional<Moment> moment;
  std::optional<Duration> duration;
  std::string text;
  std::optional<Name> name;
  std::optional<Deed> deed;
  Span span;
};

/// What is expected of a person or team: "has 15 points", "is first in league".
struct Standing {
  enum class Kind : std::uint8_t { points, badge, rank, prize, period } kind = Kind::points;
  bool none = false;           ///< `no points`, `no badge`, `no prize`.
  std::string number;          ///< Points (also negative), times, a rank or money.
  std::optional<Name> name;    ///< The clause, badge or program, or the currency.
  std::optional<Text> title;   ///< Of the program or of the prize.
  std::string label;           ///< Of the period.
  Span span;
};

/// at 2026-03-09 12:00 expect speed_to_lead of a met after 3.5 business hours
/// expect no action of speed_to_lead for a
/// expect team "East" is first in league
struct Expectation {
  std::optional<Moment> at;
  Name clause;  ///< Empty where none is named.
  std::optional<Name> lead;
  std::vector<Claim> claims;  ///< All have to hold.
  bool no_action = false;
  std::optional<Text> holder;
  bool of_team = false;  ///< The holder is a team.
  std::vector<Standing> standings;
  Span span;
};

struct Test {
  Text title;
  std::vector<GivenLeads> leads;
  std::vector<Person> people;
  std::vector<std::variant<Happening, Retraction, Expectation>> steps;  ///< In the order written.
  Span span;
};

// ---- templates
// -----------------------------------------------------------------------------------

enum class TemplateKind : std::uint8_t { clause, source, calendar, agreement };

/// What an argument may be. The last ones are names of the policy.
enum class ParameterType : std::uint8_t {
  duration,
  percent,
  number,
  money,
  text,
  date,
  period,
  condition,
  state,
  states,
  event,
  events,
  field,
  number_field,
  calendar,
  role,
  party,
  clause,
  group,
};

/// What stands for a parameter: `4 business hours`, `call, email or meeting`, `fiscal quarter`.
struct ArgumentValue {
  std::vector<Expression> items;  ///< Separated by commas; empty for a fiscal period.
  Span span;
};

struct Parameter {  ///< parameter limit "How long" duration = 4 business hours
  Name name;
  std::optional<Text> title;
  std::optional<ParameterType> type;  ///< Absent: not one of the language; has been reported.
  std::optional<ArgumentValue> otherwise;
  Span span;
};

struct Argument {  ///< limit 4 business hours
  Name name;
  ArgumentValue value;
  Span span;
};

/// template clause speed_to_lead "Title" { parameter ...  what a clause says }. The body is text:
/// what it means is known only when the parameters are filled in.
struct Template {
  TemplateKind kind = TemplateKind::clause;
  Name name;
  std::optional<Text> title;
  std::vector<Parameter> parameters;
  Span body;  ///< Between the parameters and the closing brace.
  Span span;
};

/// clause fast "Title" from std.speed_to_lead with { limit 4 hours } and { target 95% }
struct Instance {
  TemplateKind kind = TemplateKind::clause;
  Name name;  ///< An agreement has none.
  std::optional<Text> title;
  std::optional<Name> record = {};  ///< source stages of opportunity from crm.stages
  std::vector<Name> from;  ///< The template, after the library if it says one.
  std::vector<Argument> arguments;
  std::optional<Span> more;  ///< Between the braces after `and`.
  Span span;
};

// ---- programs
// ------------------------------------------------------------------------------------

struct Badge {  ///< badge lightning "Lightning" when speed_to_lead is met 20 times in a row per
                ///< team
  Name name;
  std::optional<Text> title;
  Name clause;
  bool met = true;            ///< Otherwise: breached.
  std::optional<Name> times;  ///< Digits.
  bool in_a_row = false;
  std::optional<Name> per;
  Span span;
};

struct Leaderboard {  ///< leaderboard "Fastest" per owner each month
  std::optional<Text> title;
  std::optional<Name> per;
  std::optional<Period> each;
  Span span;
};

struct Prize {        ///< prize 5000 USD to the top team each quarter | prize "Dinner" to the top 3
                      ///< owners
  std::string money;  ///< Digits; empty: `title` says what it is.
  std::optional<Name> currency;
  std::optional<Text> title;
  std::optional<Name> top;  ///< Digits.
  Name group;               ///< "team", "owners", ...
  std::optional<Period> each;
  Span span;
};

struct Program {
  Name name;
  std::optional<Text> title;
  std::vector<Badge> badges;
  std::vector<Leaderboard> leaderboards;
  std::vector<Prize> prizes;
  Span span;
};

using Declaration = std::variant<AgreementHeader, Calendar, Holidays, Record, Define, Lifecycle,
                                 Role, EventDeclaration, Use, Source, Clause, Program, Test,
                                 Template, Instance, Parameter>;

/// One parsed file. A file with syntax errors still yields the declarations that could be read.
struct File {
  std::uint32_t index = 0;  ///< Into the compilation's `Sources`.
  std::vector<Declaration> declarations;
  /// The dotted name under which a library file was found (`us`); empty for files of the policy.
  /// Its holidays are `us.federal_holidays` to others.
  std::string library;
};

}  // namespace sla::syntax
