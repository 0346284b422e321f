#include "compiler/check/header.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "compiler/check/clause_parts.h"
#include "compiler/check/names.h"

namespace sla::check {
namespace {

constexpr std::string_view kMonths[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};

void check_version(Context& context, const syntax::Name& version) {
  const char* end = version.text.data() + version.text.size();
  const auto [stop, error] = std::from_chars(version.text.data(), end, context.agreement.version);
  if (error == std::errc() && stop == end) return;
  context.add(Code::bad_number, version.span, "a version is a whole number of at most 18 digits");
}

void check_parties(Context& context, const std::vector<syntax::Name>& names) {
  auto& parties = context.agreement.parties;
  Taken taken("party");
  for (const syntax::Name& name : names) {
    if (taken.claim(context, name)) parties.push_back({name.text, name.span});
  }
  if (parties.empty()) parties = {{"marketing"}, {"sales"}};
}

void check_zone(Context& context, const syntax::Text& name) {
  context.zone_given = true;
  if (const auto zone = resolve_zone(context, name)) {
    context.zone = *zone;
    context.agreement.zone = name.value;
  }
}

void check_currency(Context& context, const syntax::Name& currency) {
  context.currency_given = true;
  const bool three_capitals =
      currency.text.size() == 3 &&
      std::ranges::all_of(currency.text, [](char c) { return c >= 'A' && c <= 'Z'; });
  if (three_capitals) {
    context.agreement.currency = currency.text;
  } else {
    context
        .add(Code::bad_value, currency.span, fmt::format("`{}` is not a currency", currency.text))
        .help = "write the three capitals of ISO 4217, such as `USD` or `EUR`";
  }
}

void check_term(Context& context, const syntax::Term& term) {
  const auto from = resolve_date(context, term.from);
  const auto to = resolve_date(context, term.to);
  if (!from || !to) return;
  if (*to < *from) {
    auto& finding =
        context.add(Code::bad_value, term.to.span, "the agreement ends before it begins");
    finding.secondary.push_back({term.from.span, "it begins here"});
    finding.help =
        fmt::format("write `in force {} to {}`", time::format_date(*to), time::format_date(*from));
    return;
  }
  const time::Zone& zone = local_zone(context, term.span, "the term of the agreement");
  context.agreement.has_term = true;
  context.agreement.term_begin = zone.start_of(*from);
  context.agreement.term_end = zone.start_of(*to + 1);
}

void check_fiscal_start(Context& context, const syntax::AgreementHeader& header) {
  if (header.fiscal_start) resolve_month(context, *header.fiscal_start);
}

}  // namespace

std::optional<int> resolve_month(Context& context, const syntax::Name& name) {
  const auto found = std::ranges::find(kMonths, name.text);
  if (found != std::end(kMonths)) return static_cast<int>(found - std::begin(kMonths)) + 1;
  auto& finding =
      context.add(Code::bad_value, name.span, fmt::format("`{}` is not a month", name.text));
  const std::vector<std::string> months(std::begin(kMonths), std::end(kMonths));
  if (const auto near = diagnose::nearest(name.text, months)) {
    finding.help = fmt::format("did you mean `{}`?", *near);
    finding.fix = {name.span, *near};
  } else {
    finding.help = "write a month's English name, such as `February`";
  }
  return std::nullopt;
}

std::optional<int> fiscal_month(const syntax::AgreementHeader& header) {
  if (!header.fiscal_start) return std::nullopt;
  const auto found = std::ranges::find(kMonths, header.fiscal_start->text);
  if (found == std::end(kMonths)) return std::nullopt;
  return static_cast<int>(found - std::begin(kMonths)) + 1;
}

void check_header(Context& context) {
  const syntax::AgreementHeader* header = context.declared.header;
  if (header == nullptr) {
    check_parties(context, {});
    return;
  }
  context.agreement.title = header->title.value;
  context.agreement.title_span = header->title.span;
  if (header->version) check_version(context, *header->version);
  check_parties(context, header->parties);
  if (header->zone) check_zone(context, *header->zone);
  if (header->currency) check_currency(context, *header->currency);
  if (header->term) check_term(context, *header->term);
  check_fiscal_start(context, *header);
  if (header->review) context.agreement.review = resolve_period(context, *header->review);
}

void choose_default_calendar(Context& context) {
  const syntax::AgreementHeader* header = context.declared.header;
  CalendarChoice& choice = context.default_calendar;
  if (header != nullptr && header->calendar) {
    const auto index = resolve_calendar(context, *header->calendar);
    choice.kind = index ? CalendarChoice::Kind::one : CalendarChoice::Kind::failed;
    choice.index = index.value_or(-1);
  } else if (context.agreement.calendars.size() == 1) {
    choice = {CalendarChoice::Kind::one, 0};
  } else if (context.agreement.calendars.size() > 1) {
    choice.kind = CalendarChoice::Kind::several;
  }
}

void check_roles(Context& context) {
  for (const syntax::Role* role : context.declared.roles) {
    context.agreement.roles.push_back({role->name.text, title_of(role->title)});
  }
}

}  // namespace sla::check
