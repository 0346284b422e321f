#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "SlaParser.h"
#include "compiler/parse/tokens.h"
#include "compiler/syntax/syntax.h"

namespace sla::parse {

/// Walks ANTLR's tree and makes ours. Contexts that hold an error are left out: their finding has
/// been made. One .cpp file for each kind of declaration.
class Builder {
 public:
  using Grammar = grammar::SlaParser;

  explicit Builder(Reporter& reporter) : reporter_(reporter) {}

  std::vector<syntax::Declaration> file(Grammar::FileContext& context);

 private:
  /// Notices a part that may be said only once in a declaration.
  class Said {
   public:
    explicit Said(Reporter& reporter) : reporter_(reporter) {}
    /// False, with a finding, when `what` was said before.
    bool first(const std::string& what, source::Span span);

   private:
    Reporter& reporter_;
    std::map<std::string, source::Span> spans_;
  };

  // build.cpp
  std::optional<syntax::Declaration> declaration(Grammar::DeclarationContext& context);
  syntax::Define define(Grammar::DefineContext& context);
  syntax::Use use(Grammar::UseContext& context);

  // build_literal.cpp
  source::Span span(antlr4::ParserRuleContext& context) const;
  source::Span span(antlr4::tree::TerminalNode* node) const;
  static bool sound(const antlr4::ParserRuleContext* context);
  syntax::Name name(antlr4::ParserRuleContext* context) const;
  syntax::Name name(antlr4::tree::TerminalNode* node) const;
  template <typename Context>
  std::vector<syntax::Name> names(const std::vector<Context*>& contexts) const {
    std::vector<syntax::Name> result;
    for (Context* context : contexts) result.push_back(name(context));
    return result;
  }
  syntax::Text text(antlr4::tree::TerminalNode* node);
  syntax::Text title(Grammar::TitleContext* context);
  std::optional<syntax::Text> optional_title(Grammar::TitleContext* context);
  syntax::Date date(Grammar::DateContext* context);
  syntax::ClockTime clock_time(Grammar::ClockTimeContext* context);
  syntax::Duration duration(Grammar::DurationContext& context);
  syntax::Period period(Grammar::EachPeriodContext& context);
  /// The digits of a NUMBER or PERCENT (without %), after checking that they fit.
  std::string number(antlr4::tree::TerminalNode* node);

  // build_expression.cpp
  syntax::Expression expression(Grammar::ExpressionContext& context);
  syntax::Expression or_(Grammar::ExpressionContext& context);
  syntax::Expression and_(Grammar::ConjunctionContext& context);
  syntax::Expression not_(Grammar::NegationContext& context);
  syntax::Expression comparison(Grammar::ComparisonContext& context);
  syntax::Expression sum(Grammar::SumContext& context);
  syntax::Expression product(Grammar::ProductContext& context);
  syntax::Expression fallback(Grammar::FallbackContext& context);
  syntax::Expression negated(Grammar::NegatedContext& context);
  syntax::Expression primary(Grammar::PrimaryContext& context);
  syntax::Expression list(Grammar::ListContext& context);
  syntax::Expression literal(Grammar::LiteralContext& context);
  syntax::Expression operation(syntax::ExpressionKind kind, syntax::Expression operand);
  syntax::Expression operation(syntax::ExpressionKind kind, syntax::Expression left,
                               syntax::Expression right);
  bool too_many_operations(source::Span span);

  // build_agreement.cpp
  syntax::AgreementHeader agreement(Grammar::AgreementContext& context);
  void agreement_line(Grammar::AgreementLineContext& line, syntax::AgreementHeader& header,
                      Said& said);
  syntax::Calendar calendar(Grammar::CalendarContext& context);
  void calendar_line(Grammar::CalendarLineContext& line, syntax::Calendar& calendar);
  void opening(Grammar::CalendarLineContext& line, syntax::Calendar& calendar);
  void closing(Grammar::CalendarLineContext& line, syntax::Calendar& calendar);
  std::vector<syntax::Window> windows(Grammar::WindowsContext& context);
  std::vector<syntax::DayRange> days(Grammar::DaysContext& context);

  // build_holidays.cpp
  syntax::Holidays holidays(Grammar::HolidaysContext& context);
  syntax::HolidaySet holiday_set(Grammar::HolidaySetContext& context);
  void holiday_set_part(Grammar::HolidaySetPartContext& part, syntax::HolidaySet& set, Said& said);
  syntax::HolidayRule holiday_rule(Grammar::HolidaysLineContext& line);
  void holiday_date(Grammar::HolidayDateContext& context, syntax::HolidayRule& rule);
  void holiday_base(Grammar::HolidayBaseContext& context, syntax::HolidayRule& rule);
  void holiday_part(Grammar::HolidayPartContext& part, syntax::HolidayRule& rule, Said& said);
  void observed(Grammar::HolidayPartContext& part, syntax::HolidayRule& rule);
  std::pair<syntax::Date, syntax::Date> date_range(Grammar::DateRangeContext& context);
  int weekday(antlr4::tree::TerminalNode* node) const;  ///< Monday = 0.
  syntax::Year year(Grammar::WholeNumberContext& context);

  // build_record.cpp
  syntax::Record lead(Grammar::LeadContext& context);
  syntax::EventDeclaration event(Grammar::NewNameContext& name, Grammar::TitleContext* title,
                                 Grammar::FieldBodyContext* payload, bool touch, source::Span span);
  syntax::Record record(Grammar::RecordContext& context);
  std::vector<syntax::Field> fields(Grammar::FieldBodyContext& context);
  syntax::TypeName type(Grammar::FieldContext& field);
  syntax::Lifecycle lifecycle(Grammar::LifecycleContext& context);
  syntax::StateLine state_line(Grammar::LifecycleLineContext& line);

  // build_source.cpp
  syntax::Source source(Grammar::SourceContext& context);
  void source_line(Grammar::SourceLineContext& line, syntax::Source& source, Said& said);
  void events_of(Grammar::SourceLineContext& line, syntax::Source& source);
  syntax::Text column(Grammar::ColumnContext& context);
  syntax::TimeMapping time_mapping(Grammar::SourceLineContext& line);
  syntax::FieldMapping field_mapping(Grammar::SourceLineContext& line);
  syntax::EventMapping meaning(Grammar::EventMeaningContext& context);
  syntax::EventMapping merged_row(Grammar::MergedRowContext& context);
  syntax::Text value(Grammar::ValueContext& context);
  syntax::CellTest cell_test(Grammar::CellTestContext& context);

  // build_template.cpp
  syntax::Template template_(Grammar::Template_Context& context);
  syntax::Parameter parameter(Grammar::ParameterContext& context);
  syntax::Instance instance(Grammar::InstanceContext& context);
  syntax::ArgumentValue argument_value(Grammar::ArgumentValueContext& context);

  // build_clause.cpp
  std::optional<syntax::Clause> clause(Grammar::ClauseContext& context);
  void clause_line(Grammar::ClauseLineContext& line, syntax::Clause& clause, Said& said);
  syntax::ReassignmentRule reassignment(Grammar::ClauseLineContext& line);
  syntax::Target target(Grammar::ClauseLineContext& line);

  // build_obligation.cpp
  void obligation(Grammar::ObligationContext& context, syntax::Clause& clause);
  syntax::DeadlineBody deadline(Grammar::DeadlineContext& context);
  syntax::Discharge discharge(Grammar::DischargeContext& context);
  syntax::StayBody stay(Grammar::ProhibitionContext& context);
  syntax::ProhibitionBody prohibition(Grammar::ProhibitionContext& context);
  std::vector<syntax::Tier> tiers(Grammar::DeadlineTargetContext& context);
  std::vector<syntax::Tier> tiers(Grammar::QuantityPartContext& context);
  std::vector<syntax::Tier> tiers(Grammar::TierBodyContext& context);
  syntax::Trigger trigger(Grammar::TriggerContext& context);
  syntax::Trigger state_trigger(Grammar::StateTriggerContext& context);
  std::vector<syntax::Name> events(Grammar::EventsContext& context);

  // build_quantity.cpp
  void quantity(Grammar::QuantityContext& context, syntax::Clause& clause);
  syntax::VolumeBody volume(Grammar::QuantityContext& context);
  syntax::CadenceBody cadence(Grammar::QuantityContext& context);
  syntax::ShareBody share(Grammar::QuantityContext& context);
  syntax::ConversionBody conversion(Grammar::QuantityContext& context);
  /// At which event, and of which field the sum; without a field it is a count.
  std::pair<syntax::Trigger, std::optional<syntax::Name>> counted(
      Grammar::QuantityContext& context);

  // build_action.cpp
  syntax::Action action(Grammar::ActionContext& context);
  void action_time(Grammar::ActionTimeContext& context, syntax::Action& action);
  syntax::Effect effect(Grammar::EffectContext& context);

  // build_program.cpp
  syntax::Program program(Grammar::ProgramContext& context);
  syntax::Badge badge(Grammar::BadgeContext& context);
  syntax::Leaderboard leaderboard(Grammar::LeaderboardContext& context);
  syntax::Prize prize(Grammar::PrizeContext& context);

  // build_tests.cpp
  syntax::Test test(Grammar::TestContext& context);
  void test_line(Grammar::TestLineContext& line, syntax::Test& test);
  void given(Grammar::GivenContext& context, syntax::Test& test);
  syntax::Person person(Grammar::PersonContext& context);
  std::vector<syntax::Fact> facts(Grammar::FactBodyContext& context);
  syntax::Happening happening(Grammar::HappeningContext& context);
  syntax::Retraction retraction(Grammar::RetractionContext& context);
  void occurrence(Grammar::OccurrenceContext& context, syntax::Happening& happening);
  std::optional<syntax::Moment> moment(Grammar::TestTimeContext* context);
  syntax::Moment moment(Grammar::MomentContext& context);
  int seconds(antlr4::tree::TerminalNode* node);

  // build_claims.cpp
  syntax::Expectation expectation(Grammar::ClaimContext& context);
  syntax::Claim claim(Grammar::ClaimPartContext& context);
  syntax::ClaimKind claim_kind(Grammar::ClaimPartContext& context) const;
  syntax::Deed deed(Grammar::DeedContext& context);
  syntax::Standing standing(Grammar::StandingContext& context);
  std::string period_label(Grammar::PeriodLabelContext& context);

  Reporter& reporter_;
  std::size_t operations_ = 0;  ///< In the expression that is being built.
};

}  // namespace sla::parse
