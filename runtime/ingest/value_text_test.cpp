#include "runtime/ingest/value_text.h"

#include <gtest/gtest.h>

namespace sla::ingest {
namespace {

using enum ValueProblem;

void expect_value(ParsedValue parsed, std::int64_t value) {
  EXPECT_EQ(parsed.problem, none);
  EXPECT_EQ(parsed.value, value);
}

TEST(ValueText, integers_are_checked) {
  expect_value(parse_integer("0"), 0);
  expect_value(parse_integer("-12"), -12);
  expect_value(parse_integer("+7"), 7);
  expect_value(parse_integer("65.0"), 65);
  expect_value(parse_integer("9223372036854775807"), INT64_MAX);
  expect_value(parse_integer("-9223372036854775808"), INT64_MIN);
  EXPECT_EQ(parse_integer("9223372036854775808").problem, out_of_range);
  EXPECT_EQ(parse_integer("-9223372036854775809").problem, out_of_range);
  for (const char* text : {"", "-", "1.5", "1e3", "0x10", "12 ", "1,000", "--1", ".0"}) {
    EXPECT_EQ(parse_integer(text).problem, malformed) << text;
  }
}

TEST(ValueText, decimals_are_exact_to_six_places) {
  expect_value(parse_scaled("1234.5"), 1'234'500'000);
  expect_value(parse_scaled(".5"), 500'000);
  expect_value(parse_scaled("5."), 5'000'000);
  expect_value(parse_scaled("-0.000001"), -1);
  expect_value(parse_scaled("0.1000000000"), 100'000);
  expect_value(parse_scaled("9223372036854.775807"), INT64_MAX);
  EXPECT_EQ(parse_scaled("9223372036854.775808").problem, out_of_range);
  EXPECT_EQ(parse_scaled("0.0000001").problem, too_precise);
  for (const char* text : {"", ".", "-", "1.2.3", "1e5", "nan", "inf", "1_000"}) {
    EXPECT_EQ(parse_scaled(text).problem, malformed) << text;
  }
}

TEST(ValueText, commas_are_read_only_where_they_cannot_be_decimal) {
  expect_value(parse_scaled("1,234.50"), 1'234'500'000);
  expect_value(parse_scaled("1,234,567"), 1'234'567'000'000);
  for (const char* text :
       {"1,234", "1,23", "1,2345.0", ",123.0", "1234,567.0", "1,234,56", "1.234,50"}) {
    EXPECT_EQ(parse_scaled(text).problem, malformed) << text;
  }
}

TEST(ValueText, money_may_name_the_agreements_currency_and_no_other) {
  expect_value(parse_money("5000", "USD"), 5'000'000'000);
  expect_value(parse_money("USD 5,000.00", "USD"), 5'000'000'000);
  expect_value(parse_money("5000 USD", "USD"), 5'000'000'000);
  expect_value(parse_money("$1,234.50", "USD"), 1'234'500'000);
  expect_value(parse_money("-$12", "USD"), -12'000'000);
  expect_value(parse_money("12,345.60 \xe2\x82\xac", "EUR"), 12'345'600'000);
  EXPECT_EQ(parse_money("5000 EUR", "USD").problem, other_currency);
  EXPECT_EQ(parse_money("\xe2\x82\xac"
                        "5",
                        "USD")
                .problem,
            malformed);
  EXPECT_EQ(parse_money("--5", "USD").problem, malformed);
}

TEST(ValueText, percent_with_and_without_its_sign) {
  expect_value(parse_percent("95%"), 95'000'000);
  expect_value(parse_percent("12.5 %"), 12'500'000);
  expect_value(parse_percent("95"), 95'000'000);
}

TEST(ValueText, yes_and_no_in_the_words_of_crms) {
  for (const char* text : {"yes", "TRUE", "Y", "1", "t"}) expect_value(parse_yes_no(text), 1);
  for (const char* text : {"no", "False", "N", "0", "f"}) expect_value(parse_yes_no(text), 0);
  EXPECT_EQ(parse_yes_no("maybe").problem, malformed);
}

TEST(ValueText, dates_are_local_dates) {
  const auto zone = *time::Zone::find("America/New_York");
  expect_value(parse_date("1970-01-02", zone), 1);
  expect_value(parse_date("1970-01-02 23:30", zone), 1);
  expect_value(parse_date("1970-01-02T03:00:00Z", zone), 0);
  EXPECT_EQ(parse_date("2026-02-30", zone).problem, malformed);
  EXPECT_EQ(parse_date("06/03/2026", zone).problem, malformed);
}

TEST(ValueText, durations) {
  expect_value(parse_duration("90 s", true), 90 * time::kSecond);
  expect_value(parse_duration("15min", true), 15 * time::kMinute);
  expect_value(parse_duration("1.5 hours", true), 90 * time::kMinute);
  expect_value(parse_duration("2 h 30 min", true), 150 * time::kMinute);
  expect_value(parse_duration("1:30:00.5", true), 90 * time::kMinute + 500'000);
  expect_value(parse_duration("0:05", true), 5 * time::kMinute);
  expect_value(parse_duration("2 days 01:00:00", true), 49 * time::kHour);
  for (const char* text :
       {"", "90", "-5 min", "5 parsecs", "1:60", "1:5", "1:30:", "h", "1:00:60"}) {
    EXPECT_EQ(parse_duration(text, true).problem, malformed) << text;
  }
  EXPECT_EQ(parse_duration("2 days", false).problem, malformed);
  EXPECT_EQ(parse_duration("9000000000000 hours", true).problem, out_of_range);
}

}  // namespace
}  // namespace sla::ingest
