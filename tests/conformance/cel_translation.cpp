#include "tests/conformance/cel_translation.h"

#include <cctype>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "runtime/time/instant.h"
#include "runtime/time/zone.h"

namespace sla::conformance {
namespace {

using agreement::TypeKind;
using Failure = std::unexpected<std::string>;
using Done = std::expected<void, std::string>;

struct Word {
  std::string_view cel, policy;
};
// Longer operators before their prefixes.
constexpr Word kOperators[] = {{"&&", " and "}, {"||", " or "}, {"==", " = "}, {"!=", " != "},
                               {"<=", " <= "},  {">=", " >= "}, {"<", " < "},  {">", " > "},
                               {"!", " not "},  {"+", " + "},   {"-", " -"},   {"*", " * "},
                               {"/", " / "},    {"(", "("},     {")", ")"},    {",", ", "}};

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

class Translator {
 public:
  Translator(std::string_view cel, Literals literals) : rest_(cel), literals_(literals) {}

  std::expected<Condition, std::string> run() {
    while (skip_space(), !rest_.empty()) {
      if (const Done done = token(); !done) return Failure(done.error());
    }
    return std::move(made_);
  }

 private:
  void skip_space() {
    while (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
  }
  bool take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }

  Done token() {
    const char c = rest_.front();
    if (is_digit(c)) return number();
    if (c == '\'' || c == '"' || rest_.starts_with("r'") || rest_.starts_with("r\"")) {
      return text_operand();
    }
    if (is_letter(c)) return word();
    if (c == '[') return list();
    if (c == '%') return Failure("the remainder of a division");
    if (c == '?') return Failure("choosing between two values");
    if (c == '{') return Failure("maps and messages");
    if (c == '.') return Failure("methods and selectors");
    for (const auto& [cel, policy] : kOperators) {
      if (!take(cel)) continue;
      made_.text += policy;
      return {};
    }
    return Failure(fmt::format("the character {}", c));
  }

  Done number() {
    std::size_t end = 0;
    while (end < rest_.size() &&
           (is_digit(rest_[end]) || is_letter(rest_[end]) || rest_[end] == '.'))
      ++end;
    const std::string_view digits = rest_.substr(0, end);
    rest_.remove_prefix(end);
    const bool hex = digits.starts_with("0x");
    if (digits.ends_with('u') || digits.ends_with('U')) return Failure("unsigned integers");
    if (!hex && digits.find_first_not_of("0123456789") != std::string_view::npos)
      return Failure("binary floating point");
    // The smallest integer is written as the negation of a number that is not one.
    std::uint64_t value = 0;
    const std::string_view plain = digits.substr(hex ? 2 : 0);
    const auto read =
        std::from_chars(plain.data(), plain.data() + plain.size(), value, hex ? 16 : 10);
    if (read.ec != std::errc() || read.ptr != plain.data() + plain.size())
      return Failure("integers beyond 64 bits");
    const bool smallest = value == std::uint64_t{1} << 63 && made_.text.ends_with(" -");
    if (smallest) made_.text.resize(made_.text.size() - 2);
    if (value > INT64_MAX && !smallest) return Failure("integers beyond 64 bits");
    operand(TypeKind::integer, static_cast<std::int64_t>(value), hex ? "" : std::string(digits));
    return {};
  }

  /// `written` is what a policy would say; empty when it cannot.
  void operand(TypeKind type, std::int64_t value, const std::string& written,
               std::string text = "") {
    const bool too_long = type == TypeKind::integer && written.size() > 18;
    if (literals_ == Literals::written && !written.empty() && !too_long) {
      made_.text += written;
      return;
    }
    constexpr std::string_view kLetters = "ibtdx";
    const std::size_t kind = type == TypeKind::integer    ? 0
                             : type == TypeKind::yes_no   ? 1
                             : type == TypeKind::instant  ? 2
                             : type == TypeKind::duration ? 3
                                                          : 4;
    const std::string field = fmt::format("{}{}", kLetters[kind], made_.operands.size() + 1);
    made_.operands.push_back({field, type, value, std::move(text)});
    made_.text += field;
  }

  std::expected<std::string, std::string> text() {
    const bool raw = take("r");
    const std::string_view quote = rest_.starts_with("'''")      ? "'''"
                                   : rest_.starts_with("\"\"\"") ? "\"\"\""
                                                                 : rest_.substr(0, 1);
    rest_.remove_prefix(quote.size());
    std::string value;
    while (!rest_.starts_with(quote)) {
      if (rest_.empty()) return Failure("a text without an end");
      if (rest_.front() == '\\' && !raw) {
        // What a code point is written as is a matter of CEL's lexer, not of its values.
        if (rest_.size() < 2 || (rest_[1] != '\'' && rest_[1] != '"' && rest_[1] != '\\'))
          return Failure("escapes for code points");
        rest_.remove_prefix(1);
      }
      value += rest_.front();
      rest_.remove_prefix(1);
    }
    rest_.remove_prefix(quote.size());
    return value;
  }

  Done text_operand() {
    auto value = text();
    if (!value) return Failure(value.error());
    operand(TypeKind::text, 0, quoted(*value), *value);
    return {};
  }

  Done list() {
    if (!made_.text.ends_with(" in ")) return Failure("lists as values");
    std::size_t end = rest_.find(']');
    const std::string_view items = rest_.substr(0, end);
    if (items.find_first_of("[{") != 0 || items.find_first_of("[{", 1) != std::string_view::npos)
      return Failure("lists as values");
    // The items of a list are constants in a policy.
    const Literals outer = literals_;
    literals_ = Literals::written;
    made_.text += '[';
    rest_.remove_prefix(1);
    while (skip_space(), !rest_.empty() && rest_.front() != ']') {
      if (const Done done = token(); !done) return done;
    }
    take("]");
    made_.text += ']';
    literals_ = outer;
    return {};
  }

  Done word() {
    std::size_t end = 0;
    while (end < rest_.size() && (is_letter(rest_[end]) || is_digit(rest_[end]))) ++end;
    const std::string_view name = rest_.substr(0, end);
    rest_.remove_prefix(end);
    if (name == "true" || name == "false") {
      operand(TypeKind::yes_no, name == "true", name == "true" ? "yes" : "no");
      return {};
    }
    if (name == "in") {
      made_.text += " in ";
      return {};
    }
    if (name == "timestamp" || name == "duration") return time_value(name == "timestamp");
    if (name == "b" || name == "B" || name == "R" || name == "rb") return Failure("bytes");
    if (name == "null") return Failure("null");
    if (name == "dyn") return Failure("values without a type");
    return Failure("functions and names");
  }

  Done time_value(bool is_instant) {
    if (!take("(")) return Failure("functions and names");
    auto value = text();
    if (!value) return Failure(value.error());
    if (!take(")")) return Failure("functions and names");
    const auto micros = is_instant ? instant(*value) : duration(*value);
    if (!micros)
      return Failure(is_instant ? "instants outside the years 1900 to 2200"
                                : "units below a microsecond");
    operand(is_instant ? TypeKind::instant : TypeKind::duration, *micros, "");
    return {};
  }

  static std::optional<std::int64_t> instant(const std::string& text) {
    const auto parsed = time::parse_instant(text, *time::Zone::find("UTC"));
    if (!parsed) return std::nullopt;
    return parsed->instant;
  }

  static std::optional<std::int64_t> duration(std::string_view text) {
    std::int64_t seconds = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (read.ec != std::errc() || std::string_view(read.ptr, text.data() + text.size()) != "s")
      return std::nullopt;
    return seconds * time::kSecond;
  }

  std::string_view rest_;
  Literals literals_;
  Condition made_;
};

}  // namespace

std::expected<Condition, std::string> translate(std::string_view cel, Literals literals) {
  return Translator(cel, literals).run();
}

}  // namespace sla::conformance
