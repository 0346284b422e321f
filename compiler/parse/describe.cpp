#include "compiler/parse/describe.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "SlaParser.h"

namespace sla::parse {

using grammar::SlaParser;

bool is_declaration_keyword(std::size_t type) {
  return type >= SlaParser::K_AGREEMENT && type <= SlaParser::K_TEMPLATE;
}

std::string_view describe_rule(std::size_t rule) {
  switch (rule) {
    case SlaParser::RuleDeclaration: return "a declaration such as `clause` or `calendar`";
    case SlaParser::RuleAgreementLine: return "a line of the agreement such as `version 3`";
    case SlaParser::RuleCalendarLine:
      return "a line of the calendar such as `open Mon-Fri 09:00-17:00`";
    case SlaParser::RuleHolidaysLine: return "a holiday such as `\"New Year's Day\" January 1`";
    case SlaParser::RuleHolidayDate:
    case SlaParser::RuleHolidayBase:
      return "a day such as `January 1`, `third Monday of January` or `2 days before Easter`";
    case SlaParser::RuleOrdinal: return "`first` to `fifth` or `last`";
    case SlaParser::RuleHolidaySet: return "a holiday set such as `us.federal_holidays`";
    case SlaParser::RuleLifecycleLine: return "a state or a move such as `mql -> sal`";
    case SlaParser::RuleSourceLine: return "a line of the source such as `lead from lead_id`";
    case SlaParser::RuleClauseLine: return "a line of the clause such as `target 95% each month`";
    case SlaParser::RuleProgramLine:
      return "a line of the program such as `leaderboard per owner each month`";
    case SlaParser::RuleObligation: return "the promise, such as `sales must make a call`";
    case SlaParser::RuleField: return "a field such as `score integer`";
    case SlaParser::RuleTier: return "a tier such as `otherwise 2 business days`";
    case SlaParser::RuleValueMapping: return "a value such as `\"Web form\" is web`";
    case SlaParser::RuleEventMapping: return "an event such as `\"accepted\" enters mql`";
    case SlaParser::RuleMergedRow:
      return "which lead goes into which, such as `merges lead from \"Old\" into \"New\"`";
    case SlaParser::RuleTestLine:
      return "a line of the test such as `at 2026-03-06 16:30 a enters mql` or `expect ...`";
    case SlaParser::RuleGiven: return "what is given, such as `lead a { score 80 }`";
    case SlaParser::RuleFact: return "a value such as `score 80`";
    case SlaParser::RuleFactValue: return "a value";
    case SlaParser::RulePerson: return "a person such as `\"Dana\" in \"East\"`";
    case SlaParser::RuleMoment: return "a time such as `2026-03-06 16:30`";
    case SlaParser::RuleOccurrence: return "what happens, such as `enters mql` or `gets call`";
    case SlaParser::RuleClaim: return "what is expected, such as `speed_to_lead of a met`";
    case SlaParser::RuleClaimPart:
      return "what is expected of it, such as `met`, `due 2026-03-09 11:30` or `owner \"Dana\"`";
    case SlaParser::RuleDeed: return "what is done, such as `reminds owner at 2026-03-09 10:26`";
    case SlaParser::RuleStanding:
      return "what is expected of them, such as `has 15 points` or `is first in league`";
    case SlaParser::RuleTold: return "who is told, such as `owner` or `\"Dana\"`";
    case SlaParser::RulePeriodLabel: return "a period such as `2026-03` or `2026-Q1`";
    case SlaParser::RuleClaimName: return "a clause";
    case SlaParser::RuleLeadName: return "a lead of the test";
    case SlaParser::RuleType: return "a type such as `integer`, `text` or `one of a, b`";
    case SlaParser::RuleChoice: return "a value of the list";
    case SlaParser::RuleDeadline:
    case SlaParser::RuleDischarge:
    case SlaParser::RuleQuantity:
    case SlaParser::RuleVerb: return "what must be done, such as `move a lead to won`";
    case SlaParser::RuleStart: return "`of` and what starts the clock, such as `of entering mql`";
    case SlaParser::RuleTrigger: return "what starts the clock, such as `entering mql`";
    case SlaParser::RuleSubject: return "whom it is about, such as `a lead`";
    case SlaParser::RuleEvents: return "an event such as `call`";
    case SlaParser::RuleEffect: return "what to do, such as `remind owner` or `award 10 points`";
    case SlaParser::RulePeople: return "a role such as `owner`";
    case SlaParser::RuleDuration: return "a duration such as `4 business hours`";
    case SlaParser::RuleExpression:
    case SlaParser::RuleConjunction:
    case SlaParser::RuleNegation: return "a condition or a value";
    case SlaParser::RuleComparison:
    case SlaParser::RuleSum:
    case SlaParser::RuleProduct:
    case SlaParser::RuleFallback:
    case SlaParser::RuleNegated:
    case SlaParser::RulePrimary:
    case SlaParser::RuleFieldPath: return "a value";
    case SlaParser::RuleRelation: return "a comparison";
    case SlaParser::RuleList: return "a list such as `[\"US\", \"CA\"]`";
    case SlaParser::RuleWindows:
    case SlaParser::RuleWindow: return "opening hours such as `09:00-17:00`";
    case SlaParser::RuleDays:
    case SlaParser::RuleDayRange: return "weekdays such as `Mon-Fri`";
    case SlaParser::RuleDates:
    case SlaParser::RuleDateRange:
    case SlaParser::RuleDate: return "a date such as `2026-01-31`";
    case SlaParser::RuleClockTime: return "a time such as `09:00`";
    case SlaParser::RuleWholeNumber: return "a whole number";
    case SlaParser::RuleCurrency: return "a currency such as `USD`";
    case SlaParser::RuleTitle: return "a quoted text";
    case SlaParser::RuleColumn: return "a column such as `lead_id` or `\"Lead ID\"`";
    case SlaParser::RuleYearWord: return "`year`";
    case SlaParser::RulePeriodUnit: return "a period such as `month`";
    case SlaParser::RuleStates:
    case SlaParser::RuleStateName: return "a state";
    case SlaParser::RulePartyName: return "a party";
    case SlaParser::RuleFieldName: return "a field";
    case SlaParser::RuleEventName: return "an event";
    case SlaParser::RuleSubjectName: return "a record such as `lead`";
    case SlaParser::RuleCalendarName: return "a calendar";
    case SlaParser::RuleRoleName: return "a role";
    case SlaParser::RuleChannelName: return "a channel such as `email`";
    case SlaParser::RuleClauseName: return "a clause";
    case SlaParser::RuleMonthName: return "a month such as `February`";
    case SlaParser::RuleHolidayName: return "a holiday set such as `us.federal_holidays`";
    case SlaParser::RuleGroupPath:
    case SlaParser::RuleGroupName: return "a group such as `team`";
    case SlaParser::RuleLibraryName: return "a library or template such as `promises`";
    case SlaParser::RuleTemplateKind: return "`clause`, `source`, `calendar` or `agreement`";
    case SlaParser::RuleParameterType: return "a type of parameters such as `duration` or `state`";
    case SlaParser::RuleArgument: return "an argument such as `limit 4 business hours`";
    case SlaParser::RuleArgumentBody: return "arguments such as `{ limit 4 business hours }`";
    case SlaParser::RuleArgumentValue: return "a value";
    case SlaParser::RuleCellTest: return "a test of a column such as `\"Field\" is \"Status\"`";
    case SlaParser::RuleNewName:
    case SlaParser::RuleName:
    case SlaParser::RulePlainName:
    case SlaParser::RuleMappedName: return "a name";
    default: return {};
  }
}

std::string describe_token(std::size_t type) {
  switch (type) {
    case antlr4::Token::EOF: return "the end of the file";
    case SlaParser::NL: return "the end of the line";
    case SlaParser::IDENT: return "a name";
    case SlaParser::TEXT: return "a quoted text";
    case SlaParser::NUMBER: return "a number";
    case SlaParser::PERCENT: return "a percentage such as `95%`";
    case SlaParser::DATE: return "a date such as `2026-01-31`";
    case SlaParser::TIME: return "a time such as `09:00`";
    case SlaParser::SECONDS: return "a time with seconds such as `09:00:30`";
    case SlaParser::CURRENCY: return "a currency such as `USD`";
    case SlaParser::UNIT: return "a unit such as `hours`";
    case SlaParser::WEEKDAY: return "a weekday such as `Mon`";
    case SlaParser::SIMPLE_TYPE: return "a type such as `integer`";
    case SlaParser::ORDINAL: return "`first` to `fifth` or `last`";
    case SlaParser::VERB: return "a verb such as `deliver`";
    case SlaParser::K_DAY: return "`day`";
    case SlaParser::POINTS: return "`points`";
    case SlaParser::ACTS: return "what is done, such as `reminds owner`";
    case SlaParser::NOT_EQUAL: return "`!=`";
    case SlaParser::SLASHES: return "`//`";
    case SlaParser::POSSESSIVE: return "`'s`";
    default: break;
  }
  static SlaParser parser(nullptr);
  std::string literal = parser.getVocabulary().getLiteralName(type);
  if (literal.size() >= 2) literal = literal.substr(1, literal.size() - 2);
  return fmt::format("`{}`", literal);
}

std::vector<std::string> spellings(std::size_t type) {
  switch (type) {
    case SlaParser::UNIT:
      return {"minutes", "hours", "weeks", "months", "quarters", "years", "seconds",
              "minute",  "hour",  "week",  "month",  "quarter",  "year",  "second"};
    case SlaParser::K_DAY: return {"days", "day"};
    case SlaParser::POINTS: return {"points", "point"};
    case SlaParser::ACTS:
      return {"reminds", "notifies", "escalates", "creates", "awards", "deducts"};
    case SlaParser::WEEKDAY: return {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    case SlaParser::SIMPLE_TYPE:
      return {"integer", "decimal", "percent", "money", "text", "date", "instant"};
    case SlaParser::ORDINAL: return {"first", "third", "fourth", "fifth", "last"};
    case SlaParser::VERB:
      return {"deliver", "generate", "win",      "close",  "accept",
              "book",    "qualify",  "complete", "answer", "reach"};
    default: break;
  }
  const std::string described = describe_token(type);
  const std::string word = described.substr(1, described.size() - 2);
  const bool is_word = described.front() == '`' &&
                       std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; });
  return is_word ? std::vector{word} : std::vector<std::string>{};
}

std::string usual_word(std::string_view word) {
  constexpr auto kShort = std::to_array<std::pair<std::string_view, std::string_view>>({
      {"s", "seconds"},
      {"sec", "seconds"},
      {"secs", "seconds"},
      {"m", "minutes"},
      {"min", "minutes"},
      {"mins", "minutes"},
      {"h", "hours"},
      {"hr", "hours"},
      {"hrs", "hours"},
      {"d", "days"},
      {"bd", "business days"},
      {"bh", "business hours"},
      {"w", "weeks"},
      {"wk", "weeks"},
      {"wks", "weeks"},
      {"mo", "months"},
      {"q", "quarters"},
      {"y", "years"},
      {"shall", "must"},
      {"should", "must"},
      {"will", "must"},
      {"after", "of"},
      {"on", "of"},
      {"from", "of"},
      {"upto", "to"},
      {"until", "to"},
      {"if", "when"},
      {"unless", "without"},
      {"immediate", "immediately"},
      {"string", "text"},
      {"int", "integer"},
      {"float", "decimal"},
      {"number", "integer"},
      {"boolean", "yes"},
      {"bool", "yes"},
      {"enum", "one"},
      {"pause", "paused"},
      {"else", "otherwise"},
      {"import", "use"},
  });
  const auto* found =
      std::ranges::find(kShort, word, [](const auto& entry) { return entry.first; });
  return std::string(found == kShort.end() ? word : found->second);
}

std::string printable(std::string_view text) {
  std::string result;
  for (const char c : text) result += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c;
  return result;
}

std::string abbreviated(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  if (text.size() <= kLongest) return printable(text);
  std::size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return printable(text.substr(0, end)) + "...";
}

}  // namespace sla::parse
