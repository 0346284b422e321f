#include <charconv>
#include <chrono>

#include <fmt/format.h>

#include "compiler/parse/build.h"
#include "compiler/parse/describe.h"

namespace sla::parse {
namespace {

using diagnose::Code;
using grammar::SlaParser;

/// A checked 64-bit integer, or an exact decimal of 64 bits with six places.
constexpr std::size_t kWholeDigits = 18;
constexpr std::size_t kDigitsBeforePoint = 12;
constexpr std::size_t kPlaces = 6;

antlr4::Token* last_token(antlr4::ParserRuleContext& context) {
  for (auto child = context.children.rbegin(); child != context.children.rend(); ++child) {
    if (auto* leaf = dynamic_cast<antlr4::tree::TerminalNode*>(*child)) {
      if (leaf->getSymbol()->getType() != SlaParser::NL) return leaf->getSymbol();
    } else if (auto* rule = dynamic_cast<antlr4::ParserRuleContext*>(*child)) {
      if (antlr4::Token* token = last_token(*rule)) return token;
    }
  }
  return nullptr;
}

void add_tokens(antlr4::tree::ParseTree& tree, std::vector<antlr4::Token*>& result) {
  if (auto* leaf = dynamic_cast<antlr4::tree::TerminalNode*>(&tree)) {
    result.push_back(leaf->getSymbol());
  }
  for (antlr4::tree::ParseTree* child : tree.children) add_tokens(*child, result);
}

std::vector<antlr4::Token*> tokens(antlr4::tree::ParseTree& tree) {
  std::vector<antlr4::Token*> result;
  add_tokens(tree, result);
  return result;
}

int to_int(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

syntax::Unit unit(std::string_view word) {
  switch (word[0]) {
    case 's': return syntax::Unit::second;
    case 'h': return syntax::Unit::hour;
    case 'd': return syntax::Unit::day;
    case 'w': return syntax::Unit::week;
    case 'q': return syntax::Unit::quarter;
    case 'y': return syntax::Unit::year;
    default: return word.starts_with("mi") ? syntax::Unit::minute : syntax::Unit::month;
  }
}

}  // namespace

source::Span Builder::span(antlr4::ParserRuleContext& context) const {
  antlr4::Token* last = last_token(context);
  return reporter_.span(context.getStart(), last ? last : context.getStart());
}

source::Span Builder::span(antlr4::tree::TerminalNode* node) const {
  return reporter_.span(node->getSymbol());
}

bool Builder::sound(const antlr4::ParserRuleContext* context) {
  return context && !context->exception;
}

syntax::Name Builder::name(antlr4::ParserRuleContext* context) const {
  // A calendar may be said with its library, `us.office`, and blanks between do not count.
  const source::Span at = span(*context);
  std::string text;
  for (antlr4::Token* part : tokens(*context)) text += reporter_.text(part);
  return {std::move(text), at};
}

syntax::Name Builder::name(antlr4::tree::TerminalNode* node) const {
  return {std::string(reporter_.text(node->getSymbol())), span(node)};
}

syntax::Text Builder::text(antlr4::tree::TerminalNode* node) {
  syntax::Text result{{}, span(node)};
  std::string_view raw = reporter_.text(node->getSymbol());
  raw.remove_prefix(1);
  // A text that does not end has been reported, and has no quote to drop.
  if (raw.ends_with('"')) raw.remove_suffix(1);
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\\' || i + 1 == raw.size()) {
      result.value += raw[i];
      continue;
    }
    const char escape = raw[++i];
    if (escape == '"' || escape == '\\') {
      result.value += escape;
    } else if (escape == 'n') {
      result.value += '\n';
    } else {
      const auto at = static_cast<std::uint32_t>(result.span.begin + i);
      auto* finding = reporter_.add(Code::bad_escape, {result.span.file, at, at + 2},
                                    "`\\` is followed by something that it does not escape");
      if (finding)
        finding->help = "write `\\\\` for a backslash, `\\\"` for a quote, `\\n` for a line break";
    }
  }
  return result;
}

syntax::Text Builder::title(Grammar::TitleContext* context) { return text(context->TEXT()); }

std::optional<syntax::Text> Builder::optional_title(Grammar::TitleContext* context) {
  if (!context) return std::nullopt;
  return title(context);
}

syntax::Date Builder::date(Grammar::DateContext* context) {
  const std::string_view raw = reporter_.text(context->getStart());
  const std::size_t dash = raw.find('-', 5);
  syntax::Date result{to_int(raw.substr(0, 4)), to_int(raw.substr(5, dash - 5)),
                      to_int(raw.substr(dash + 1)), span(*context)};
  const std::chrono::year_month_day day{std::chrono::year(result.year),
                                        std::chrono::month(static_cast<unsigned>(result.month)),
                                        std::chrono::day(static_cast<unsigned>(result.day))};
  if (day.ok() && result.year > 0 && raw.size() == 10) return result;
  if (day.ok() && result.year > 0) {
    auto* finding =
        reporter_.add(Code::bad_date, result.span, fmt::format("`{}` is not a full date", raw));
    const std::string fixed =
        fmt::format("{:04}-{:02}-{:02}", result.year, result.month, result.day);
    if (finding) finding->help = fmt::format("write `{}`", fixed);
    if (finding) finding->fix = diagnose::Fix{result.span, fixed, diagnose::Safety::safe};
    return result;
  }
  std::string message = fmt::format("`{}` is not a date: ", raw);
  if (result.month < 1 || result.month > 12) {
    message += fmt::format("there is no month {}", result.month);
  } else if (result.year == 0) {
    message += "years begin at 1";
  } else {
    message += fmt::format("that month has no day {}", result.day);
  }
  reporter_.add(Code::bad_date, result.span, std::move(message));
  return {1970, 1, 1, result.span};
}

syntax::ClockTime Builder::clock_time(Grammar::ClockTimeContext* context) {
  const std::string_view raw = reporter_.text(context->getStart());
  const std::size_t colon = raw.find(':');
  // `9am` has had its finding.
  if (colon == raw.npos) return {0, span(*context)};
  const int hour = to_int(raw.substr(0, colon));
  const int minute = to_int(raw.substr(colon + 1));
  if (minute > 59 || hour > 24 || (hour == 24 && minute > 0)) {
    auto* finding = reporter_.add(Code::bad_date, span(*context),
                                  fmt::format("`{}` is not a time of day", raw));
    if (finding) finding->notes.emplace_back("times run from 00:00 to 24:00");
    return {0, span(*context)};
  }
  return {hour * 60 + minute, span(*context)};
}

syntax::Duration Builder::duration(Grammar::DurationContext& context) {
  syntax::Duration result;
  result.span = span(context);
  result.amount = number(context.NUMBER());
  result.business = context.K_BUSINESS() != nullptr;
  result.end_of_day = context.K_END() != nullptr;
  result.unit =
      context.UNIT() ? unit(reporter_.text(context.UNIT()->getSymbol())) : syntax::Unit::day;
  return result;
}

syntax::Period Builder::period(Grammar::EachPeriodContext& context) {
  constexpr syntax::PeriodUnit kUnits[] = {syntax::PeriodUnit::day,     syntax::PeriodUnit::day,
                                           syntax::PeriodUnit::day,     syntax::PeriodUnit::day,
                                           syntax::PeriodUnit::week,    syntax::PeriodUnit::month,
                                           syntax::PeriodUnit::quarter, syntax::PeriodUnit::year};
  const std::string_view word = reporter_.text(context.periodUnit()->getStart());
  const syntax::Unit read = unit(word);
  if (read < syntax::Unit::day || word.ends_with('s')) {
    auto* finding = reporter_.add(Code::unexpected, span(*context.periodUnit()),
                                  fmt::format("`{}` is not a period", word));
    if (finding) finding->help = "use `day`, `week`, `month`, `quarter` and `year`";
  }
  return {kUnits[static_cast<std::size_t>(read)], context.K_FISCAL() != nullptr, span(context)};
}

std::string Builder::number(antlr4::tree::TerminalNode* node) {
  std::string_view raw = reporter_.text(node->getSymbol());
  // Of `4h` only the digits are a number; the rest has been reported.
  raw = raw.substr(0, raw.find_first_not_of("0123456789."));
  const std::size_t point = raw.find('.');
  const std::string_view whole = raw.substr(0, point);
  const std::string_view places = point == raw.npos ? std::string_view{} : raw.substr(point + 1);
  const std::size_t allowed = places.empty() ? kWholeDigits : kDigitsBeforePoint;
  if (whole.size() <= allowed && places.size() <= kPlaces) return std::string(raw);
  auto* finding = reporter_.add(Code::bad_number, span(node),
                                fmt::format("`{}` has too many digits", abbreviated(raw)));
  if (finding) {
    finding->notes.push_back(
        fmt::format("a whole number has at most {} digits, another at most {} before "
                    "the point and {} after it",
                    kWholeDigits, kDigitsBeforePoint, kPlaces));
  }
  return "1";
}

}  // namespace sla::parse
