#include "compiler/parse/allowed.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "SlaParser.h"
#include "compiler/parse/atn_walk.h"
#include "compiler/parse/describe.h"
#include "compiler/parse/quick_lexer.h"
#include "compiler/parse/tokens.h"

namespace sla::parse {
namespace {

using grammar::SlaParser;

/// More of a declaration than this is not followed; the nearest lines are.
constexpr std::size_t kMostFollowed = 4000;

std::optional<NameKind> name_kind(std::size_t rule) {
  switch (rule) {
    case SlaParser::RuleFieldPath: return NameKind::value;
    case SlaParser::RulePartyName: return NameKind::party;
    case SlaParser::RuleStateName: return NameKind::state;
    case SlaParser::RuleFieldName: return NameKind::field;
    case SlaParser::RuleMappedName: return NameKind::field;
    case SlaParser::RuleEventName: return NameKind::event;
    case SlaParser::RuleSubjectName: return NameKind::subject;
    case SlaParser::RuleCalendarName: return NameKind::calendar;
    case SlaParser::RuleHolidayName: return NameKind::holidays;
    case SlaParser::RuleGroupName: return NameKind::group;
    case SlaParser::RuleRoleName: return NameKind::role;
    case SlaParser::RuleChannelName: return NameKind::channel;
    case SlaParser::RuleClauseName:
    case SlaParser::RuleClaimName: return NameKind::clause;
    case SlaParser::RuleMonthName: return NameKind::month;
    case SlaParser::RuleLeadName: return NameKind::lead;
    case SlaParser::RuleChoice: return NameKind::choice;
    case SlaParser::RuleLibraryName: return NameKind::library;
    case SlaParser::RuleParameterType: return NameKind::parameter_type;
    case SlaParser::RuleArgument: return NameKind::parameter;
    case SlaParser::RuleNewName:
    case SlaParser::RuleName:
    case SlaParser::RulePlainName: return NameKind::new_name;
    case SlaParser::RuleTitle: return NameKind::title;
    case SlaParser::RuleColumn: return NameKind::column;
    case SlaParser::RuleCurrency: return NameKind::currency;
    default: return std::nullopt;
  }
}

struct Collector {
  Allowed& allowed;

  bool enters(std::size_t rule) {
    const auto kind = name_kind(rule);
    if (kind) allowed.names.insert(*kind);
    // Holidays may be called by words that are no names elsewhere.
    return !kind;
  }
  void ends() const {}
  void consumes(const antlr4::atn::Transition& transition, const Place&) {
    const auto types = transition.label();
    // `~(LBRACE | RBRACE)` of a template's body allows anything and so says nothing.
    if (types.size() > 60) return;
    for (const ssize_t type : types.toList()) {
      if (type < 0) continue;
      take(static_cast<std::size_t>(type));
    }
  }
  void take(std::size_t type) {
    allowed.number = allowed.number || type == SlaParser::NUMBER || type == SlaParser::PERCENT;
    allowed.date = allowed.date || type == SlaParser::DATE;
    allowed.time = allowed.time || type == SlaParser::TIME;
    if (type == SlaParser::CURRENCY) allowed.names.insert(NameKind::currency);
    if (type == SlaParser::TEXT) allowed.names.insert(NameKind::title);
    if (type == SlaParser::RECORD_NAME) return;
    for (std::string& word : spellings(type)) {
      if (std::ranges::find(allowed.words, word) == allowed.words.end())
        allowed.words.push_back(std::move(word));
    }
  }
};

struct Read {
  std::size_t type;
  std::string text;
  bool starts_declaration;
};

/// The tokens of a text as the parser would see them; a line end at the end only where there is
/// one.
std::vector<Read> tokens_of(const std::string& text) {
  source::Sources sources;
  diagnose::Findings ignored;
  const auto file = sources.add("typed", text);
  if (!file) return {};
  Reporter reporter(sources, *file, ignored);
  antlr4::ANTLRInputStream input{text};
  QuickLexer lexer(&input);
  lexer.removeErrorListeners();
  const Tokens tokens = read_tokens(lexer, reporter);
  std::vector<Read> result;
  for (std::size_t i = 0; i < tokens.list.size(); ++i) {
    const antlr4::Token& token = *tokens.list[i];
    const bool is_end = token.getType() == SlaParser::NL;
    result.push_back({token.getType(), is_end ? ";" : std::string(reporter.text(&token)),
                      tokens.starts_declaration[i]});
  }
  if (!result.empty() && result.back().type == antlr4::Token::EOF) result.pop_back();
  const std::size_t last = text.find_last_not_of(" \t");
  const bool new_line = last == text.npos || text[last] == '\n' || text[last] == '\r';
  if (!new_line && !result.empty() && result.back().type == SlaParser::NL) result.pop_back();
  return result;
}

/// Follows tokens through the grammar from the begin of a declaration. Lines that do not fit are
/// passed over, as if they were not there.
class Follower {
 public:
  Follower() : atn_(parser().getATN()) { restart(); }

  void follow(const Read& token) {
    const bool is_end = token.type == SlaParser::NL;
    if (lost_ > 0) {
      if (token.type == SlaParser::LBRACE) ++lost_;
      if (token.type == SlaParser::RBRACE && --lost_ == 0) return close();
      if (is_end && lost_ == 1) resume();
      return;
    }
    std::vector<Place> next = after(token.type);
    if (next.empty() && is_end) return resume();  // The line ends too early.
    if (next.empty()) {
      lost_ = 1;
      if (token.type == SlaParser::LBRACE) ++lost_;
      if (token.type == SlaParser::RBRACE) close();
      return;
    }
    places_ = std::move(next);
    if (token.type == SlaParser::LBRACE) lines_.push_back(places_);
    if (token.type == SlaParser::RBRACE && !lines_.empty()) lines_.pop_back();
    if (is_end && !lines_.empty()) lines_.back() = places_;
  }

  void collect(Allowed& allowed) const {
    if (lost_ > 0) return;
    Collector collector{allowed};
    Walk walk(atn_, collector);
    for (const Place& place : places_) walk.from(place);
  }

  static SlaParser& parser() {
    static SlaParser made(nullptr);
    return made;
  }

 private:
  void restart() {
    places_ = {{atn_.ruleToStartState[SlaParser::RuleDeclaration], {}, nullptr}};
    lines_.clear();
    lost_ = 0;
  }

  std::vector<Place> after(std::size_t type) const {
    Step step{type, atn_.maxTokenType, {}};
    Walk walk(atn_, step);
    for (const Place& place : places_) walk.from(place);
    return std::move(step.after);
  }

  /// Goes on as if the line had not been there.
  void resume() {
    lost_ = 0;
    if (lines_.empty()) return restart();
    places_ = lines_.back();
  }

  /// The block that the lost line is in ends.
  void close() {
    lost_ = 0;
    if (lines_.empty()) return restart();
    places_ = lines_.back();
    lines_.pop_back();
    auto next = after(SlaParser::RBRACE);
    if (next.empty()) return lines_.empty() ? restart() : resume();
    places_ = std::move(next);
  }

  const antlr4::atn::ATN& atn_;
  std::vector<Place> places_;
  std::vector<std::vector<Place>> lines_;  ///< Where lines of the open blocks begin.
  int lost_ = 0;  ///< 1 and more: in a line that does not fit, and in that many blocks of it.
};

bool goes_on(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Whether the line of the place has a comment or an open quote before it.
void look_at_line(std::string_view text, std::uint32_t offset, Allowed& allowed) {
  std::size_t begin = offset;
  while (begin > 0 && text[begin - 1] != '\n' && text[begin - 1] != '\r') --begin;
  bool quoted = false;
  for (std::size_t i = begin; i < offset; ++i) {
    if (quoted && text[i] == '\\') ++i;
    else if (text[i] == '"') quoted = !quoted;
    else if (!quoted && text[i] == '#') allowed.in_comment = true;
  }
  allowed.in_text = quoted && !allowed.in_comment;
  if (allowed.in_text) {
    std::size_t quote = offset;
    while (quote > begin && text[quote - 1] != '"') --quote;
    allowed.typed.begin = static_cast<std::uint32_t>(quote);
  }
}

/// Where the declaration around the place begins: the last keyword at the margin before it.
std::size_t declaration_begin(std::string_view text, std::size_t offset) {
  std::size_t begin = 0;
  for (std::size_t at = 0; at < offset;) {
    const std::size_t end = std::min(text.find('\n', at), offset);
    const char first = text[at];
    if (goes_on(first)) begin = at;
    at = end + 1;
  }
  return begin;
}

/// A template's body is text to the grammar; it is read as what it becomes. So is what an instance
/// says after `and`.
std::vector<Read> unfolded(std::vector<Read> tokens) {
  const auto is = [&](std::size_t i, std::string_view word) {
    return i < tokens.size() && tokens[i].text == word;
  };
  if (is(0, "template")) {
    tokens.erase(tokens.begin());
    for (std::size_t i = 0; i < tokens.size();) {
      const bool begins =
          i > 0 && (tokens[i - 1].type == SlaParser::NL || tokens[i - 1].type == SlaParser::LBRACE);
      if (!begins || tokens[i].type != SlaParser::K_PARAMETER) {
        ++i;
        continue;
      }
      const auto from = tokens.begin() + static_cast<std::ptrdiff_t>(i);
      const auto end = std::find_if(from, tokens.end(),
                                    [](const Read& each) { return each.type == SlaParser::NL; });
      if (end == tokens.end()) break;  // The parameter that is being typed.
      tokens.erase(from, end + 1);
    }
    return tokens;
  }
  for (std::size_t i = 2; is(0, "clause") && i + 1 < tokens.size(); ++i) {
    if (!is(i, "and") || tokens[i + 1].type != SlaParser::LBRACE || !is(i - 1, "}")) continue;
    std::vector<Read> made =
        tokens_of("clause c {\nsales must assign a lead immediately of being assigned\n");
    made.insert(made.end(), tokens.begin() + static_cast<std::ptrdiff_t>(i) + 2, tokens.end());
    return made;
  }
  return tokens;
}

}  // namespace

Allowed allowed_at(const source::Sources& sources, std::uint32_t file, std::uint32_t offset) {
  const std::string_view text = sources.file(file).text();
  offset = std::min(offset, static_cast<std::uint32_t>(text.size()));
  Allowed allowed;
  std::uint32_t begin = offset;
  while (begin > 0 && goes_on(text[begin - 1])) --begin;
  allowed.typed = {file, begin, offset};
  look_at_line(text, offset, allowed);
  if (allowed.in_comment) return allowed;
  const std::uint32_t end = allowed.in_text ? allowed.typed.begin - 1 : allowed.typed.begin;
  const std::size_t from = declaration_begin(text, end);
  std::vector<Read> tokens = tokens_of(std::string(text.substr(from, end - from)));
  if (tokens.size() > kMostFollowed) return allowed;
  for (const Read& token : tokens) allowed.before.push_back(token.text);
  tokens = unfolded(std::move(tokens));
  Follower follower;
  int depth = 0;
  for (const Read& token : tokens) {
    if (token.type == SlaParser::LBRACE) ++depth;
    if (token.type == SlaParser::RBRACE) --depth;
    follower.follow(token);
  }
  const bool line_begins = tokens.empty() || tokens.back().type == SlaParser::NL;
  allowed.at_top = depth <= 0 && line_begins && !allowed.in_text;
  if (allowed.at_top) {
    Follower().collect(allowed);
  } else {
    follower.collect(allowed);
  }
  return allowed;
}

}  // namespace sla::parse
