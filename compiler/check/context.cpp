#include "compiler/check/context.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/agreement/words.h"

namespace sla::check {

const time::Zone& local_zone(Context& context, Span needed_by, const char* what) {
  if (context.zone_given) return context.zone;
  context.zone_given = true;
  const syntax::AgreementHeader* header = context.declared.header;
  auto& finding =
      context.add(Code::missing_part, needed_by,
                  fmt::format("{} needs local time, and the agreement names no time zone", what));
  if (header != nullptr) finding.secondary.push_back({header->title.span, "no time zone in here"});
  finding.help = "add a line such as `time zone \"America/New_York\"` to the agreement";
  return context.zone;
}

bool require_currency(Context& context, Span needed_by) {
  if (!context.agreement.currency.empty()) return true;
  if (context.currency_given) return false;
  context.currency_given = true;
  auto& finding = context.add(Code::missing_part, needed_by,
                              "money is used, and the agreement names no currency");
  if (const auto* header = context.declared.header) {
    finding.secondary.push_back({header->title.span, "no currency in here"});
  }
  finding.help = "add a line such as `currency USD` to the agreement";
  return false;
}

std::optional<time::Date> resolve_date(Context& context, const syntax::Date& date) {
  const auto refuse = [&](std::string message) {
    context.add(Code::bad_date, date.span, std::move(message));
    return std::nullopt;
  };
  if (date.year < time::kMinYear || date.year > time::kMaxYear) {
    return refuse(
        fmt::format("the year {} is outside {} to {}", date.year, time::kMinYear, time::kMaxYear));
  }
  if (date.month < 1 || date.month > 12)
    return refuse(fmt::format("there is no month {}", date.month));
  const int days = time::days_in_month(date.year, date.month);
  if (date.day < 1 || date.day > days) {
    return refuse(fmt::format("{:04}-{:02} has {} days", date.year, date.month, days));
  }
  return time::days_from_civil(date.year, date.month, date.day);
}

std::optional<time::Zone> resolve_zone(Context& context, const syntax::Text& name) {
  auto zone = time::Zone::find(name.value);
  if (zone) return *zone;
  const time::ZoneError& error = zone.error();
  auto& finding = context.add(Code::unknown_zone, name.span, error.message());
  if (!error.nearest.empty()) {
    std::vector<std::string> quoted;
    for (const std::string& candidate : error.nearest)
      quoted.push_back(fmt::format("`{}`", candidate));
    finding.help = fmt::format("did you mean {}?", agreement::listing(quoted, "or"));
    finding.fix = {name.span, fmt::format("\"{}\"", error.nearest.front())};
  } else {
    finding.help = "write an IANA name such as \"Europe/Berlin\" or \"America/New_York\"";
  }
  return std::nullopt;
}

std::int64_t text_constant(Context& context, const std::string& text) {
  auto& texts = context.agreement.texts;
  const auto found = std::ranges::find(texts, text);
  if (found != texts.end()) return found - texts.begin();
  texts.push_back(text);
  return static_cast<std::int64_t>(texts.size()) - 1;
}

std::string source_text(const Context& context, Span span) {
  std::string result;
  bool quoted = false, comment = false;
  char previous = ' ';
  for (const char c : context.sources.text(span)) {
    if (c == '"' && previous != '\\' && !comment) quoted = !quoted;
    if (c == '#' && !quoted) comment = true;
    if (c == '\n') comment = false;
    const bool blank = comment || c == ' ' || c == '\t' || c == '\n' || c == '\r';
    previous = c;
    if (!blank || quoted) {
      result += c;
    } else if (!result.empty() && result.back() != ' ') {
      result += ' ';
    }
  }
  return result;
}

std::string title_of(const std::optional<syntax::Text>& title) { return title ? title->value : ""; }

}  // namespace sla::check
